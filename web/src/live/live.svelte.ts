/** The one live socket. Reconnects with back-off and catches up by sequence number. */
import { serverTime } from '../i18n/now.svelte';
import { token } from '../session/session.svelte';
import { wait_ms } from './backoff';
import { parse, type Kind, type Message, type Of } from './messages';

/** away: no beat for `SILENT_MS`. refused: the account may not listen. */
export type Standing = 'connecting' | 'live' | 'away' | 'refused';

const SILENT_MS = 12_000;
const REFUSED = new Set([4401, 4403]);

const state = $state<{
  standing: Standing;
  heard_ms: number;
  newest_visible_age_s: number | null;
  speed: number;
}>({
  standing: 'connecting',
  heard_ms: 0,
  newest_visible_age_s: null,
  speed: 1,
});

type Hear = (message: Message) => void;
const hearers = new Map<Kind, Set<Hear>>();
let socket: WebSocket | null = null;
let opened_ms = 0;
let seq: number | null = null;
let attempt = 0;
let again: ReturnType<typeof setTimeout> | undefined;
let watchdog: ReturnType<typeof setInterval> | undefined;

export function standing(): Standing {
  return state.standing;
}

/** Seconds since the newest observation an operator can see was made; null before the first beat. */
export function newestVisibleAge_s(): number | null {
  return state.newest_visible_age_s;
}

/** When the server was last heard, by this machine's clock. */
export function heardAt_ms(): number {
  return state.heard_ms;
}

/** How many times as fast as real time the system runs: 1 outside a demonstration. */
export function speed(): number {
  return state.speed;
}

/** Hears messages of one kind; returns how to stop. */
export function on<K extends Kind>(kind: K, hear: (message: Of<K>) => void): () => void {
  const all = hearers.get(kind) ?? new Set<Hear>();
  hearers.set(kind, all);
  all.add(hear as Hear);
  return () => all.delete(hear as Hear);
}

/** Remembers a sequence number read elsewhere, such as in `/api/watch`. */
export function caughtUp(to: number): void {
  seq = Math.max(seq ?? 0, to);
}

/** Opens the socket. Returns how to close it. */
export function connect(): () => void {
  state.heard_ms = Date.now();
  open();
  watchdog = setInterval(watch, 1000);
  addEventListener('online', atOnce);
  return disconnect;
}

/** Opens it anew, so that a whole picture of positions comes. */
export function reopen(): void {
  seq = null;
  if (socket === null || socket.readyState === WebSocket.CONNECTING) return;
  clearTimeout(again);
  const before = socket;
  open();
  before.close();
}

function disconnect(): void {
  clearTimeout(again);
  clearInterval(watchdog);
  removeEventListener('online', atOnce);
  const closing = socket;
  socket = null;
  closing?.close();
  seq = null;
  state.standing = 'connecting';
}

function open(): void {
  const made = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`);
  socket = made;
  opened_ms = Date.now();
  made.onopen = () =>
    made.send(JSON.stringify({ after: seq, ...(token() === null ? {} : { token: token() }) }));
  made.onmessage = (event) => take(String(event.data));
  made.onclose = (event) => {
    if (socket !== made) return;
    if (REFUSED.has(event.code)) state.standing = 'refused';
    else later();
  };
}

function later(): void {
  socket = null;
  clearTimeout(again);
  again = setTimeout(open, wait_ms(attempt++, Math.random()));
}

/** The browser has a network again: what waits for its turn need not. */
function atOnce(): void {
  if (socket !== null || state.standing === 'refused') return;
  clearTimeout(again);
  open();
}

function take(text: string): void {
  const message = parse(text);
  if (message === null) return;
  attempt = 0;
  state.heard_ms = Date.now();
  state.standing = 'live';
  seq = Math.max(seq ?? 0, message.seq);
  if (message.type === 'resync') seq = message.seq;
  if (message.type === 'beat') beat(message);
  for (const hear of hearers.get(message.type) ?? []) hear(message);
}

function beat(message: Of<'beat'>): void {
  state.newest_visible_age_s = message.newest_visible_age_s;
  state.speed = message.speed;
  serverTime(message.now_ms, message.speed);
}

function watch(): void {
  if (state.standing === 'refused' || Date.now() - state.heard_ms < SILENT_MS) return;
  state.standing = 'away';
  if (socket !== null && Date.now() - opened_ms >= SILENT_MS) abandon(socket);
}

/** Does not wait for the farewell: from a server that cannot be reached none comes, nor an answer to a greeting. */
function abandon(silent: WebSocket): void {
  later();
  silent.close();
}
