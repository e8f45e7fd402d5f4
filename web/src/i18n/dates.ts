/** Dates and spans in words. Kazakh has a form of its own, which browsers do not all know. */
import type { Language } from './language.svelte';
import { LOCALES } from './language.svelte';

export type Instant = string | number | Date;

const MONTHS_KK = [
  'қаңтар', 'ақпан', 'наурыз', 'сәуір', 'мамыр', 'маусым',
  'шілде', 'тамыз', 'қыркүйек', 'қазан', 'қараша', 'желтоқсан',
] as const; // prettier-ignore
const WEEKDAYS_KK = ['жексенбі', 'дүйсенбі', 'сейсенбі', 'сәрсенбі', 'бейсенбі', 'жұма', 'сенбі'] as const;

interface Parts {
  year: string;
  month: number;
  day: string;
  weekday: number;
}

function parts(at: Date, timeZone: string | undefined): Parts {
  const made = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    weekday: 'short',
    timeZone,
  });
  const of = Object.fromEntries(made.formatToParts(at).map((one) => [one.type, one.value]));
  const weekday = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(of['weekday'] ?? 'Sun');
  return { year: of['year'] ?? '', month: Number(of['month']), day: of['day'] ?? '', weekday };
}

/** «2026 жылғы 22 қараша», «22 ноября 2026 г.», “22 November 2026”. timeZone: IANA; without it the browser's. */
export function day(instant: Instant, language: Language, timeZone?: string): string {
  const at = new Date(instant);
  if (language !== 'kk')
    return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeZone }).format(at);
  const of = parts(at, timeZone);
  return `${of.year} жылғы ${Number(of.day)} ${MONTHS_KK[of.month - 1]}`;
}

/** The weekday in words: «жексенбі». */
export function weekday(instant: Instant, language: Language, timeZone?: string): string {
  const at = new Date(instant);
  if (language === 'kk') return WEEKDAYS_KK[parts(at, timeZone).weekday] ?? '';
  return new Intl.DateTimeFormat(LOCALES[language], { weekday: 'long', timeZone }).format(at);
}

/** «2026 жылғы қараша», «ноябрь 2026», “November 2026”; months count from 1. */
export function month(year: number, of: number, language: Language): string {
  return language === 'kk'
    ? `${year} жылғы ${monthName(of, language)}`
    : `${monthName(of, language)} ${year}`;
}

/** A month alone, as a list of months names it: «қараша», «ноябрь», “November”. */
export function monthName(of: number, language: Language): string {
  if (language === 'kk') return MONTHS_KK[of - 1] ?? '';
  const form = new Intl.DateTimeFormat(LOCALES[language], { month: 'long', timeZone: 'UTC' });
  return form.format(Date.UTC(2000, of - 1, 1));
}

/** The time of day, 24 hours: 14:05, or 14:05:09. */
export function clock(instant: Instant, seconds = false, timeZone?: string): string {
  const form: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', timeZone };
  if (seconds) form.second = '2-digit';
  return new Intl.DateTimeFormat('en-GB', form).format(new Date(instant));
}

/** Day and time: «2026 жылғы 22 қараша, 14:05». */
export function moment(instant: Instant, language: Language, timeZone?: string): string {
  return `${day(instant, language, timeZone)}, ${clock(instant, false, timeZone)}`;
}

/** Figures only, for tables: 22.11.2026 14:05:09; in English 22/11/2026 14:05:09. */
export function figures(instant: Instant, language: Language, timeZone?: string): string {
  const of = parts(new Date(instant), timeZone);
  const two = (part: string | number) => String(part).padStart(2, '0');
  const sep = language === 'en' ? '/' : '.';
  return `${two(of.day)}${sep}${two(of.month)}${sep}${of.year} ${clock(instant, true, timeZone)}`;
}

const SPANS: Readonly<Record<Language, { s: string; m: string; h: string; d: string }>> = {
  kk: { s: 'сек', m: 'мин', h: 'сағ', d: 'күн' },
  ru: { s: 'с', m: 'мин', h: 'ч', d: 'сут' },
  en: { s: 's', m: 'min', h: 'h', d: 'd' },
};

/** A span in short: 45 s, 7 min, 2 h 05 min, 3 d 4 h. Negative spans count as none. */
export function span(span_ms: number, language: Language): string {
  const of = SPANS[language];
  const s = Math.max(0, Math.floor(span_ms / 1000));
  if (s < 60) return `${s} ${of.s}`;
  const m = Math.floor(s / 60);
  if (m < 60) return `${m} ${of.m}`;
  const h = Math.floor(m / 60);
  if (h < 24) return `${h} ${of.h} ${String(m % 60).padStart(2, '0')} ${of.m}`;
  return `${Math.floor(h / 24)} ${of.d} ${h % 24} ${of.h}`;
}
