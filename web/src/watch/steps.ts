/** Steps of an incident as the screen offers them: in this order, with these keys. */
import type { Key } from '../i18n/language.svelte';

export interface StepOffered {
  readonly action: string;
  readonly means: Key;
  readonly key?: string;
  /** It needs words or a choice; without, it acts at once. */
  readonly form?: boolean;
}

export const STEPS: readonly StepOffered[] = [
  { action: 'acknowledge', means: 'action.acknowledge', key: 'a' },
  { action: 'take', means: 'action.take', key: 'w' },
  { action: 'call', means: 'action.call', key: 'p', form: true },
  { action: 'note', means: 'action.note', key: 'n', form: true },
  { action: 'shelve', means: 'action.shelve', key: 's', form: true },
  { action: 'unshelve', means: 'action.unshelve', key: 'b' },
  { action: 'escalate', means: 'action.escalate', key: 'e' },
  { action: 'hand_over', means: 'action.hand_over', key: 'h', form: true },
  { action: 'release', means: 'action.release', form: true },
  { action: 'close', means: 'action.close', key: 'c', form: true },
];
