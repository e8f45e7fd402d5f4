import { describe, expect, it } from 'vitest';
import { thin } from './thin';

const rows = (...some: [number, number, number, number][]): Float32Array => new Float32Array(some.flat());
const times = (of: Float32Array): number[] =>
  Array.from({ length: of.length / 4 }, (_, row) => of[row * 4 + 2] ?? -1);

describe('a thinned track', () => {
  it('keeps the first, the last and what lies far enough apart', () => {
    const given = rows([0, 0, 0, 0], [0.1, 0, 1, 0], [2, 0, 2, 0], [2.1, 0.1, 3, 0], [2.2, 0, 4, 0]);
    expect(times(thin(given, 1, true))).toEqual([0, 2, 4]);
  });

  it('keeps both ends of a gap', () => {
    const given = rows([0, 0, 0, 0], [0.1, 0, 1, 0], [0.2, 0, 2, 0], [0.3, 0, 3, 1], [0.4, 0, 4, 0]);
    expect(times(thin(given, 1, true))).toEqual([0, 2, 3, 4]);
  });

  it('does not let a used point hide one that was not used', () => {
    const given = rows([0, 0, 0, 1], [0, 0, 1, 0], [0, 0, 2, 1], [0, 0, 3, 0], [0, 0, 4, 1]);
    expect(times(thin(given, 1, false))).toEqual([0, 1, 4]);
  });

  it('of no points has none', () => {
    expect(thin(new Float32Array(0), 1, true)).toHaveLength(0);
  });
});
