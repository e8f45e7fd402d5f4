/** Web Mercator with the world in a square from 0 to 1, y growing southwards, and distances on it. */
export const EARTH_M = 40_075_016.686;

/** The middle of Kazakhstan. Positions reach the graphics card relative to it, where single precision is enough. */
export const ORIGIN = { x: 0.6875, y: 0.34 } as const;

export interface LatLon {
  readonly lat: number;
  readonly lon: number;
}

export function mercatorX(lon: number): number {
  return (lon + 180) / 360;
}

export function mercatorY(lat: number): number {
  const held = Math.max(-85, Math.min(85, lat));
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (held * Math.PI) / 360)) / (2 * Math.PI);
}

export function lonOf(x: number): number {
  return x * 360 - 180;
}

export function latOf(y: number): number {
  return (Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) * 360) / Math.PI - 90;
}

/** Length of one metre at this latitude on the square. */
export function unitsPerMetre(lat: number): number {
  return 1 / (EARTH_M * Math.cos((lat * Math.PI) / 180));
}

/** Metres between two positions on the sphere. */
export function distanceM(a: LatLon, b: LatLon): number {
  const rad = Math.PI / 180;
  const half =
    Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** The ring of a circle as GeoJSON writes it: [lon, lat], closed. */
export function circleRing(centre: LatLon, radius_m: number, corners = 96): [number, number][] {
  const x = mercatorX(centre.lon);
  const y = mercatorY(centre.lat);
  const r = radius_m * unitsPerMetre(centre.lat);
  return Array.from({ length: corners + 1 }, (_, index) => {
    const turn = ((index % corners) / corners) * 2 * Math.PI;
    return [lonOf(x + r * Math.cos(turn)), latOf(y + r * Math.sin(turn))];
  });
}
