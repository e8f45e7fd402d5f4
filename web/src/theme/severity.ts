/** Priorities 1 (most urgent) to 4: each has a colour, a shape and a word, so that none rests on colour alone. */
import type { Key } from '../i18n/language.svelte';

export type Priority = 1 | 2 | 3 | 4;
export const PRIORITIES: readonly Priority[] = [1, 2, 3, 4];
export const SHAPES: Readonly<Record<Priority, string>> = { 1: '▲', 2: '◆', 3: '●', 4: '○' };
export const PRIORITY_WORDS: Readonly<Record<Priority, Key>> = {
  1: 'priority.1',
  2: 'priority.2',
  3: 'priority.3',
  4: 'priority.4',
};

/** The CSS variable of a priority, for styles; the map takes its value with `colourOf`. */
export const variableOf = (priority: Priority): string => `--p${priority}`;

/** The colour of a priority in the theme worn now. */
export function colourOf(priority: Priority): string {
  return getComputedStyle(document.documentElement).getPropertyValue(variableOf(priority)).trim();
}

/** A number from the server as a priority; what is out of range counts as the nearest. */
export function priorityOf(number: number): Priority {
  return Math.min(4, Math.max(1, Math.round(number))) as Priority;
}
