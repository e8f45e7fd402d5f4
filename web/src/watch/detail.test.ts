import { expect, it } from 'vitest';
import { onlyTheSystem } from './detail.svelte';
import type { Whole } from './model';

const whole = (version: number, actor: string, more: Partial<Whole> = {}): Whole =>
  ({
    version,
    state: 'open',
    owner: null,
    priority: 2,
    steps: ['acknowledge', 'note', 'close'],
    history: [
      { version: 1, actor: 'system' },
      { version, actor },
    ],
    ...more,
  }) as Whole;

const seen = whole(1, 'system');

it('takes a step again where only the system wrote meanwhile', () => {
  expect(onlyTheSystem(seen, whole(2, 'system'), 'acknowledge')).toBe(true);
});

it('tells the operator where a person was faster, or the incident is another now', () => {
  expect(onlyTheSystem(seen, whole(2, 'aigul'), 'acknowledge')).toBe(false);
  expect(onlyTheSystem(seen, whole(2, 'system', { priority: 1 }), 'acknowledge')).toBe(false);
  expect(onlyTheSystem(seen, whole(2, 'system', { steps: [] }), 'acknowledge')).toBe(false);
});

it('never closes again by itself: a closing rests on all grounds', () => {
  expect(onlyTheSystem(seen, whole(2, 'system'), 'close')).toBe(false);
});
