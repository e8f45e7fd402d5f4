/** A track to be played again: columns in, numbers for the graphics card and answers about an instant out. Pure. */
import type { Schemas } from '../api/client';
import { mercatorX, mercatorY, ORIGIN, unitsPerMetre } from '../map/mercator';
import { CIRCLE_STRIDE, TRACK_STRIDE, type TrackShape } from '../map/trackLayer';
import type { Bounds, NumberedPoint } from '../map/adapter';
import type { Zone } from '../map/zones';

/** reason: an index into `reasons`; 0 is `used`. */
export type ReplayAnswer = Schemas['Replay'];

export interface Track {
  readonly answer: ReplayAnswer;
  readonly count: number;
  readonly time_ms: Float64Array;
  /** Numbers of the used points, in order. */
  readonly used: Int32Array;
  readonly shape: TrackShape;
  /** null where there is no point. */
  readonly bounds: Bounds | null;
}

/** One point with all that is known of it. `number` counts from 1. */
export interface Point {
  readonly number: number;
  readonly time_ms: number;
  readonly lat: number;
  readonly lon: number;
  readonly accuracy_m: number | null;
  readonly circle_m: number | null;
  readonly speed_kmh: number | null;
  readonly source: string;
  readonly device: string;
  readonly archived: boolean;
  readonly lag_s: number;
  /** `used`, or why it was not. */
  readonly reason: string;
}

