/** When breath tests and check-ins are due: at set times, at random within hours, or only when asked. */
import type { Schemas } from '../api/client';
import type { Hours } from './hours';

type Body = Schemas['Schedule'];

/** Due at this wall time on each of the days. */
export interface DueTime {
  readonly days: string;
  readonly at: string;
}

export interface RandomTests extends Hours {
  readonly tests: number;
}

/** Without times and random tests: only when an officer asks. answer_minutes: null: as usual. */
export interface Schedule {
  readonly times: readonly DueTime[];
  readonly random: readonly RandomTests[];
  readonly apart_minutes: number;
  readonly answer_minutes: number | null;
}

export const LONGEST_MINUTES = 1440;
export const MOST_TESTS = 12;
export const USUAL_TIME: DueTime = { days: 'mon-sun', at: '20:00' };
export const USUAL_RANDOM: RandomTests = { days: 'mon-sun', from: '08:00', to: '22:00', tests: 2 };

export function usualSchedule(): Schedule {
  return { times: [], random: [USUAL_RANDOM], apart_minutes: 60, answer_minutes: null };
}

export function scheduleDraft(body: Body): Schedule {
  return {
    times: (body.times ?? []).map(({ days, at }) => ({ days, at })),
    random: (body.random ?? []).map(({ days, from, to, tests }) => ({ days, from, to, tests })),
    apart_minutes: body.apart_minutes,
    answer_minutes: body.answer_minutes ?? null,
  };
}

export function scheduleBody(schedule: Schedule): Body {
  return {
    times: schedule.times.map((row) => ({ ...row })),
    random: schedule.random.map((row) => ({ ...row })),
    apart_minutes: schedule.apart_minutes,
    answer_minutes: schedule.answer_minutes,
    on_demand_only: onDemandOnly(schedule),
  };
}

export function onDemandOnly(schedule: Schedule): boolean {
  return schedule.times.length + schedule.random.length === 0;
}
