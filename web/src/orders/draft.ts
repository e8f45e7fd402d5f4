/** An order as a form holds it: local times as text, so that half-typed values stay as they are. */
import type { Schemas } from '../api/client';
import type { Hours } from './hours';
import type { Place } from './place';
import { scheduleBody, scheduleDraft, usualSchedule, type Schedule } from './schedule';
import { instantOf, isoIn, localOf } from './zonedtime';

export const KINDS = [
  'curfew',
  'exclusion',
  'inclusion',
  'attendance',
  'alcohol',
  'check_in',
  'protection',
] as const;
export type Kind = (typeof KINDS)[number];
/** Kinds that are kept by doing something when it is due; they have a schedule and no place. */
export type TestKind = 'alcohol' | 'check_in';
/** Kinds that are kept or broken at a place. */
export type PlacedKind = Exclude<Kind, TestKind | 'protection'>;

/** Whom to keep away from (a code, never a name), and how far, in metres. */
export interface ProtectionDraft {
  readonly protects: string;
  readonly distance_m: number | null;
}

export const WAYS = ['face', 'voice', 'phone'] as const;
export type Way = (typeof WAYS)[number];

export const GROUNDS = [
  'restriction_of_liberty',
  'conditional_sentence',
  'parole',
  'administrative_supervision',
  'house_arrest',
  'bail',
  'personal_surety',
  'recognisance_not_to_leave',
  'supervision_of_minor',
] as const;

export interface DayHours {
  readonly from: string;
  readonly to: string;
}

export interface ExceptionDraft {
  readonly date: string;
  readonly hours: readonly DayHours[];
}

/** `from`, `to`: wall clock of the order's zone. */
export interface AbsenceDraft {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

export interface ConditionDraft {
  readonly id: string;
  readonly kind: Kind;
  readonly place: Place | null;
  readonly hours: readonly Hours[];
  readonly exceptions: readonly ExceptionDraft[];
  readonly absences: readonly AbsenceDraft[];
  readonly warning_m: number | null;
  /** Only of a test. */
  readonly schedule: Schedule | null;
  readonly limit_mg_l: number | null;
  readonly tolerance_mg_l: number | null;
  readonly way: Way | null;
  /** Only of kind protection. */
  readonly protection: ProtectionDraft | null;
}

export interface Draft {
  readonly number: string;
  readonly court: string;
  readonly ground: string;
  /** A date; empty: unknown. */
  readonly issued_on: string;
  readonly timezone: string;
  readonly from: string;
  /** Empty: until it is ended. */
  readonly to: string;
  /** From when the version counts; empty: the server's rule. */
  readonly in_force_from: string;
  readonly conditions: readonly ConditionDraft[];
}

export type Version = Schemas['VersionRead'];
export type OrderBody = Schemas['OrderBody'];
type Condition = Schemas['Condition'];
type TestBody = Pick<Condition, 'hours' | 'schedule' | 'limit_mg_l' | 'tolerance_mg_l' | 'way'>;

export function emptyDraft(zone: string, now_ms: number): Draft {
  const today = localOf(now_ms, zone);
  return {
    number: '',
    court: '',
    ground: 'restriction_of_liberty',
    issued_on: '',
    timezone: zone,
    from: today,
    to: '',
    in_force_from: '',
    conditions: [],
  };
}

/** A condition to begin with: what most orders of its kind say, ready to be changed. */
export function emptyCondition(kind: Kind, taken: readonly string[]): ConditionDraft {
  return {
    id: freeId(kind, taken),
    kind,
    place: null,
    hours: needsHours(kind) ? [usualHours(kind)] : [],
    exceptions: [],
    absences: [],
    warning_m: null,
    ...testTerms(kind),
  };
}

/** What a condition of the kind has beside place and hours. */
export function testTerms(
  kind: Kind,
): Pick<ConditionDraft, 'schedule' | 'limit_mg_l' | 'tolerance_mg_l' | 'way' | 'protection'> {
  return {
    schedule: isTest(kind) ? usualSchedule() : null,
    limit_mg_l: null,
    tolerance_mg_l: null,
    way: kind === 'check_in' ? 'face' : null,
    protection: kind === 'protection' ? { protects: '', distance_m: 500 } : null,
  };
}

export function isTest(kind: Kind): kind is TestKind {
  return kind === 'alcohol' || kind === 'check_in';
}

export function isPlaced(kind: Kind): kind is PlacedKind {
  return !isTest(kind) && kind !== 'protection';
}

export function needsHours(kind: Kind): boolean {
  return kind === 'curfew' || kind === 'attendance';
}

/** Hours at which most orders of a kind begin. */
export function usualHours(kind: Kind): Hours {
  if (kind === 'attendance') return { days: 'mon', from: '09:00', to: '18:00' };
  return { days: 'mon-sun', from: '22:00', to: '06:00' };
}

function freeId(kind: Kind, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? kind : `${kind}-${number}`;
    if (!taken.includes(id)) return id;
  }
}

