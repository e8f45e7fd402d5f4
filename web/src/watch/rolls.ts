/** Lists behind the counters: who is ordered but not monitored, whose device does not report. */
import { askLoosely } from '../api/client';
import type { Result } from '../api/result';
import type { PersonShown } from './model';

export type Roll = 'not-monitored' | 'non-reporting';

export interface OnRoll {
  person: PersonShown;
  /** Number of the order, or identity of the device. */
  what: string;
  /** Since when, ISO 8601. */
  since: string;
}

interface NotMonitored {
  people: { person: PersonShown; order_number: string; ordered_from: string }[];
  more: boolean;
}
interface NonReporting {
  people: { person: PersonShown; identity: string; since: string }[];
  more: boolean;
}

export async function read(roll: Roll): Promise<Result<{ people: OnRoll[]; more: boolean }>> {
  if (roll === 'not-monitored') {
    const answer = await askLoosely<NotMonitored>('get', '/api/watch/not-monitored');
    if (!answer.ok) return answer;
    const people = answer.value.people.map((one) => ({
      person: one.person,
      what: one.order_number,
      since: one.ordered_from,
    }));
    return { ok: true, value: { people, more: answer.value.more } };
  }
  const answer = await askLoosely<NonReporting>('get', '/api/watch/non-reporting');
  if (!answer.ok) return answer;
  const people = answer.value.people.map((one) => ({
    person: one.person,
    what: one.identity,
    since: one.since,
  }));
  return { ok: true, value: { people, more: answer.value.more } };
}
