/** The time as the screen shows it: one timer for all ages and countdowns. */
interface Clock {
  /** A moment of the server's clock, and the same moment of this machine's. */
  server_ms: number;
  here_ms: number;
  /** Seconds of the server's clock in one real second: 1 outside a demonstration. */
  speed: number;
}

const state = $state({ here_ms: Date.now() });
let clock: Clock = { server_ms: 0, here_ms: 0, speed: 1 };

if (typeof window !== 'undefined') setInterval(() => (state.here_ms = Date.now()), 1000);

/** Milliseconds since the epoch by the server's clock, renewed each second. */
export function now(): number {
  return clock.server_ms + (state.here_ms - clock.here_ms) * clock.speed;
}

/** Sets the server's clock: what it shows now and how fast it runs. */
export function serverTime(server_ms: number, speed: number): void {
  clock = { server_ms, here_ms: Date.now(), speed };
}
