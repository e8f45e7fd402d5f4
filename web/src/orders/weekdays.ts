/** Sets of weekdays as orders write them: "mon-sun", "mon,wed", "fri-mon". Monday is 0. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The days in the order of the week; null when a word is no weekday. */
export function parseDays(text: string): number[] | null {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const [first, last, ...more] = part
      .trim()
      .toLowerCase()
      .split('-')
      .map((word) => word.trim());
    const begin = dayOf(first);
    const end = last === undefined ? begin : dayOf(last);
    if (begin < 0 || end < 0 || more.length > 0) return null;
    for (let step = 0; step <= (end - begin + 7) % 7; step += 1) found.add((begin + step) % 7);
  }
  return [...found].sort((a, b) => a - b);
}

/** The shortest way to write the days; runs of three or more become a range, over Sunday too. */
export function writeDays(days: readonly number[]): string {
  return runsOf(days)
    .map(({ first, length }) => {
      const last = (first + length - 1) % 7;
      if (length === 1) return nameOf(first);
      return length === 2 ? `${nameOf(first)},${nameOf(last)}` : `${nameOf(first)}-${nameOf(last)}`;
    })
    .join(',');
}

export interface Run {
  readonly first: number;
  readonly length: number;
}

/** Days that follow one another, taken together; Sunday and Monday follow one another. */
export function runsOf(days: readonly number[]): Run[] {
  const chosen = new Set(days);
  if (chosen.size === 7) return [{ first: 0, length: 7 }];
  const starts = [...chosen].filter((day) => !chosen.has((day + 6) % 7)).sort((a, b) => a - b);
  return starts.map((first) => {
    let length = 1;
    while (chosen.has((first + length) % 7)) length += 1;
    return { first, length };
  });
}

function dayOf(word: string | undefined): number {
  return WEEKDAYS.findIndex((name) => name === word);
}

function nameOf(day: number): Weekday {
  return WEEKDAYS[day % 7] ?? 'mon';
}
