/** Local wall time HH:MM, as orders write it; 24:00 is the end of the day. */
export const DAY_MINUTES = 1440;

const PATTERN = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/;

export function isWallTime(text: string): boolean {
  return PATTERN.test(text);
}

/** Minutes since midnight; null when the text is no wall time. */
export function minutesOf(text: string): number | null {
  return isWallTime(text) ? Number(text.slice(0, 2)) * 60 + Number(text.slice(3)) : null;
}

/** HH:MM of minutes since midnight; past 1440 they are those of the next day. */
export function wallTime(minutes: number): string {
  const ofDay = minutes === DAY_MINUTES ? DAY_MINUTES : minutes % DAY_MINUTES;
  return `${two(Math.floor(ofDay / 60))}:${two(ofDay % 60)}`;
}

export interface Span {
  readonly begin: number;
  readonly end: number;
}

/** Minutes from the midnight on which the hours begin; the end is past 1440 when they run over midnight. */
export function spanOf(hours: { readonly from: string; readonly to: string }): Span | null {
  const begin = minutesOf(hours.from);
  const end = minutesOf(hours.to);
  if (begin === null || end === null || begin === DAY_MINUTES) return null;
  return { begin, end: end > begin ? end : end + DAY_MINUTES };
}

export function runsOverMidnight(span: Span): boolean {
  return span.end > DAY_MINUTES;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** What somebody typed, made HH:MM where that is certain: "7", "7:5", "22.00", "2200". */
export function typedTime(text: string): string {
  const found = /^(\d{1,2})(?:[:.\s-]?(\d{1,2}))?$/.exec(text.trim());
  if (!found) return text.trim();
  const [, hours = '0', minutes = '0'] = found;
  const made = `${hours.padStart(2, '0')}:${minutes.padStart(2, '0')}`;
  return isWallTime(made) ? made : text.trim();
}
