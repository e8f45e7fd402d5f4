import { describe, expect, it } from 'vitest';
import {
  advance,
  circlesAt,
  density,
  gapAt,
  indexAt,
  numbersAt,
  pointAt,
  reasonCounts,
  trackOf,
  zonesAt,
  type ReplayAnswer,
} from './replay';

const MINUTE = 60_000;

/** A fix a minute on a way to the north-east; every tenth is too inaccurate; an hour is missing in the middle. */
function answer(count: number): ReplayAnswer {
  const numbers = Array.from({ length: count }, (_, one) => one);
  const late = (one: number) => (one >= count / 2 ? 60 : 0);
  const time_ms = numbers.map((one) => (one + late(one)) * MINUTE);
  const half = Math.floor(count / 2);
  return {
    person_id: 1,
    from_ms: 0,
    to_ms: (count + 60) * MINUTE,
    periods: [[0, (count + 60) * MINUTE]],
    count,
    devices: [{ device_id: 4, identity: '350000000000006' }],
    sources: ['unknown', 'satellite'],
    reasons: ['used', 'invalid', 'too_inaccurate'],
    columns: {
      time_ms,
      lat: numbers.map((one) => 43 + one * 1e-5),
      lon: numbers.map((one) => 76 + one * 1e-5),
      accuracy_m: numbers.map(() => 8),
      circle_m: numbers.map(() => 16),
      speed_kmh: numbers.map(() => null),
      source: numbers.map(() => 1),
      device: numbers.map(() => 0),
      valid: numbers.map(() => 1),
      archived: numbers.map(() => 0),
      lag_s: numbers.map(() => 2),
      reason: numbers.map((one) => (one % 10 === 9 ? 2 : 0)),
    },
    gaps: [[time_ms[half - 1] ?? 0, time_ms[half] ?? 0]],
    gap_s: 900,
    zones: [
      {
        condition: 'home',
        kind: 'curfew',
        from_ms: 0,
        to_ms: 50 * MINUTE,
        place: { type: 'Point', coordinates: [76, 43], radius_m: 100, name: 'Үй' },
        warning_m: null,
      },
    ],
    findings: [],
  };
}

describe('a track', () => {
  const track = trackOf(answer(100));

  it('draws its line through the used points alone', () => {
    expect(track.used).toHaveLength(90);
    expect(track.shape.line).toHaveLength(90 * 4);
    expect(track.shape.points).toHaveLength(100 * 4);
  });

  it('marks the one segment that spans the gap', () => {
    const marks = Array.from(track.used, (_, one) => track.shape.line[one * 4 + 3]);
    expect(marks.filter((mark) => mark === 1)).toHaveLength(1);
    expect(track.used[marks.indexOf(1)]).toBe(50);
  });

  it('marks a gap whose neighbours were not used', () => {
    const given = answer(100);
    const reason = given.columns.reason.map((one, at) => (at >= 48 && at <= 52 ? 2 : one));
    const made = trackOf({ ...given, columns: { ...given.columns, reason } });
    const marks = Array.from(made.used, (_, one) => made.shape.line[one * 4 + 3]);
    expect(marks.filter((mark) => mark === 1)).toHaveLength(1);
  });

  it('finds the point of an instant, and none before the first', () => {
    expect(indexAt(track.time_ms, -1)).toBe(-1);
    expect(indexAt(track.time_ms, 0)).toBe(0);
    expect(indexAt(track.time_ms, 3.5 * MINUTE)).toBe(3);
    expect(indexAt(track.time_ms, 1e12)).toBe(99);
  });

  it('numbers its points from 1 and says why one was not used', () => {
    expect(pointAt(track, 9)).toMatchObject({ number: 10, reason: 'too_inaccurate', source: 'satellite' });
    expect(pointAt(track, 0)?.reason).toBe('used');
    expect(pointAt(track, 100)).toBeNull();
  });

  it('leaves a gap at its end when told to skip, and never runs past its own end', () => {
    const inside = track.answer.gaps[0]?.[0] ?? 0;
    expect(gapAt(track, inside + MINUTE)).not.toBeNull();
    expect(advance(track, inside, MINUTE, true)).toBe(track.answer.gaps[0]?.[1]);
    expect(advance(track, inside, MINUTE, false)).toBe(inside + MINUTE);
    expect(advance(track, inside, 1e12, true)).toBe(track.answer.to_ms);
  });

  it('shows the circles of the last points, the present one strongest', () => {
    const circles = circlesAt(track, 20, 5);
    expect(circles).toHaveLength(5 * 4);
    expect(circles[4 * 4 + 3]).toBe(1);
    expect(circles[3]).toBeLessThan(1);
    expect(circlesAt(track, -1)).toHaveLength(0);
  });

  it('writes the numbers of points in view only, the nearest in time first', () => {
    const found = numbersAt(track, 50, [70, 40, 80, 50], 5).map((one) => one.number);
    expect(found.slice(0, 3).sort()).toEqual(['50', '51', '52']);
    expect(numbersAt(track, 50, [0, 0, 1, 1])).toEqual([]);
  });

  it('counts every point once in the strip and by reason', () => {
    expect(density(track, 37).reduce((sum, one) => sum + one, 0)).toBe(100);
    expect(reasonCounts(track)).toEqual([
      { reason: 'used', count: 90 },
      { reason: 'too_inaccurate', count: 10 },
    ]);
  });

  it('knows the zones of an instant', () => {
    expect(zonesAt(track, 10 * MINUTE).map((one) => one.name)).toEqual(['Үй']);
    expect(zonesAt(track, 50 * MINUTE)).toEqual([]);
  });

  it('may have no points at all', () => {
    const empty = trackOf({ ...answer(0), gaps: [] });
    expect(empty.bounds).toBeNull();
    expect(pointAt(empty, indexAt(empty.time_ms, 5))).toBeNull();
  });
});
