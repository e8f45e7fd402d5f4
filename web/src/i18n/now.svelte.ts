/** The time as the screen shows it: one timer for all ages and countdowns. */
const state = $state({ now_ms: Date.now(), ahead_ms: 0 });

if (typeof window !== 'undefined') setInterval(() => (state.now_ms = Date.now()), 1000);

/** Milliseconds since the epoch by the server's clock, renewed each second. */
export function now(): number {
  return state.now_ms + state.ahead_ms;
}

/** Sets by how much the server's clock is ahead of this machine's. */
export function serverAhead(ahead_ms: number): void {
  state.ahead_ms = ahead_ms;
}
