/** Instants and the wall clock of an IANA zone: what a form shows and what the order carries. */

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::\d{2})?$/;
const formats = new Map<string, Intl.DateTimeFormat>();

export function isZone(name: string): boolean {
  try {
    formatOf(name);
    return name !== '';
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}

/** YYYY-MM-DDTHH:MM of the zone's wall clock, as fields for dates keep it. */
export function localOf(time_ms: number, zone: string): string {
  const { year, month, day, hour, minute } = partsAt(time_ms, zone);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

/**
 * The instant at which the zone's clock shows this. Null when the text is no local time or the clock never
 * shows it (it was set forward); the earlier instant where it shows it twice.
 */
export function instantOf(local: string, zone: string): number | null {
  const wall_ms = asUtc(local);
  if (wall_ms === null) return null;
  const candidates = [wall_ms - 86_400_000, wall_ms + 86_400_000].map(
    (around_ms) => wall_ms - offsetAt(around_ms, zone),
  );
  const fitting = candidates.filter((time_ms) => localOf(time_ms, zone) === local.slice(0, 16));
  return fitting.length === 0 ? null : Math.min(...fitting);
}

/** ISO 8601 with the offset that the zone has at that instant. */
export function isoIn(time_ms: number, zone: string): string {
  const minutes = Math.round(offsetAt(time_ms, zone) / 60_000);
  const sign = minutes < 0 ? '-' : '+';
  const size = Math.abs(minutes);
  return `${localOf(time_ms, zone)}:00${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** YYYY-MM-DD of the zone's calendar. */
export function dateIn(time_ms: number, zone: string): string {
  return localOf(time_ms, zone).slice(0, 10);
}

function offsetAt(time_ms: number, zone: string): number {
  const { year, month, day, hour, minute } = partsAt(time_ms, zone);
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(time_ms / 60_000) * 60_000;
}

function asUtc(local: string): number | null {
  const found = LOCAL.exec(local);
  if (!found) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = found.slice(1).map(Number);
  const time_ms = Date.UTC(year, month - 1, day, hour, minute);
  return new Date(time_ms).toISOString().slice(0, 16) === local.slice(0, 16) ? time_ms : null;
}

function partsAt(time_ms: number, zone: string): Parts {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(time_ms)) parts[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  return { year, month, day, hour, minute };
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(zone, format);
  return format;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
