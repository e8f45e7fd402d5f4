/** What a draft would have found, and what speaks against its places. */
import { ask } from '../api/client';
import type { Result } from '../api/result';
import type { OrderBody } from './draft';

export const WARNINGS = [
  'home_outside_inclusion',
  'home_in_exclusion',
  'home_near_exclusion',
  'place_in_exclusion',
  'place_outside_inclusion',
  'cut_off',
  'place_small',
  'tests_too_many',
  'tests_unanswerable',
  'tests_not_tried',
  'protection_not_tried',
  'no_data',
] as const;

export interface Warning {
  readonly code: string;
  readonly condition: string | null;
  readonly other: string | null;
  readonly metres: number | null;
}

export interface TriedFinding {
  readonly finding_id: string;
  readonly condition: string | null;
  readonly kind: string;
  readonly severity: string;
  readonly began_at: string;
  readonly ended_at: string | null;
  readonly late: boolean;
}

export interface Tried {
  readonly from: string;
  readonly to: string;
  readonly observations: number;
  readonly took_ms: number;
  readonly findings: readonly TriedFinding[];
  readonly by_kind: Readonly<Record<string, number>>;
  readonly standing_by_kind: Readonly<Record<string, number>>;
  readonly warnings: readonly Warning[];
}

export const TRY_DAYS = 30;

export function tryDraft(person_id: number, order: OrderBody): Promise<Result<Tried>> {
  return ask('post', '/api/people/{person_id}/orders/draft/try', {
    path: { person_id },
    body: { order, days: TRY_DAYS },
  });
}

export interface Compared {
  readonly kind: string;
  readonly draft: number;
  readonly standing: number;
}

/** Kinds found by the draft or by the standing orders, the most frequent under the draft first. */
export function compared(tried: Tried): Compared[] {
  const kinds = [...new Set([...Object.keys(tried.by_kind), ...Object.keys(tried.standing_by_kind)])];
  return kinds
    .map((kind) => ({ kind, draft: tried.by_kind[kind] ?? 0, standing: tried.standing_by_kind[kind] ?? 0 }))
    .sort((a, b) => b.draft - a.draft || b.standing - a.standing || a.kind.localeCompare(b.kind));
}
