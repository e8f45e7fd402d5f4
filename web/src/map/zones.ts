/** Places of a person's conditions as the map draws them. */
import { circleRing } from './mercator';

export type ZoneKind = 'curfew' | 'exclusion' | 'inclusion' | 'attendance';

export interface Zone {
  readonly id: string;
  readonly kind: ZoneKind;
  readonly name: string;
  readonly place:
    | { readonly type: 'Point'; readonly coordinates: readonly [number, number]; readonly radius_m: number }
    | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly (readonly [number, number])[])[] };
  /** Width of the ring around an exclusion in which an approach is told, metres. */
  readonly warning_m: number | null;
}

type Position = [number, number];
export interface ZoneFeature {
  readonly type: 'Feature';
  readonly properties: { kind: ZoneKind; part: 'area' | 'warning'; name: string };
  readonly geometry:
    { type: 'Polygon'; coordinates: Position[][] } | { type: 'MultiPolygon'; coordinates: Position[][][] };
}
export interface ZoneCollection {
  readonly type: 'FeatureCollection';
  readonly features: ZoneFeature[];
}

/** Each zone's area, and its warning ring where it has one. */
export function zoneFeatures(zones: readonly Zone[]): ZoneCollection {
  return { type: 'FeatureCollection', features: zones.flatMap(featuresOf) };
}

function featuresOf(zone: Zone): ZoneFeature[] {
  const { kind, name } = zone;
  const area: ZoneFeature = {
    type: 'Feature',
    properties: { kind, part: 'area', name },
    geometry: { type: 'Polygon', coordinates: outline(zone) },
  };
  if (!zone.warning_m) return [area];
  const ring: ZoneFeature = {
    type: 'Feature',
    properties: { kind, part: 'warning', name: '' },
    geometry: warning(zone),
  };
  return [ring, area];
}

function outline({ place }: Zone): Position[][] {
  if (place.type === 'Polygon')
    return place.coordinates.map((ring) => ring.map(([lon, lat]): Position => [lon, lat]));
  const [lon, lat] = place.coordinates;
  return [circleRing({ lat, lon }, place.radius_m)];
}

/** A circle's ring is exact. A polygon's is drawn as the parts it is the union of, which overlap: one per corner and edge. */
function warning(zone: Zone): ZoneFeature['geometry'] {
  const { place } = zone;
  const width_m = zone.warning_m ?? 0;
  if (place.type === 'Point') {
    const [lon, lat] = place.coordinates;
    return { type: 'Polygon', coordinates: [circleRing({ lat, lon }, place.radius_m + width_m)] };
  }
  return { type: 'Polygon', coordinates: [hullAround(place.coordinates[0] ?? [], width_m)] };
}

/** The convex hull of circles around the corners: never narrower than the ring that is judged. */
function hullAround(corners: readonly (readonly [number, number])[], width_m: number): Position[] {
  const points = corners
    .flatMap(([lon, lat]) => circleRing({ lat, lon }, width_m, 24))
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (some: Position[]): Position[] => {
    const made: Position[] = [];
    for (const point of some) {
      while (made.length > 1 && turn(made.at(-2), made.at(-1), point) <= 0) made.pop();
      made.push(point);
    }
    return made.slice(0, -1);
  };
  const ring = [...half(points), ...half([...points].reverse())];
  return ring[0] ? [...ring, ring[0]] : ring;
}

function turn(a: Position | undefined, b: Position | undefined, c: Position): number {
  if (!a || !b) return 1;
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** [west, south, east, north] of the zones and further positions; null where there are none. */
export function boundsOf(
  zones: readonly Zone[],
  positions: readonly { lat: number; lon: number }[] = [],
): [number, number, number, number] | null {
  const all = [
    ...zones.flatMap((zone) => outline(zone).flat()),
    ...positions.map(({ lat, lon }): Position => [lon, lat]),
  ];
  if (all.length === 0) return null;
  return all.reduce<[number, number, number, number]>(
    ([w, s, e, n], [lon, lat]) => [Math.min(w, lon), Math.min(s, lat), Math.max(e, lon), Math.max(n, lat)],
    [180, 90, -180, -90],
  );
}
