/** What the published order format (docs/reference/order.schema.json) would refuse a draft for, said beforehand. */
import type { Key } from '../i18n/language.svelte';
import type { Values } from '../i18n/pattern';
import {
  needsHours,
  type AbsenceDraft,
  type ConditionDraft,
  type DayHours,
  type Draft,
  type ExceptionDraft,
  type ProtectionDraft,
} from './draft';
import type { Hours } from './hours';
import { problemsOfPlace } from './place';
import { LONGEST_MINUTES, MOST_TESTS, type Schedule } from './schedule';
import { DAY_MINUTES, minutesOf } from './walltime';
import { parseDays } from './weekdays';
import { instantOf, isZone } from './zonedtime';

/** `where`: the path of the field, `conditions.0.hours.1.from`. */
export interface Trouble {
  readonly where: string;
  readonly key: Key;
  readonly values: Values;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const CODE = /^[A-Za-z0-9_.-]{1,64}$/;
const ID = /^[\p{L}\p{N}_.-]+$/u;
export const LONGEST = {
  number: 100,
  court: 300,
  id: 64,
  reason: 500,
  warning_m: 50_000,
  distance_m: 50_000,
} as const;

/** All that is wrong with the draft, from top to bottom; nothing: it can be tried and saved. */
export function problemsOf(draft: Draft): Trouble[] {
  return [
    ...text('number', draft.number, LONGEST.number),
    ...text('court', draft.court, LONGEST.court),
    ...check(isZone(draft.timezone), 'timezone', 'orders.problem.zone'),
    ...check(draft.issued_on === '' || isDate(draft.issued_on), 'issued_on', 'orders.problem.date'),
    ...validity(draft),
    ...check(draft.conditions.length > 0, 'conditions', 'orders.problem.no_conditions'),
    ...draft.conditions.flatMap((condition, index) => ofCondition(draft, condition, index)),
  ];
}

function validity(draft: Draft): Trouble[] {
  if (!isZone(draft.timezone)) return [];
  const at = (value: string): number | null => instantOf(value, draft.timezone);
  const [from, to] = [at(draft.from), at(draft.to)];
  const badForce = draft.in_force_from !== '' && at(draft.in_force_from) === null;
  return [
    ...check(from !== null, 'from', 'orders.problem.time'),
    ...check(draft.to === '' || to !== null, 'to', 'orders.problem.time'),
    ...check(from === null || to === null || from < to, 'to', 'orders.problem.ends_before'),
    ...check(!badForce, 'in_force_from', 'orders.problem.time'),
  ];
}

function ofCondition(draft: Draft, condition: ConditionDraft, index: number): Trouble[] {
  const where = `conditions.${index}`;
  const again = draft.conditions.findIndex((other) => other.id === condition.id) < index;
  const { warning_m } = condition;
  return [
    ...text(`${where}.id`, condition.id, LONGEST.id),
    ...check(condition.id === '' || ID.test(condition.id), `${where}.id`, 'orders.problem.id'),
    ...check(!again, `${where}.id`, 'orders.problem.id_twice'),
    ...ofKind(condition, where),
    ...check(
      !needsHours(condition.kind) || condition.hours.length > 0,
      `${where}.hours`,
      'orders.problem.needs_hours',
    ),
    ...condition.hours.flatMap((row, at) => ofHours(row, `${where}.hours.${at}`)),
    ...ofExceptions(condition.exceptions, where),
    ...condition.absences.flatMap((absence, at) =>
      ofAbsence(absence, draft.timezone, `${where}.absences.${at}`),
    ),
    ...check(
      warning_m === null || (warning_m >= 0 && warning_m <= LONGEST.warning_m),
      `${where}.warning_m`,
      'orders.problem.warning',
    ),
  ];
}

function ofKind(condition: ConditionDraft, where: string): Trouble[] {
  if (condition.schedule) return ofTest(condition, condition.schedule, where);
  if (condition.protection) return ofProtection(condition.protection, where);
  return ofPlace(condition, where);
}

function ofProtection({ protects, distance_m }: ProtectionDraft, where: string): Trouble[] {
  const far = distance_m !== null && distance_m > 0 && distance_m <= LONGEST.distance_m;
  return [
    ...check(CODE.test(protects.trim()), `${where}.protects`, 'orders.problem.code'),
    ...check(far, `${where}.distance_m`, 'orders.problem.distance'),
  ];
}

function ofPlace({ place }: ConditionDraft, where: string): Trouble[] {
  if (place === null) return [trouble(`${where}.place`, 'orders.problem.no_place')];
  return problemsOfPlace(place).map((problem) =>
    trouble(`${where}.place`, `orders.problem.place.${problem}`),
  );
}

function ofTest(condition: ConditionDraft, schedule: Schedule, where: string): Trouble[] {
  const { limit_mg_l, tolerance_mg_l } = condition;
  const { apart_minutes, answer_minutes } = schedule;
  return [
    ...schedule.times.flatMap(({ days, at }, row) => [
      ...check(parseDays(days) !== null, `${where}.times.${row}.days`, 'orders.problem.days'),
      ...ofBegin(at, `${where}.times.${row}.at`),
    ]),
    ...schedule.random.flatMap((row, at) => [
      ...ofHours(row, `${where}.random.${at}`),
      ...check(isWhole(row.tests, 1, MOST_TESTS), `${where}.random.${at}.tests`, 'orders.problem.tests'),
    ]),
    ...check(isWhole(apart_minutes, 0, LONGEST_MINUTES), `${where}.apart_minutes`, 'orders.problem.minutes'),
    ...check(
      answer_minutes === null || isWhole(answer_minutes, 1, LONGEST_MINUTES),
      `${where}.answer_minutes`,
      'orders.problem.minutes',
    ),
    ...check(isWithin(limit_mg_l, 10), `${where}.limit_mg_l`, 'orders.problem.mg_l'),
    ...check(isWithin(tolerance_mg_l, 1), `${where}.tolerance_mg_l`, 'orders.problem.mg_l'),
  ];
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function isWithin(value: number | null, most: number): boolean {
  return value === null || (value >= 0 && value <= most);
}

function ofHours(row: Hours, where: string): Trouble[] {
  return [
    ...check(parseDays(row.days) !== null, `${where}.days`, 'orders.problem.days'),
    ...ofSpan(row, where),
  ];
}

function ofSpan(row: DayHours, where: string): Trouble[] {
  return [
    ...ofBegin(row.from, `${where}.from`),
    ...check(minutesOf(row.to) !== null, `${where}.to`, 'orders.problem.wall_time'),
  ];
}

function ofBegin(time: string, where: string): Trouble[] {
  const begin = minutesOf(time);
  return check(begin !== null && begin < DAY_MINUTES, where, 'orders.problem.wall_time');
}

function ofExceptions(exceptions: readonly ExceptionDraft[], condition: string): Trouble[] {
  return exceptions.flatMap((exception, index) => {
    const where = `${condition}.exceptions.${index}`;
    const again = exceptions.findIndex((other) => other.date === exception.date) < index;
    return [
      ...check(isDate(exception.date), `${where}.date`, 'orders.problem.date'),
      ...check(!again || exception.date === '', `${where}.date`, 'orders.problem.date_twice'),
      ...exception.hours.flatMap((row, at) => ofSpan(row, `${where}.hours.${at}`)),
    ];
  });
}

function ofAbsence(absence: AbsenceDraft, zone: string, where: string): Trouble[] {
  const [from, to] = isZone(zone) ? [instantOf(absence.from, zone), instantOf(absence.to, zone)] : [0, 1];
  return [
    ...check(from !== null, `${where}.from`, 'orders.problem.time'),
    ...check(to !== null, `${where}.to`, 'orders.problem.time'),
    ...check(from === null || to === null || from < to, `${where}.to`, 'orders.problem.ends_before'),
    ...text(`${where}.reason`, absence.reason, LONGEST.reason),
  ];
}

function text(where: string, value: string, longest: number): Trouble[] {
  if (value.trim() === '') return [trouble(where, 'orders.problem.missing')];
  return [...value].length > longest ? [trouble(where, 'orders.problem.too_long', { longest })] : [];
}

function isDate(value: string): boolean {
  const date = new Date(`${value}T00:00:00Z`);
  return DATE.test(value) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function check(good: boolean, where: string, key: Key): Trouble[] {
  return good ? [] : [trouble(where, key)];
}

function trouble(where: string, key: Key, values: Values = {}): Trouble {
  return { where, key, values };
}
