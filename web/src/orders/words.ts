/** Conditions in plain words, in the language of the screen. */
import { language, t, word } from '../i18n/language.svelte';
import { day as dayWords, moment } from '../i18n/dates';
import type { ConditionDraft, DayHours, PlacedKind, ProtectionDraft } from './draft';
import { onDemandOnly, type Schedule } from './schedule';
import type { Hours } from './hours';
import { area_m2, type Place } from './place';
import { runsOverMidnight, spanOf } from './walltime';
import { parseDays, runsOf, WEEKDAYS, type Run } from './weekdays';
import { instantOf } from './zonedtime';

/** What the condition demands, a sentence. */
export function conditionWords(condition: ConditionDraft): string {
  if (condition.schedule !== null) return sentence(testWords(condition, condition.schedule));
  if (condition.protection) return sentence(protectionWords(condition.protection));
  const place = condition.place ? placeWords(condition.place) : t('orders.words.no_place');
  const kind = condition.kind as PlacedKind;
  if (condition.hours.length === 0) return sentence(t(`orders.words.${kind}.always`, { place }));
  return sentence(t(`orders.words.${kind}.hours`, { place, hours: tableWords(condition.hours) }));
}

function protectionWords({ protects, distance_m }: ProtectionDraft): string {
  return t('orders.words.protection', { distance: distanceWords(distance_m ?? 0), code: protects });
}

function testWords(condition: ConditionDraft, schedule: Schedule): string {
  const when = scheduleWords(schedule);
  if (condition.kind === 'check_in')
    return t('orders.words.check_in', { way: word(`orders.way.by.${condition.way ?? 'face'}`), when });
  const limit = condition.limit_mg_l;
  return limit === null
    ? t('orders.words.alcohol', { when })
    : t('orders.words.alcohol.limit', { when, limit: number(limit) });
}

/** “every day at 08:00; 2 times at an unannounced time every day from 10:00 to 20:00”. */
export function scheduleWords(schedule: Schedule): string {
  if (onDemandOnly(schedule)) return t('orders.words.on_demand');
  const times = schedule.times.map(({ days, at }) =>
    t('orders.words.due_at', { days: daysWords(days), time: at }),
  );
  const random = schedule.random.map((row) =>
    t('orders.words.random', { n: row.tests, hours: `${daysWords(row.days)} ${spanWords(row)}` }),
  );
  return [...times, ...random].join('; ');
}

function number(value: number): string {
  return new Intl.NumberFormat(language() === 'en' ? 'en' : 'ru', { maximumFractionDigits: 3 }).format(value);
}

/** «Үй» (радиусы 100 м шеңбер). */
export function placeWords(place: Place): string {
  const name = place.name ? t('orders.words.named', { name: place.name }) : t('orders.words.unnamed');
  if (place.type === 'Point')
    return t('orders.words.circle', { name, radius: distanceWords(place.radius_m) });
  return t('orders.words.polygon', { name, area: areaWords(area_m2(place)) });
}

/** Metres below a kilometre, kilometres above. */
export function distanceWords(metres: number): string {
  return metres < 1000
    ? t('orders.unit.m', { n: Math.round(metres) })
    : t('orders.unit.km', { n: Math.round(metres / 100) / 10 });
}

function areaWords(square_m: number): string {
  return square_m < 1_000_000
    ? t('orders.unit.ha', { n: Math.round(square_m / 1000) / 10 })
    : t('orders.unit.km2', { n: Math.round(square_m / 100_000) / 10 });
}

/** A table of hours: “every day from 22:00 to 06:00 of the next day; on Sundays all day”. */
export function tableWords(table: readonly Hours[]): string {
  return table.map((row) => `${daysWords(row.days)} ${spanWords(row)}`).join('; ');
}

export function daysWords(text: string): string {
  const days = parseDays(text);
  if (days === null || days.length === 0) return text;
  if (days.length === 7) return t('orders.days.every');
  const runs = runsOf(days);
  const long = runs.filter((run) => run.length > 2).map(runWords);
  const single = runs.filter((run) => run.length <= 2).flatMap(daysOf);
  const singles =
    single.length === 0
      ? []
      : [t('orders.days.on', { days: listed(single.map((day) => dayWord(day, 'on'))) })];
  return listed([...long, ...singles]);
}

export function spanWords(row: DayHours): string {
  const span = spanOf(row);
  if (span === null) return `${row.from}–${row.to}`;
  if (span.begin === 0 && span.end === 1440) return t('orders.span.all_day');
  return t(runsOverMidnight(span) ? 'orders.span.over_midnight' : 'orders.span.same_day', {
    from: row.from,
    to: row.to,
  });
}

/** Exceptions and permitted absences, a sentence each. */
export function furtherWords(condition: ConditionDraft, zone: string): string[] {
  const exceptions = condition.exceptions.map(({ date, hours }) => {
    const on = dayWords(`${date}T12:00:00Z`, language(), 'UTC');
    if (hours.length === 0)
      return t(condition.schedule ? 'orders.words.exception.none_due' : 'orders.words.exception.none', {
        date: on,
      });
    return t('orders.words.exception.hours', { date: on, hours: hours.map(spanWords).join('; ') });
  });
  const absences = condition.absences.map(({ from, to, reason }) =>
    t('orders.words.absence', { from: localWords(from, zone), to: localWords(to, zone), reason }),
  );
  return [...answerWords(condition), ...exceptions, ...absences];
}

function answerWords({ schedule }: ConditionDraft): string[] {
  if (schedule === null || schedule.answer_minutes === null) return [];
  return [t('orders.words.answer', { n: schedule.answer_minutes })];
}

/** The name of a weekday, Monday = 0, in the form that the place in the sentence asks for. */
export function dayWord(day: number, form: 'name' | 'short' | 'on' | 'from' | 'to'): string {
  return word(`orders.day.${WEEKDAYS[day] ?? 'mon'}.${form}`);
}

export function listed(parts: readonly string[]): string {
  const last = parts.at(-1);
  if (parts.length < 2 || last === undefined) return last ?? '';
  return t('orders.list', { first: parts.slice(0, -1).join(', '), last });
}

function runWords({ first, length }: Run): string {
  return t('orders.days.run', { from: dayWord(first, 'from'), to: dayWord((first + length - 1) % 7, 'to') });
}

function daysOf({ first, length }: Run): number[] {
  return Array.from({ length }, (_, step) => (first + step) % 7);
}

function localWords(local: string, zone: string): string {
  const time_ms = instantOf(local, zone);
  return time_ms === null ? local : moment(time_ms, language(), zone);
}

function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
