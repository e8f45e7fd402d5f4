/** The alarm figures of a span of time, after ISA-18.2 and EEMUA 191. */
import { askLoosely } from '../api/client';
import type { Result } from '../api/result';

export interface Times {
  readonly median: number | null;
  readonly p95: number | null;
  readonly n: number;
}

export interface Figures {
  readonly from: string;
  readonly to: string;
  readonly operators: readonly {
    readonly login: string;
    readonly acknowledged: number;
    readonly closed: number;
    readonly busiest_10min: number;
  }[];
  readonly arrivals: {
    readonly total: number;
    readonly per_10min: readonly (readonly [number, number])[];
    readonly floods: readonly {
      readonly from_ms: number;
      readonly to_ms: number;
      readonly incidents: number;
    }[];
  };
  readonly stale: readonly {
    readonly incident_id: number;
    readonly kind: string;
    readonly priority: number;
    readonly began_at: string;
    readonly owner: string | null;
  }[];
  readonly stale_count: number;
  readonly top_causes: readonly {
    readonly cause: string;
    readonly incidents: number;
    readonly share: number;
  }[];
  readonly false_share: readonly {
    readonly kind: string;
    readonly closed: number;
    readonly false: number;
    readonly share: number | null;
  }[];
  readonly to_acknowledge_s: Times;
  readonly to_close_s: Times;
}

export const STEP_MS = 600_000;
/** More than this in ten minutes is more than one operator can handle (EEMUA 191: ten). */
export const FLOOD = 10;

export function readFigures(from: string, to: string): Promise<Result<Figures>> {
  return askLoosely<Figures>('get', '/api/shift', { query: { from, to } });
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
