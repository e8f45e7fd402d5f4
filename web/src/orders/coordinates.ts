import type { Coordinate } from './place';

const NUMBER = /^[+-]?\d+(?:[.,]\d+)?$/;
const SEXAGESIMAL =
  /(\d+(?:[.,]\d+)?)\s*[°º]\s*(?:(\d+(?:[.,]\d+)?)\s*['′’]\s*)?(?:(\d+(?:[.,]\d+)?)\s*["″”]\s*)?([NSEWСЮВЗ])/giu;
const HEMISPHERES: Record<string, readonly ['lat' | 'lon', 1 | -1]> = {
  N: ['lat', 1],
  С: ['lat', 1],
  S: ['lat', -1],
  Ю: ['lat', -1],
  E: ['lon', 1],
  В: ['lon', 1],
  W: ['lon', -1],
  З: ['lon', -1],
};

/**
 * What people type or paste: "43.238, 76.889" (latitude first, as maps show it), with decimal commas
 * "43,238 76,889", or degrees, minutes and seconds with N, S, E, W (С, Ю, В, З). Gives [lon, lat]; null
 * when it cannot be read for certain.
 */
export function parseCoordinates(text: string): Coordinate | null {
  const found = sexagesimal(text) ?? decimal(text.trim());
  return found && Math.abs(found[0]) <= 180 && Math.abs(found[1]) <= 90 ? found : null;
}

/** "43.238949, 76.889709": latitude first; six decimals are a tenth of a metre. */
export function writeCoordinates(point: Coordinate): string {
  return `${point[1].toFixed(6)}, ${point[0].toFixed(6)}`;
}

function decimal(text: string): Coordinate | null {
  const parts = text.includes('.') ? text.split(/[\s,;]+/) : text.split(/[\s;]+|,\s+/);
  const [lat, lon, ...more] = parts;
  if (lat === undefined || lon === undefined || more.length > 0) return null;
  if (!NUMBER.test(lat) || !NUMBER.test(lon)) return null;
  return [numberOf(lon), numberOf(lat)];
}

function sexagesimal(text: string): Coordinate | null {
  const axes: { lat?: number; lon?: number } = {};
  for (const [, degrees = '0', minutes = '0', seconds = '0', letter = ''] of text.matchAll(SEXAGESIMAL)) {
    const hemisphere = HEMISPHERES[letter.toUpperCase()];
    if (!hemisphere || numberOf(minutes) >= 60 || numberOf(seconds) >= 60) return null;
    const [axis, sign] = hemisphere;
    axes[axis] = sign * (numberOf(degrees) + numberOf(minutes) / 60 + numberOf(seconds) / 3600);
  }
  return axes.lat === undefined || axes.lon === undefined ? null : [axes.lon, axes.lat];
}

function numberOf(text: string): number {
  return Number(text.replace(',', '.'));
}

/** Corners, one a line; the ring is closed where it was left open. Null when a line cannot be read. */
export function parseCorners(text: string): Coordinate[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const corners = lines.map(parseCoordinates);
  const ring = corners.filter((corner) => corner !== null);
  const [first, last] = [ring[0], ring.at(-1)];
  if (ring.length !== corners.length || !first || !last || ring.length < 3) return null;
  return first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first];
}

/** The corners of a closed ring, one a line, the first not repeated. */
export function writeCorners(ring: readonly Coordinate[]): string {
  return ring.slice(0, -1).map(writeCoordinates).join('\n');
}
