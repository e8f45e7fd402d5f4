/** Places as orders write them: [lon, lat], degrees, WGS 84; metres for a radius. */
export type Coordinate = readonly [number, number];

export interface Circle {
  readonly type: 'Point';
  readonly coordinates: Coordinate;
  readonly radius_m: number;
  readonly name?: string | null;
  readonly timezone?: string | null;
}

export interface Polygon {
  readonly type: 'Polygon';
  readonly coordinates: readonly (readonly Coordinate[])[];
  readonly name?: string | null;
  readonly timezone?: string | null;
}

export type Place = Circle | Polygon;

const EARTH_RADIUS_M = 6_371_008.8;

/** Great-circle distance, metres; within 0.6 % of the ellipsoid's. */
export function distance_m(a: Coordinate, b: Coordinate): number {
  const [lon1, lat1, lon2, lat2] = [a[0], a[1], b[0], b[1]].map(radians) as [number, number, number, number];
  const h =
    Math.sin((lat2 - lat1) / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin((lon2 - lon1) / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** A closed ring round a circle, counter-clockwise, for drawing. */
export function ringOf(circle: Circle, corners = 64): Coordinate[] {
  const angular = circle.radius_m / EARTH_RADIUS_M;
  const lat = radians(circle.coordinates[1]);
  const ring = Array.from({ length: corners }, (_, corner): Coordinate => {
    const bearing = (-2 * Math.PI * corner) / corners;
    const lat2 = Math.asin(
      Math.sin(lat) * Math.cos(angular) + Math.cos(lat) * Math.sin(angular) * Math.cos(bearing),
    );
    const east = Math.atan2(
      Math.sin(bearing) * Math.sin(angular) * Math.cos(lat),
      Math.cos(angular) - Math.sin(lat) * Math.sin(lat2),
    );
    return [circle.coordinates[0] + degrees(east), degrees(lat2)];
  });
  const first = ring[0];
  return first ? [...ring, first] : ring;
}

/** The middle of the place's bounding box. */
export function centreOf(place: Place): Coordinate {
  if (place.type === 'Point') return place.coordinates;
  const ring = place.coordinates[0] ?? [];
  const lons = ring.map((point) => point[0]);
  const lats = ring.map((point) => point[1]);
  return [(Math.min(...lons) + Math.max(...lons)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2];
}

/** Square metres. */
export function area_m2(place: Place): number {
  if (place.type === 'Point') return Math.PI * place.radius_m ** 2;
  const [outer = [], ...holes] = place.coordinates;
  return ringArea(outer) - holes.reduce((sum, hole) => sum + ringArea(hole), 0);
}

function ringArea(ring: readonly Coordinate[]): number {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [a, b] = [ring[i], ring[i + 1]];
    if (a && b) sum += radians(b[0] - a[0]) * (2 + Math.sin(radians(a[1])) + Math.sin(radians(b[1])));
  }
  return Math.abs((sum * EARTH_RADIUS_M ** 2) / 2);
}

/** In square degrees, as the server asks whether there is any area at all. */
function planarArea(ring: readonly Coordinate[]): number {
  return edgesOf(ring).reduce((sum, [a, b]) => sum + a[0] * b[1] - b[0] * a[1], 0);
}

export type PlaceProblem =
  | 'coordinates_out_of_range'
  | 'radius_not_positive'
  | 'radius_too_large'
  | 'too_few_corners'
  | 'ring_open'
  | 'crosses_antimeridian'
  | 'no_area'
  | 'crosses_itself'
  | 'name_too_long';

export const LARGEST_RADIUS_M = 200_000;

/** What the server would refuse a place for, in the order in which to mend it. */
export function problemsOfPlace(place: Place): PlaceProblem[] {
  const found: PlaceProblem[] = [];
  if ((place.name ?? '').length > 200) found.push('name_too_long');
  if (place.type === 'Point') {
    if (!inRange(place.coordinates)) found.push('coordinates_out_of_range');
    if (!(place.radius_m > 0)) found.push('radius_not_positive');
    if (place.radius_m > LARGEST_RADIUS_M) found.push('radius_too_large');
    return found;
  }
  if (place.coordinates.length === 0) return [...found, 'too_few_corners'];
  for (const ring of place.coordinates) {
    const problem = problemOfRing(ring);
    if (problem && !found.includes(problem)) found.push(problem);
  }
  return found;
}

function problemOfRing(ring: readonly Coordinate[]): PlaceProblem | null {
  if (ring.length < 4) return 'too_few_corners';
  const [first, last] = [ring[0], ring.at(-1)];
  if (!first || !last || first[0] !== last[0] || first[1] !== last[1]) return 'ring_open';
  if (!ring.every(inRange)) return 'coordinates_out_of_range';
  if (edgesOf(ring).some(([a, b]) => Math.abs(b[0] - a[0]) > 180)) return 'crosses_antimeridian';
  if (planarArea(ring) === 0) return 'no_area';
  return crossesItself(ring) ? 'crosses_itself' : null;
}

function inRange(point: Coordinate): boolean {
  return Math.abs(point[0]) <= 180 && Math.abs(point[1]) <= 90;
}

type Edge = readonly [Coordinate, Coordinate];

function edgesOf(ring: readonly Coordinate[]): Edge[] {
  return ring.slice(1).map((point, index): Edge => [ring[index] ?? point, point]);
}

function crossesItself(ring: readonly Coordinate[]): boolean {
  const edges = edgesOf(ring);
  return edges.some((one, i) =>
    edges.some((other, j) => {
      const apart = j - i;
      const neighbours = apart === 1 || apart === edges.length - 1;
      return apart > 0 && !neighbours && cross(one, other);
    }),
  );
}

function cross([a, b]: Edge, [c, d]: Edge): boolean {
  const sides = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)] as const;
  if (sides[0] * sides[1] < 0 && sides[2] * sides[3] < 0) return true;
  return (
    (sides[0] === 0 && within(a, b, c)) ||
    (sides[1] === 0 && within(a, b, d)) ||
    (sides[2] === 0 && within(c, d, a)) ||
    (sides[3] === 0 && within(c, d, b))
  );
}

function side(a: Coordinate, b: Coordinate, p: Coordinate): number {
  return Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]));
}

function within(a: Coordinate, b: Coordinate, p: Coordinate): boolean {
  return (
    Math.min(a[0], b[0]) <= p[0] &&
    p[0] <= Math.max(a[0], b[0]) &&
    Math.min(a[1], b[1]) <= p[1] &&
    p[1] <= Math.max(a[1], b[1])
  );
}

function radians(value: number): number {
  return (value * Math.PI) / 180;
}

function degrees(value: number): number {
  return (value * 180) / Math.PI;
}
