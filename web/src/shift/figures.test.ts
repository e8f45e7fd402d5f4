import { describe, expect, it } from 'vitest';
import { columns } from './figures';

describe('incidents per ten minutes', () => {
  it('have a column for each ten minutes, also for those in which nothing came', () => {
    const from_ms = Date.UTC(2026, 10, 22, 8);
    const [seconds, counts] = columns([[from_ms + 600_000, 3]], from_ms, from_ms + 1_800_000);
    expect(seconds).toEqual([0, 600, 1200].map((one) => from_ms / 1000 + one));
    expect(counts).toEqual([0, 3, 0]);
  });
  it('are none in an empty span', () => {
    expect(columns([], 0, 0)).toEqual([[], []]);
  });
});
