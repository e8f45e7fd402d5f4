/** Lists behind the counters: who is ordered but not monitored, whose device does not report. */
import { ask } from '../api/client';
import type { Result } from '../api/result';
import type { PersonShown } from './model';

export type Roll = 'not-monitored' | 'non-reporting';

export interface OnRoll {
  person: PersonShown;
  /** Number of the order, or identity of the device; null: no device. */
  what: string | null;
  /** Since when, ISO 8601. */
  since: string;
  /** Of those who are ordered: what is missing, and for how many whole days. */
  standing?: 'not_fitted' | 'being_fitted';
  days?: number;
}

export async function read(roll: Roll): Promise<Result<{ people: OnRoll[]; more: boolean }>> {
  if (roll === 'not-monitored') {
    const answer = await ask('get', '/api/watch/not-monitored');
    if (!answer.ok) return answer;
    const people = answer.value.people.map((one) => ({
      person: one.person,
      what: one.order_number,
      since: one.ordered_from,
      standing: one.standing,
      days: one.days_waiting,
    }));
    return { ok: true, value: { people, more: answer.value.more } };
  }
  const answer = await ask('get', '/api/watch/non-reporting');
  if (!answer.ok) return answer;
  const people = answer.value.people.map((one) => ({
    person: one.person,
    what: one.identity,
    since: one.since,
  }));
  return { ok: true, value: { people, more: answer.value.more } };
}
