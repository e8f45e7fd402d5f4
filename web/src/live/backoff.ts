/** How long to wait before the next attempt: doubling, at most 15 s, spread so that screens do not return as one. */
export function wait_ms(attempt: number, random: number): number {
  const most = Math.min(15_000, 500 * 2 ** Math.min(attempt, 10));
  return most / 2 + (most / 2) * random;
}
