/** Incidents in words of the language shown. */
import { nameIn } from '../person/words';
import { t, word } from '../i18n/language.svelte';
import type { Incident } from './model';

/** The kind of a finding or an incident in words, from the catalogue that notifications use too. */
export const kindWord = (kind: string): string => word(`kind.${kind}`, kind);
export const stateWord = (state: string): string => word(`state.${state}`, state);
export const dispositionWord = (one: string): string => word(`disposition.${one}`, one);
export const actionWord = (one: string): string => word(`action.${one}`, one);

/** A step that was taken, as the history tells it. */
export const didWord = (one: string): string => word(`did.${one}`, one);

/** Whom it is about; of a mass incident, how many and what they have in common. */
export function whom(one: Pick<Incident, 'person' | 'people' | 'scope'>): string {
  if (one.person) return nameIn(one.person);
  const people = t('watch.people', { n: one.people });
  return one.scope ? `${people} · ${scopeWords(one.scope)}` : people;
}

/** `region:almaty`, `operator:401-1`, `cell:401-1-7-4711`, in words. */
function scopeWords(scope: string): string {
  const [kind = '', ...name] = scope.split(':');
  return word(`scope.${kind}`, scope).replace('{name}', name.join(':'));
}

/** Who did it, in words where it was the system. */
export const actorWord = (actor: string): string => (actor === 'system' ? t('watch.system') : actor);
