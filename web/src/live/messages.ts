/** What the live socket says (`/api/live`). */
import type { Schemas } from '../api/client';

export type Incident = Schemas['IncidentBrief'];
export type Finding = Schemas['FindingShown'];
export type PersonState = 'position' | 'home' | 'away' | 'unknown';
export type PositionRow = [
  person_id: number,
  lat: number | null,
  lon: number | null,
  accuracy_m: number | null,
  time_ms: number,
  state: PersonState,
  course_deg: number | null,
];

export type Message =
  | { type: 'hello'; seq: number; now: string; heartbeat_s: number }
  | { type: 'resync'; seq: number }
  | { type: 'incident'; seq: number; incident: Incident }
  | { type: 'finding'; seq: number; finding: Finding }
  | { type: 'positions'; seq: number; whole: boolean; last: boolean; columns: string[]; rows: PositionRow[] }
  | {
      type: 'beat';
      seq: number;
      now: string;
      now_ms: number;
      speed: number;
      newest_visible_age_s: number | null;
    };

export type Kind = Message['type'];
export type Of<K extends Kind> = Extract<Message, { type: K }>;

const KINDS: ReadonlySet<string> = new Set<Kind>([
  'hello',
  'resync',
  'incident',
  'finding',
  'positions',
  'beat',
]);

/** A message of ours; null for one of a kind we do not know, as a newer server may send. */
export function parse(text: string): Message | null {
  try {
    const one = JSON.parse(text) as { type?: unknown };
    return typeof one.type === 'string' && KINDS.has(one.type) ? (one as Message) : null;
  } catch {
    return null;
  }
}
