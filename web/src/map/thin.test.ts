import { describe, expect, it } from 'vitest';
import { mercatorX, mercatorY } from './mercator';
import { pixelsPerUnit } from './program';
import { corners, quads, thin } from './thin';

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

describe('a line as quads', () => {
  it('gives each vertex its own row, and the row after it a quad further on', () => {
    const { vertices, order, segments } = quads(rows([1, 2, 3, 0], [4, 5, 6, 1], [7, 8, 9, 0]));
    expect(segments).toBe(2);
    for (const [place, vertex] of order.entries()) {
      const segment = Math.floor(place / 6);
      expect(vertices[vertex * 4]).toBe(1 + 3 * segment);
      expect(vertices[(vertex + corners) * 4]).toBe(4 + 3 * segment);
    }
    expect([...order.slice(0, 6)].map((vertex) => vertex & 3)).toEqual([0, 1, 2, 2, 1, 3]);
  });

  it('has no segment through one point or none', () => {
    expect(quads(rows([1, 2, 3, 0])).segments).toBe(0);
    expect(quads(new Float32Array(0)).segments).toBe(0);
  });
});

describe('the scale of a map', () => {
  // Clip coordinates of a camera 800 pixels above the ground, before the division by the fourth number.
  const matrix = (zoom: number, width: number): number[] => {
    const made = new Array<number>(16).fill(0);
    made[0] = ((512 * 2 ** zoom * 2) / width) * 800;
    made[15] = 800;
    return made;
  };

  it('is taken after the division by the fourth number', () => {
    expect(pixelsPerUnit(matrix(11, 1060), 1060)).toBeCloseTo(512 * 2 ** 11, 3);
  });

  it('thins a walk of twenty metres a step to what can be told apart, and no further', () => {
    const walk = new Float32Array(4000);
    for (let one = 0; one < 1000; one += 1)
      walk.set([mercatorX(76.9 + one * 0.00025) - 0.7, mercatorY(43.2) - 0.36, one, 1], one * 4);
    const kept = (zoom: number): number =>
      thin(walk, 2 / 2 ** Math.ceil(Math.log2(pixelsPerUnit(matrix(zoom, 1060), 1060))), false).length / 4;
    expect(kept(10)).toBeLessThan(200);
    expect(kept(10)).toBeGreaterThan(150);
    expect(kept(15)).toBe(1000);
  });
});
