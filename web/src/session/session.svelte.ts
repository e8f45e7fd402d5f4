/** Who is signed in, and how far signing in has come. */
import { ask, forgetPurposes, onAnswer, useToken, type Schemas } from '../api/client';
import type { Problem, Result } from '../api/result';
import { serverTime } from '../i18n/now.svelte';

/** What signing in wants next; `full`: nothing, all is open. */
export type Stage = Me['stage'];

export type Me = Schemas['SessionRead'];

/** unknown: the server has not answered yet. halfway: a session that wants something more. */
type State =
  | { readonly is: 'unknown' }
  | { readonly is: 'out'; readonly ended: boolean }
  | { readonly is: 'halfway'; readonly stage: Exclude<Stage, 'full'>; readonly me: Me }
  | { readonly is: 'in'; readonly me: Me };

const KEPT = 'token';
const state = $state<{ session: State }>({ session: { is: 'unknown' } });
let kept: string | null = null;

export function session(): State {
  return state.session;
}

/** The token in use; null with a session cookie. */
export function token(): string | null {
  return kept;
}

/** The account signed in; null when nobody is. */
export function me(): Me | null {
  return state.session.is === 'in' ? state.session.me : null;
}

/** Whether the account carries a permission of the server's table. The server asks again. */
export function may(permission: string | undefined): boolean {
  return permission === undefined || (me()?.permissions.includes(permission) ?? false);
}

function hold(one: string | null): void {
  kept = one;
  useToken(one);
  if (one === null) sessionStorage.removeItem(KEPT);
  else sessionStorage.setItem(KEPT, one);
}

function settle(answer: Result<Me>): Result<Me> {
  if (answer.ok) {
    const { stage, now_ms, clock_speed } = answer.value;
    serverTime(now_ms, clock_speed);
    state.session =
      stage === 'full' ? { is: 'in', me: answer.value } : { is: 'halfway', stage, me: answer.value };
  } else if (answer.problem.kind === 'refused') state.session = { is: 'out', ended: false };
  return answer;
}

const read = async (): Promise<Result<Me>> => settle(await ask('get', '/api/session'));

/** Asks the server who we are; for the start of the page. */
export async function begin(): Promise<Result<Me>> {
  hold(sessionStorage.getItem(KEPT));
  return read();
}

/** Signs in with the token of an account. */
export async function enterWithToken(token: string): Promise<Result<Me>> {
  hold(token);
  const answer = await read();
  if (!answer.ok) hold(null);
  return answer;
}

/**
 * One step of signing in with a password; what is wanted next is in `session()` afterwards.
 * The next form stands only when all is answered: one that still waits would not take an Enter.
 */
async function step(asked: Promise<Result<unknown>>): Promise<Problem | null> {
  const answer = await asked;
  if (!answer.ok) return answer.problem;
  const whole = await read();
  return whole.ok ? null : whole.problem;
}

export async function enter(login: string, password: string): Promise<Problem | null> {
  hold(null);
  return step(ask('post', '/api/signin', { body: { login, password } }));
}

/** Signs in with a passkey's answer; nothing further is wanted afterwards. */
export async function enterWithPasskey(credential: Schemas['Assertion']): Promise<Problem | null> {
  hold(null);
  return step(ask('post', '/api/signin/passkey', { body: { credential } }));
}

/** Leaves for the agency's directory; the page is gone when it succeeds. */
export async function goToDirectory(): Promise<Problem | null> {
  hold(null);
  const answer = await ask('post', '/api/signin/directory');
  if (!answer.ok) return answer.problem;
  location.assign(answer.value.url);
  return null;
}

/** Reads again who we are, after a change of one's own. */
export const again = async (): Promise<void> => void (await read());

export const giveCode = (code: string) => step(ask('post', '/api/signin/totp', { body: { code } }));
export const setPassword = (made: string) => step(ask('put', '/api/me/password', { body: { new: made } }));
export const confirmFactor = (code: string) => step(ask('post', '/api/me/totp/confirm', { body: { code } }));

export type Proposal = Schemas['TotpProposal'];

/** A new key for an authenticator application; it counts once a code made with it is confirmed. */
export const proposeFactor = (proof: Schemas['Proof'] = {}) => ask('post', '/api/me/totp', { body: proof });

export async function leave(): Promise<void> {
  if (kept === null) await ask('post', '/api/signout');
  hold(null);
  forgetPurposes();
  state.session = { is: 'out', ended: false };
}

onAnswer((status) => {
  if (status === 401 && state.session.is === 'in') {
    forgetPurposes();
    state.session = { is: 'out', ended: true };
  }
});
