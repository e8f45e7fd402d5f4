/** Why something about signing in came to nothing, in words of the screen. */
import type { Problem } from '../api/result';
import { span } from '../i18n/dates';
import { language, t, type Key } from '../i18n/language.svelte';
import type { Failure } from './passkeys';

const BECAUSE: Readonly<Record<string, Key>> = {
  weak: 'signin.weak',
  same: 'signin.same',
  code: 'signin.wrongCode',
  password: 'own.wrongPassword',
  current: 'own.wrongPassword',
  credential: 'signin.passkey.wrong',
  seal: 'signin.seal',
  away: 'signin.directory.away',
};

/** `wrong`: what a refusal without a reason of its own means here. */
export function reason(problem: Problem, wrong?: string): string {
  if (problem.kind === 'away') return t('app.away');
  const { because, retry_after_s } = problem.more;
  if (problem.status === 429) {
    return t('signin.tooFast', { span: span(Number(retry_after_s) * 1000, language()) });
  }
  const known = BECAUSE[String(because)];
  if (known !== undefined) return t(known);
  if (wrong !== undefined && (problem.status === 401 || problem.status === 422)) return wrong;
  return t('app.failed', { detail: problem.detail });
}

export function failureWords(failure: Failure): string {
  switch (failure.kind) {
    case 'given_up':
      return t('signin.passkey.given_up');
    case 'known':
      return t('own.passkeys.known');
    case 'broken':
      return t('app.failed', { detail: failure.detail });
  }
}
