import { expect, it } from 'vitest';
import { addKeys, latin, shortcutFor, shortcuts, type Shortcut } from './keyboard.svelte';

const one = (keys: string): Shortcut => ({ keys, means: 'keys.help', run: () => undefined });

it('reads a letter by its place where the layout is Cyrillic', () => {
  expect(latin({ key: 'ф', code: 'KeyA', shiftKey: false })).toBe('a');
  expect(latin({ key: 'қ', code: 'KeyW', shiftKey: false })).toBe('w');
  expect(latin({ key: 'j', code: 'KeyJ', shiftKey: false })).toBe('j');
});

it('knows ? and / in every layout', () => {
  expect(latin({ key: ',', code: 'Slash', shiftKey: true })).toBe('?');
  expect(latin({ key: '.', code: 'Slash', shiftKey: false })).toBe('/');
});

it('takes a pair before a single key, and the newest of two', () => {
  const [w, gw, newer] = [one('w'), one('g w'), one('w')];
  expect(shortcutFor([w, gw], 'g', 'w')).toBe(gw);
  expect(shortcutFor([w, gw], null, 'w')).toBe(w);
  expect(shortcutFor([w, gw, newer], 'x', 'w')).toBe(newer);
  expect(shortcutFor([w, gw], null, 'g')).toBeUndefined();
});

it('forgets the keys of a screen that is left, and only those', () => {
  const [jump, step] = [one('g w'), one('a')];
  const leaveJump = addKeys([jump]);
  const leaveStep = addKeys([step]);
  leaveStep();
  expect(shortcuts()).toEqual([jump]);
  leaveJump();
  expect(shortcuts()).toEqual([]);
});
