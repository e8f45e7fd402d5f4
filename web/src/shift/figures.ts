/** The alarm figures of a span of time, after ISA-18.2 and EEMUA 191. */
import { ask, type Schemas } from '../api/client';
import type { Result } from '../api/result';

export type Times = Schemas['Delay'];
export type Figures = Schemas['ShiftFigures'];

export const STEP_MS = 600_000;
/** More than this in ten minutes is more than one operator can handle (EEMUA 191: ten). */
export const FLOOD = 10;

export function readFigures(from: string, to: string): Promise<Result<Figures>> {
  return ask('get', '/api/shift', { query: { from, to } });
}

/** Columns to draw: seconds since the epoch and incidents, each ten minutes once, empty ones as zero. */
export function columns(
  per_10min: readonly (readonly [number, number])[],
  from_ms: number,
  to_ms: number,
): [number[], number[]] {
  const counted = new Map(per_10min.map(([time_ms, n]) => [Math.floor(time_ms / STEP_MS), n]));
  const first = Math.floor(from_ms / STEP_MS);
  const steps = Math.max(0, Math.ceil(to_ms / STEP_MS) - first);
  const numbers = Array.from({ length: steps }, (_, step) => first + step);
  return [numbers.map((one) => (one * STEP_MS) / 1000), numbers.map((one) => counted.get(one) ?? 0)];
}
