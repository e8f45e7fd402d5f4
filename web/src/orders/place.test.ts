import { describe, expect, it } from 'vitest';
import { parseCoordinates, writeCoordinates } from './coordinates';
import { area_m2, distance_m, problemsOfPlace, ringOf, type Circle, type Polygon } from './place';

const almaty: Circle = { type: 'Point', coordinates: [76.889709, 43.238949], radius_m: 100 };
const square = (west: number, south: number, size: number): Polygon => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ],
});

describe('coordinates as people type them', () => {
  it('reads points, commas, degrees and Cyrillic letters, latitude first', () => {
    for (const text of [
      '43.238949, 76.889709',
      '43.238949 76.889709',
      '43,238949 76,889709',
      '43,238949, 76,889709',
    ]) {
      expect(parseCoordinates(text)).toEqual([76.889709, 43.238949]);
    }
    const [lon = 0, lat = 0] = parseCoordinates('43°14′20.2″ С 76°53′23″ В') ?? [];
    expect(lat).toBeCloseTo(43.238944, 5);
    expect(lon).toBeCloseTo(76.889722, 5);
  });
  it('refuses what cannot be read for certain', () => {
    for (const text of ['', '43', '43,76', '91, 76', '43.2, 181', 'abc', '43.2 76.8 100'])
      expect(parseCoordinates(text)).toBeNull();
  });
  it('reads back what it writes', () => {
    expect(parseCoordinates(writeCoordinates([76.889709, 43.238949]))).toEqual([76.889709, 43.238949]);
  });
});

describe('places', () => {
  it('draws a circle whose corners lie on it', () => {
    const ring = ringOf(almaty);
    expect(ring).toHaveLength(65);
    for (const corner of ring) expect(distance_m(almaty.coordinates, corner)).toBeCloseTo(100, 3);
  });
  it('measures areas', () => {
    expect(area_m2({ ...square(76, 43, 0.01) })).toBeGreaterThan(900_000 - 10_000);
    expect(area_m2(almaty)).toBeCloseTo(31_415.9, 0);
  });
  it('refuses a polygon as the server does', () => {
    const bow: Polygon = {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [2, 2],
          [2, 0],
          [0, 1],
          [0, 0],
        ],
      ],
    };
    const open: Polygon = {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 1],
          [1, 0],
          [0, 1],
        ],
      ],
    };
    expect(problemsOfPlace(bow)).toEqual(['crosses_itself']);
    expect(problemsOfPlace(open)).toEqual(['ring_open']);
    expect(
      problemsOfPlace({
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      }),
    ).toEqual(['too_few_corners']);
    expect(
      problemsOfPlace({
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 1],
            [2, 2],
            [0, 0],
          ],
        ],
      }),
    ).toEqual(['no_area']);
    expect(problemsOfPlace(square(76, 43, 0.01))).toEqual([]);
    expect(problemsOfPlace({ ...almaty, radius_m: Number.NaN })).toEqual(['radius_not_positive']);
    expect(problemsOfPlace({ ...almaty, radius_m: 200_001 })).toEqual(['radius_too_large']);
  });
});
