/** Who is signed in. */
import { ask, onAnswer, useToken, type Schemas } from '../api/client';
import type { Problem, Result } from '../api/result';

export type Me = Schemas['Myself'];
type State =
  | { readonly is: 'unknown' }
  | { readonly is: 'out'; readonly ended: boolean }
  | { readonly is: 'in'; readonly me: Me };

const KEPT = 'token';
const state = $state<{ session: State; problem: Problem | null }>({
  session: { is: 'unknown' },
  problem: null,
});

let kept: string | null = null;

/** The token in use; null with a session cookie. */
export function token(): string | null {
  return kept;
}

function hold(one: string | null): void {
  kept = one;
  useToken(one);
  if (one === null) sessionStorage.removeItem(KEPT);
  else sessionStorage.setItem(KEPT, one);
}

export function session(): State {
  return state.session;
}

/** The account signed in; null when nobody is. */
export function me(): Me | null {
  return state.session.is === 'in' ? state.session.me : null;
}

/** Whether the account carries a permission of the server's table. The server asks again. */
export function may(permission: string | undefined): boolean {
  return permission === undefined || (me()?.permissions.includes(permission) ?? false);
}

function settle(answer: Result<Me>): Result<Me> {
  if (answer.ok) state.session = { is: 'in', me: answer.value };
  else if (answer.problem.kind === 'refused') state.session = { is: 'out', ended: false };
  return answer;
}

/** Asks the server who we are; for the start of the page. */
export async function begin(): Promise<Result<Me>> {
  hold(sessionStorage.getItem(KEPT));
  return settle(await ask('get', '/api/me'));
}

/** Signs in with the token of an account. */
export async function enterWithToken(token: string): Promise<Result<Me>> {
  hold(token);
  const answer = settle(await ask('get', '/api/me'));
  if (!answer.ok) hold(null);
  return answer;
}

export async function leave(): Promise<void> {
  hold(null);
  state.session = { is: 'out', ended: false };
}

onAnswer((status) => {
  if (status === 401 && state.session.is === 'in') state.session = { is: 'out', ended: true };
});