export function draftOf(version: Version): Draft {
  const zone = version.timezone;
  return {
    number: version.number,
    court: version.court,
    ground: version.ground,
    issued_on: version.issued_on ?? '',
    timezone: zone,
    from: local(version.valid.from, zone),
    to: version.valid.to ? local(version.valid.to, zone) : '',
    in_force_from: '',
    conditions: version.conditions.map((condition) => conditionDraft(condition, zone)),
  };
}

function conditionDraft(condition: Condition, zone: string): ConditionDraft {
  return {
    id: condition.id,
    kind: condition.kind,
    place: (condition.place ?? null) as Place | null,
    hours: (condition.hours ?? []).map(({ days, from, to }) => ({ days, from, to })),
    exceptions: (condition.exceptions ?? []).map(({ date, hours }) => ({ date, hours })),
    absences: (condition.permitted_absences ?? []).map(({ from, to, reason }) => ({
      from: local(from, zone),
      to: local(to, zone),
      reason,
    })),
    warning_m: condition.warning_m ?? null,
    schedule: condition.schedule ? scheduleDraft(condition.schedule) : null,
    limit_mg_l: condition.limit_mg_l ?? null,
    tolerance_mg_l: condition.tolerance_mg_l ?? null,
    way: condition.way ?? null,
    protection: condition.protects
      ? { protects: condition.protects, distance_m: condition.distance_m ?? null }
      : null,
  };
}

/**
 * What is sent. Call it only on a draft in which `problemsOf` finds nothing: a time that no clock shows is
 * sent as it was typed, and the server refuses it.
 */
export function bodyOf(draft: Draft): OrderBody {
  const at = (text: string): string => {
    const time_ms = instantOf(text, draft.timezone);
    return time_ms === null ? text : isoIn(time_ms, draft.timezone);
  };
  return {
    number: draft.number.trim(),
    court: draft.court.trim(),
    ground: draft.ground,
    issued_on: draft.issued_on === '' ? null : draft.issued_on,
    timezone: draft.timezone,
    valid: { from: at(draft.from), to: draft.to === '' ? null : at(draft.to) },
    in_force_from: draft.in_force_from === '' ? null : at(draft.in_force_from),
    conditions: draft.conditions.map((condition) => conditionBody(condition, at)),
  };
}

function conditionBody(condition: ConditionDraft, at: (text: string) => string): Condition {
  return {
    id: condition.id.trim(),
    kind: condition.kind,
    ...keptBy(condition),
    exceptions: condition.exceptions.map(({ date, hours }) => ({
      date,
      hours: hours.map((row) => ({ ...row })),
    })),
    permitted_absences: condition.absences.map(({ from, to, reason }) => ({
      from: at(from),
      to: at(to),
      reason: reason.trim(),
    })),
    warning_m: condition.kind === 'exclusion' ? condition.warning_m : null,
  };
}

function keptBy(condition: ConditionDraft): Partial<Condition> & Pick<Condition, 'hours'> {
  if (condition.schedule) return testBody(condition, condition.schedule);
  if (condition.protection)
    return { ...condition.protection, protects: condition.protection.protects.trim(), hours: [] };
  return { place: condition.place as Condition['place'], hours: condition.hours.map((row) => ({ ...row })) };
}

function testBody(condition: ConditionDraft, schedule: Schedule): TestBody {
  const { limit_mg_l, tolerance_mg_l, way } = condition;
  const due = { hours: [], schedule: scheduleBody(schedule) };
  return condition.kind === 'check_in' ? { ...due, way } : { ...due, limit_mg_l, tolerance_mg_l };
}

function local(instant: string, zone: string): string {
  return localOf(Date.parse(instant), zone);
}
