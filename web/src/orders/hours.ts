import { parseDays, writeDays } from './weekdays';
import { DAY_MINUTES, spanOf, wallTime, type Span } from './walltime';

/** A span of local wall time that begins on each of the days; over midnight when `to` is not after `from`. */
export interface Hours {
  readonly days: string;
  readonly from: string;
  readonly to: string;
}

export interface Overlap {
  readonly first: number;
  readonly second: number;
  /** The weekday on which both hold, Monday = 0. */
  readonly day: number;
}

const WEEK_MINUTES = 7 * DAY_MINUTES;

/** Minutes from Monday 00:00 in which these hours hold; what runs past Sunday continues on Monday. */
export function weekSpans(hours: Hours): Span[] {
  const span = spanOf(hours);
  const days = parseDays(hours.days);
  if (span === null || days === null) return [];
  return days.flatMap((day) => {
    const begin = day * DAY_MINUTES + span.begin;
    const end = day * DAY_MINUTES + span.end;
    if (end <= WEEK_MINUTES) return [{ begin, end }];
    return [
      { begin, end: WEEK_MINUTES },
      { begin: 0, end: end - WEEK_MINUTES },
    ];
  });
}

/** The rows that claim the same minute of the week, a pair once. */
export function overlaps(table: readonly Hours[]): Overlap[] {
  const spans = table.map(weekSpans);
  const found: Overlap[] = [];
  for (let first = 0; first < table.length; first += 1) {
    for (let second = first + 1; second < table.length; second += 1) {
      const minute = sharedMinute(spans[first] ?? [], spans[second] ?? []);
      if (minute !== null) found.push({ first, second, day: Math.floor(minute / DAY_MINUTES) });
    }
  }
  return found;
}

function sharedMinute(one: readonly Span[], other: readonly Span[]): number | null {
  for (const a of one) {
    const hit = other.find((b) => a.begin < b.end && b.begin < a.end);
    if (hit) return Math.max(a.begin, hit.begin);
  }
  return null;
}

/** A piece of one day to draw, minutes since its midnight. `row`: which row of the table it comes from. */
export interface Piece {
  readonly day: number;
  readonly begin: number;
  readonly end: number;
  readonly row: number;
  /** It began on the day before. */
  readonly continued: boolean;
}

/** The table cut at midnight, a piece a day, for drawing a week. */
export function piecesOf(table: readonly Hours[]): Piece[] {
  return table.flatMap((hours, row) => {
    const span = spanOf(hours);
    const days = parseDays(hours.days);
    if (span === null || days === null) return [];
    return days.flatMap((day): Piece[] => {
      const own = { day, begin: span.begin, end: Math.min(span.end, DAY_MINUTES), row, continued: false };
      if (span.end <= DAY_MINUTES) return [own];
      return [own, { day: (day + 1) % 7, begin: 0, end: span.end - DAY_MINUTES, row, continued: true }];
    });
  });
}

/** Hours of the week in which the table holds, each minute once. */
export function hoursAWeek(table: readonly Hours[]): number {
  return merged(table.flatMap(weekSpans)).reduce((sum, span) => sum + span.end - span.begin, 0) / 60;
}

export function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.begin - b.begin)) {
    const last = result.at(-1);
    if (last && span.begin <= last.end) {
      result[result.length - 1] = { begin: last.begin, end: Math.max(last.end, span.end) };
    } else {
      result.push(span);
    }
  }
  return result;
}

/** The row with a weekday taken in or left out; a row keeps at least one day. */
export function withDay(hours: Hours, day: number, chosen: boolean): Hours {
  const days = (parseDays(hours.days) ?? []).filter((one) => one !== day);
  const next = chosen ? [...days, day] : days;
  return next.length === 0 ? hours : { ...hours, days: writeDays(next) };
}

/** The table with one row in place of every pair that overlaps or touches on the same days. */
export function joined(table: readonly Hours[]): Hours[] {
  const groups = new Map<string, Span[]>();
  for (const hours of table) {
    const span = spanOf(hours);
    const days = parseDays(hours.days);
    if (span === null || days === null) return [...table];
    const key = writeDays(days);
    groups.set(key, [...(groups.get(key) ?? []), span]);
  }
  return [...groups].flatMap(([days, spans]) =>
    merged(spans).map(({ begin, end }) => {
      const length = Math.min(end - begin, DAY_MINUTES);
      return { days, from: wallTime(begin), to: wallTime(begin + length) };
    }),
  );
}
