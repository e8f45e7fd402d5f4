/**
 * Dates and times as people type them, and as the screens keep them: `YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM` of
 * some zone's wall clock.
 */
import type { Language } from '../i18n/language.svelte';

export type Precision = 'day' | 'minute';

const KEPT = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?$/;
const SEPARATORS: Readonly<Record<Language, string>> = { kk: '.', ru: '.', en: '/' };
/** Digits of day, month, year, hour, minute. */
const LENGTHS: readonly number[] = [2, 2, 4, 2, 2];
const YEARS = { first: 1900, last: 2999 } as const;

const two = (part: number): string => String(part).padStart(2, '0');

/** What stands between the parts, as many as there are parts but one. */
function separators(language: Language, precision: Precision): string[] {
  const one = SEPARATORS[language];
  return precision === 'day' ? [one, one] : [one, one, ' ', ':'];
}

/** A kept date as the language writes it: 22.11.2026 14:05, in English 22/11/2026 14:05; other text as it is. */
export function shown(kept: string, language: Language): string {
  const found = KEPT.exec(kept);
  if (!found) return kept;
  const [, year = '', month = '', day = '', hour, minute] = found;
  const date = [day, month, year].join(SEPARATORS[language]);
  return hour === undefined ? date : `${date} ${hour}:${minute}`;
}

/** Whether the text is a kept date of this precision that the calendar has. */
export function isKept(text: string, precision: Precision): boolean {
  const found = KEPT.exec(text);
  if (!found || (found[4] !== undefined) !== (precision === 'minute')) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = found.slice(1).map((one) => Number(one ?? 0));
  return exists(year, month, day) && hour < 24 && minute < 60;
}

function exists(year: number, month: number, day: number): boolean {
  if (year < YEARS.first || year > YEARS.last) return false;
  const made = new Date(Date.UTC(year, month - 1, day));
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
}

/**
 * What somebody typed, made a kept date where that is certain: day, month, year, hour, minute with anything
 * between them, or digits alone, or the kept form itself. Null: it is no date, or one that could be two.
 */
export function read(text: string, precision: Precision): string | null {
  const plain = text.trim();
  if (isKept(plain, precision)) return plain;
  const parts = /^\d+$/.test(plain) ? cut(plain, precision) : plain.split(/[./\-:,\s]+/).filter(Boolean);
  if (parts.length !== (precision === 'day' ? 3 : 5)) return null;
  const [day = '', month = '', year = '', hour = '', minute = ''] = parts;
  if (year.length !== 4 || minute.length === 1 || parts.some((one) => !/^\d{1,4}$/.test(one))) return null;
  const date = `${year}-${two(Number(month))}-${two(Number(day))}`;
  const made = precision === 'day' ? date : `${date}T${two(Number(hour))}:${minute}`;
  return isKept(made, precision) ? made : null;
}

function cut(digits: string, precision: Precision): string[] {
  const lengths = precision === 'day' ? LENGTHS.slice(0, 3) : LENGTHS;
  const whole = lengths.reduce((sum, one) => sum + one, 0);
  if (digits.length !== whole) return [];
  let at = 0;
  return lengths.map((length) => digits.slice(at, (at += length)));
}

/**
 * The text with the next separator where its last part is full: who types digits alone, as on a telephone's
 * keys, need not find the others. A separator that is typed as well is taken once, and any counts for any.
 */
export function grown(before: string, after: string, language: Language, precision: Precision): string {
  const typed = after.slice(before.length);
  if (!after.startsWith(before) || typed.length !== 1) return after;
  const between = separators(language, precision);
  if (/[./\-:,\s]/.test(typed)) return separated(before, between) ?? after;
  if (!/\d/.test(typed)) return after;
  const parts = after.split(/[./:\s]/);
  const next = between[parts.length - 1];
  const full = parts.every((part, at) => part.length === LENGTHS[at]);
  return full && next !== undefined ? after + next : after;
}

/** `before` with a separator at its end, a short last part filled with a nought. */
function separated(before: string, between: readonly string[]): string | null {
  if (before === '' || /\D$/.test(before)) return /\d\D$/.test(before) ? before : null;
  const parts = before.split(/[./:\s]/);
  const last = parts.at(-1) ?? '';
  const next = between[parts.length - 1];
  if (next === undefined || last.length > 2) return next === undefined ? null : before + next;
  const filled = LENGTHS[parts.length - 1] === 2 ? last.padStart(2, '0') : last;
  return before.slice(0, before.length - last.length) + filled + next;
}

/** The date with another day, its time kept; a text that still wants its time where there was none. */
export function withDay(kept: string, day: string, precision: Precision, language: Language): string {
  if (precision === 'day') return day;
  const time = isKept(kept, 'minute') ? kept.slice(10) : null;
  return time === null ? `${shown(day, language)} ` : day + time;
}

/** Which end of its range a kept date lies beyond; kept dates are compared as text. */
export function beyond(kept: string, min: string | undefined, max: string | undefined): 'min' | 'max' | null {
  if (min !== undefined && kept < min) return 'min';
  return max !== undefined && kept > max ? 'max' : null;
}
