/** What the Watch screen works with. Shapes of `/api/watch` and of the steps. */
import type { Schemas } from '../api/client';

export type Incident = Schemas['IncidentBrief'] & {
  shelved_until?: string | null;
  shelved_by?: string | null;
  shelved_reason?: string | null;
};
export type PersonShown = NonNullable<Incident['person']>;
export type Whole = Omit<Schemas['IncidentWhole'], 'steps'> & {
  steps: string[];
  undo_until?: string | null;
  shelved_until?: string | null;
  shelved_reason?: string | null;
};

export interface Counters {
  ordered_not_monitored: number;
  being_fitted: number;
  monitored: number;
  non_reporting: number;
  blind: number;
  by_priority: Record<string, number>;
  unacknowledged: Record<string, number>;
}

export interface MyShift {
  login: string;
  mine: number;
  acknowledged_12h: number;
  closed_12h: number;
  handed_to_me: number;
}

export interface WatchPage {
  now: string;
  seq: number;
  incidents: Incident[];
  more: boolean;
  counters: Counters;
  shift: MyShift;
}

export const DISPOSITIONS = [
  'breach_confirmed',
  'permitted',
  'explained',
  'technical',
  'false_alarm',
  'test',
] as const;
export const OUTCOMES = ['confirmed', 'explained', 'no_answer', 'refused', 'unreachable', 'other'] as const;
export const WHOM = ['wearer', 'relative', 'victim', 'police', 'other'] as const;
export const SHELVE_MINUTES = [15, 30, 60, 120, 240, 480, 720] as const;

const time = (at: string | null | undefined): number => (at == null ? 0 : Date.parse(at));

/** Whether it lies on the shelf at `now_ms`. */
export function shelved(one: Incident, now_ms: number): boolean {
  return time(one.shelved_until) > now_ms;
}

/** Whether nobody has answered it yet. */
export function unanswered(one: Incident): boolean {
  return one.state === 'open' || one.state === 'pending';
}

/** The most urgent first, among equals the one that began earliest; what is shelved at the end. */
export function ordered(incidents: Iterable<Incident>, now_ms: number): Incident[] {
  const rank = (one: Incident) => (shelved(one, now_ms) ? 10 : 0) + one.priority;
  return [...incidents]
    .filter((one) => one.state !== 'closed')
    .sort(
      (a, b) => rank(a) - rank(b) || time(a.began_at) - time(b.began_at) || a.incident_id - b.incident_id,
    );
}

/** Incidents in which every word of `search` is found: in the number, the names, the kind in words. */
export function found(
  incidents: readonly Incident[],
  search: string,
  kind: (one: Incident) => string,
): Incident[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...incidents];
  return incidents.filter((one) => {
    const text = [one.incident_id, one.person?.name_cyrillic, one.person?.name_latin, kind(one), one.owner]
      .join(' ')
      .toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** How many are open, and how many nobody has answered, by priority. */
export function tally(incidents: Iterable<Incident>): Pick<Counters, 'by_priority' | 'unacknowledged'> {
  const by_priority: Record<string, number> = { 1: 0, 2: 0, 3: 0, 4: 0 };
  const unacknowledged: Record<string, number> = { 1: 0, 2: 0, 3: 0, 4: 0 };
  for (const one of incidents) {
    if (one.state === 'closed') continue;
    by_priority[one.priority] = (by_priority[one.priority] ?? 0) + 1;
    if (unanswered(one)) unacknowledged[one.priority] = (unacknowledged[one.priority] ?? 0) + 1;
  }
  return { by_priority, unacknowledged };
}

/** The newer of two pictures of one incident: messages may overtake answers. */
export function newer(had: Incident | undefined, got: Incident): Incident {
  return had !== undefined && had.version > got.version ? had : got;
}
