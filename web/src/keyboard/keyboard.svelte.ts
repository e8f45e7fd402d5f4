/** Keys of the workstation: who handles which, what they mean, and that they can be switched off. */
import { untrack } from 'svelte';
import type { Key } from '../i18n/language.svelte';

export interface Shortcut {
  /** The key as `KeyboardEvent.key` in the Latin layout, or two with a blank: `g w`. */
  readonly keys: string;
  readonly means: Key;
  readonly run: () => void;
  /** Not shown in the help: a second key for the same thing. */
  readonly quiet?: boolean;
}

const KEPT = 'keyboard';
const state = $state({ on: true });
// Raw: entries are known again by being the same objects.
let added = $state.raw<readonly Shortcut[]>([]);
let first: string | null = null;
let firstAt_ms = 0;

const FOLLOWS_WITHIN_MS = 1500;

/** Whether letters act. Arrow keys, Tab and Enter on a focused control act always. */
export function keysOn(): boolean {
  return state.on;
}

export function switchKeys(on: boolean): void {
  state.on = on;
  localStorage.setItem(KEPT, on ? 'on' : 'off');
}

/** The shortcuts that act here, for the help. */
export function shortcuts(): readonly Shortcut[] {
  return added;
}

/** Adds shortcuts; returns how to remove them. For `$effect(() => addKeys([...]))`. */
export function addKeys(more: readonly Shortcut[]): () => void {
  // An effect that adds keys must not run again because keys were added.
  untrack(() => (added = [...added, ...more]));
  return () => untrack(() => (added = added.filter((one) => !more.includes(one))));
}

/**
 * The key by its place on the keyboard where the layout is Cyrillic: an operator who types Kazakh or Russian
 * must not switch layouts to take an incident.
 */
export function latin(event: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>): string {
  if (event.code === 'Slash') return event.shiftKey ? '?' : '/';
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  const cyrillic = /^[\u0400-\u04ff]$/u.test(event.key);
  return letter !== undefined && cyrillic ? letter.toLowerCase() : event.key;
}

const TYPED_INTO =
  'input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select, [contenteditable]';
const KEPT_BY_CONTROLS = new Set(['Enter', ' ', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);

function taken(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  if (target?.closest(`${TYPED_INTO}, [role=dialog], [role=menu], [role=listbox]`)) return true;
  return KEPT_BY_CONTROLS.has(event.key) && target?.closest('button, a, summary, [role=slider]') != null;
}

/** The shortcut for `key` after `before`, the key pressed just before it. */
export function shortcutFor(
  all: readonly Shortcut[],
  before: string | null,
  key: string,
): Shortcut | undefined {
  const pair = before === null ? undefined : all.findLast((one) => one.keys === `${before} ${key}`);
  return pair ?? all.findLast((one) => one.keys === key);
}

function press(event: KeyboardEvent): void {
  if (taken(event)) return;
  const key = latin(event);
  if (!state.on && !KEPT_BY_CONTROLS.has(key)) return;
  const before = event.timeStamp - firstAt_ms < FOLLOWS_WITHIN_MS ? first : null;
  const found = shortcutFor(added, before, key);
  first = found === undefined ? key : null;
  firstAt_ms = event.timeStamp;
  if (found === undefined) return;
  event.preventDefault();
  found.run();
}

/** Begins to listen; returns how to stop. */
export function listen(): () => void {
  state.on = localStorage.getItem(KEPT) !== 'off';
  window.addEventListener('keydown', press);
  return () => window.removeEventListener('keydown', press);
}