/** Prepares a track for drawing; some milliseconds for 43,200 points. */
export function trackOf(answer: ReplayAnswer): Track {
  const { time_ms, lat, lon, reason } = answer.columns;
  const count = time_ms.length;
  const points = new Float32Array(count * TRACK_STRIDE);
  const used = new Int32Array(count);
  let usedCount = 0;
  let [west, south, east, north] = [180, 90, -180, -90];
  for (let one = 0; one < count; one += 1) {
    const at = one * TRACK_STRIDE;
    const y = lat[one] as number;
    const x = lon[one] as number;
    points[at] = mercatorX(x) - ORIGIN.x;
    points[at + 1] = mercatorY(y) - ORIGIN.y;
    points[at + 2] = ((time_ms[one] as number) - answer.from_ms) / 1000;
    if (reason[one] !== 0) continue;
    points[at + 3] = 1;
    used[usedCount] = one;
    usedCount += 1;
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  const kept = used.slice(0, usedCount);
  return {
    answer,
    count,
    time_ms: Float64Array.from(time_ms),
    used: kept,
    shape: { points, line: lineOf(answer, points, kept) },
    bounds: usedCount === 0 ? null : [west, south, east, north],
  };
}

/** The line through the used points; a segment that spans a gap is marked, so that it is drawn as one. */
function lineOf(answer: ReplayAnswer, points: Float32Array, used: Int32Array): Float32Array {
  const line = new Float32Array(used.length * TRACK_STRIDE);
  let gap = 0;
  for (let one = 0; one < used.length; one += 1) {
    const from = (used[one] as number) * TRACK_STRIDE;
    line.set(points.subarray(from, from + 3), one * TRACK_STRIDE);
    if (one === 0) continue;
    const before_ms = answer.columns.time_ms[used[one - 1] as number] as number;
    const now_ms = answer.columns.time_ms[used[one] as number] as number;
    while (gap < answer.gaps.length && (answer.gaps[gap]?.[1] ?? 0) <= before_ms) gap += 1;
    line[one * TRACK_STRIDE + 3] = (answer.gaps[gap]?.[0] ?? Infinity) < now_ms ? 1 : 0;
  }
  return line;
}

/** The last point at or before an instant; -1 before the first. */
export function indexAt(times: ArrayLike<number>, at_ms: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) <= at_ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export function pointAt(track: Track, index: number): Point | null {
  const of = track.answer.columns;
  if (index < 0 || index >= track.count) return null;
  return {
    number: index + 1,
    time_ms: of.time_ms[index] as number,
    lat: of.lat[index] as number,
    lon: of.lon[index] as number,
    accuracy_m: of.accuracy_m[index] ?? null,
    circle_m: of.circle_m[index] ?? null,
    speed_kmh: of.speed_kmh[index] ?? null,
    source: track.answer.sources[of.source[index] as number] ?? 'unknown',
    device: track.answer.devices[of.device[index] as number]?.identity ?? '',
    archived: of.archived[index] === 1,
    lag_s: of.lag_s[index] as number,
    reason: track.answer.reasons[of.reason[index] as number] ?? 'used',
  };
}

/** The gap an instant lies in; null outside of gaps. */
export function gapAt(track: Track, at_ms: number): readonly [number, number] | null {
  return track.answer.gaps.find(([from, to]) => from < at_ms && at_ms < to) ?? null;
}

/** Circles of accuracy of the point at `index` and the few before it, older ones fainter (CIRCLE_STRIDE). */
export function circlesAt(track: Track, index: number, most = 8): Float32Array {
  const first = Math.max(0, index - most + 1);
  const circles = new Float32Array(Math.max(0, index - first + 1) * CIRCLE_STRIDE);
  for (let one = first; one <= index; one += 1) {
    const point = one * TRACK_STRIDE;
    const at = (one - first) * CIRCLE_STRIDE;
    const radius_m = track.answer.columns.circle_m[one] ?? track.answer.columns.accuracy_m[one] ?? 0;
    circles[at] = track.shape.points[point] as number;
    circles[at + 1] = track.shape.points[point + 1] as number;
    circles[at + 2] = Math.max(1, radius_m) * unitsPerMetre(track.answer.columns.lat[one] as number);
    circles[at + 3] = one === index ? 1 : (0.5 * (one - first + 1)) / (index - first + 1);
  }
  return circles;
}

/** Numbers of points in view: those nearest in time to `index`, at most `most`. */
export function numbersAt(track: Track, index: number, view: Bounds, most = 40): NumberedPoint[] {
  const { lat, lon } = track.answer.columns;
  const [west, south, east, north] = view;
  const found: NumberedPoint[] = [];
  const add = (one: number): void => {
    const x = lon[one];
    const y = lat[one];
    if (x === undefined || y === undefined || x < west || x > east || y < south || y > north) return;
    found.push({ number: String(one + 1), lat: y, lon: x });
  };
  const reach = 4 * most;
  add(index);
  for (let away = 1; away <= reach && found.length < most; away += 1) {
    add(index - away);
    add(index + away);
  }
  return found;
}

/** Where playing goes on from: with `skip`, a gap is left at its end. */
export function advance(track: Track, at_ms: number, by_ms: number, skip: boolean): number {
  const next = at_ms + by_ms;
  const gap = skip ? gapAt(track, next) : null;
  return Math.min(track.answer.to_ms, gap === null ? next : gap[1]);
}

/** How many points fall into each of `parts` equal parts of the time; for the strip above the slider. */
export function density(track: Track, parts: number): Uint32Array {
  const made = new Uint32Array(parts);
  const { from_ms, to_ms } = track.answer;
  const scale = parts / Math.max(1, to_ms - from_ms);
  for (let one = 0; one < track.count; one += 1) {
    const part = Math.min(
      parts - 1,
      Math.max(0, Math.floor(((track.time_ms[one] as number) - from_ms) * scale)),
    );
    made[part] = (made[part] as number) + 1;
  }
  return made;
}

/** How many points each reason has, the used ones first. */
export function reasonCounts(track: Track): { reason: string; count: number }[] {
  const counts = new Array<number>(track.answer.reasons.length).fill(0);
  for (const one of track.answer.columns.reason) counts[one] = (counts[one] ?? 0) + 1;
  return track.answer.reasons
    .map((reason, index) => ({ reason, count: counts[index] ?? 0 }))
    .filter(({ count }, index) => index === 0 || count > 0);
}

/** The zones that an order had at an instant. */
export function zonesAt(track: Track, at_ms: number): Zone[] {
  return track.answer.zones
    .filter(({ from_ms, to_ms }) => from_ms <= at_ms && (to_ms === null || at_ms < to_ms))
    .map(({ condition, kind, place, warning_m }) => ({
      id: condition,
      kind,
      name: place.name ?? '',
      place,
      warning_m,
    }));
}
