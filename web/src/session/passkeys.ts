/** Passkeys in the browser: what it can, and why it did not come to one. */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { ask, type Schemas } from '../api/client';
import type { Problem, Result } from '../api/result';

export type Ways = Schemas['Ways'];
export type Passkey = Schemas['PasskeyRead'];

/** Where passkeys can be used from this page: here, at another address of this console, or not at all. */
export type Place =
  { is: 'here' } | { is: 'elsewhere'; at: string } | { is: 'nowhere' } | { is: 'unsupported' };

/** given_up: the person closed the browser's dialog, or took too long. known: the authenticator has one already. */
export type Failure = { kind: 'given_up' } | { kind: 'known' } | { kind: 'broken'; detail: string };

export function placeOf(ways: Ways, origin: string, supported: boolean): Place {
  if (ways.passkeys_at === null) return { is: 'nowhere' };
  if (ways.passkeys_at !== origin) return { is: 'elsewhere', at: ways.passkeys_at };
  return supported ? { is: 'here' } : { is: 'unsupported' };
}

export async function whereTo(): Promise<{ ways: Ways; place: Place } | null> {
  const answer = await ask('get', '/api/signin/ways');
  if (!answer.ok) return null;
  const supported = typeof PublicKeyCredential === 'function';
  return { ways: answer.value, place: placeOf(answer.value, location.origin, supported) };
}

export type Outcome<T> = Result<T> | { readonly ok: false; readonly failure: Failure };

/** What an error of the browser's WebAuthn means; its names are those of the specification. */
export function failureOf(cause: unknown): Failure {
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'NotAllowedError' || name === 'AbortError') return { kind: 'given_up' };
  if (name === 'InvalidStateError') return { kind: 'known' };
  return { kind: 'broken', detail: cause instanceof Error ? cause.message : String(cause) };
}

/** Asks the browser for an answer with one of its passkeys. */
export async function shown(): Promise<Outcome<Schemas['Assertion']>> {
  const asked = await ask('post', '/api/signin/passkey/options');
  if (!asked.ok) return asked;
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const optionsJSON = asked.value.options as unknown as PublicKeyCredentialRequestOptionsJSON;
  try {
    return {
      ok: true,
      value: (await startAuthentication({ optionsJSON })) as unknown as Schemas['Assertion'],
    };
  } catch (cause) {
    return { ok: false, failure: failureOf(cause) };
  }
}

/** Makes a passkey for the account signed in, once it is shown to be at hand. */
export async function made(name: string, proof: Schemas['Proof']): Promise<Outcome<Passkey>> {
  const asked = await ask('post', '/api/me/passkeys/options', { body: proof });
  if (!asked.ok) return asked;
  const { startRegistration } = await import('@simplewebauthn/browser');
  const optionsJSON = asked.value.options as unknown as PublicKeyCredentialCreationOptionsJSON;
  try {
    const credential = (await startRegistration({ optionsJSON })) as unknown as Schemas['Attestation'];
    return await ask('post', '/api/me/passkeys', { body: { name, credential } });
  } catch (cause) {
    return { ok: false, failure: failureOf(cause) };
  }
}

export const problemOf = <T>(outcome: Outcome<T>): Problem | null =>
  !outcome.ok && 'problem' in outcome ? outcome.problem : null;
