/** Why something about signing in came to nothing, in words of the screen. */
import type { Problem } from '../api/result';
import { span } from '../i18n/dates';
import { language, t } from '../i18n/language.svelte';
import { refusalWords, told } from '../parts/refusals';
import type { Failure } from './passkeys';

const WRONG = new Set([401, 422]);

/** `wrong`: what a refusal without words of its own means here. */
export function reason(problem: Problem, wrong?: string): string {
  if (problem.kind === 'refused' && problem.status === 429) {
    return t('signin.tooFast', { span: span(Number(problem.more['retry_after_s']) * 1000, language()) });
  }
  const { own } = told(problem);
  if (!own && wrong !== undefined && problem.kind === 'refused' && WRONG.has(problem.status)) return wrong;
  return refusalWords(problem);
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
