/** What the map shows of a person, in words. */
import { span } from '../i18n/dates';
import { language, t, type Key } from '../i18n/language.svelte';
import { PRIORITY_WORDS, SHAPES, type Priority } from '../theme/severity';
import { LEVELS, type Level, type MapPerson, type Presence } from './people';

function priority(level: Level): Priority | null {
  const found = 5 - LEVELS.indexOf(level);
  return found > 4 ? null : (found as Priority);
}

export function levelShape(level: Level): string {
  const of = priority(level);
  return of === null ? '·' : SHAPES[of];
}

export function levelWord(level: Level): string {
  const of = priority(level);
  return of === null ? t('map.noIncident') : t(PRIORITY_WORDS[of]);
}

const PRESENCE: Readonly<Record<Presence, Key>> = {
  home: 'map.presence.home',
  away: 'map.presence.away',
  unknown: 'map.presence.unknown',
};

export function presenceWord(presence: Presence): string {
  return t(PRESENCE[presence]);
}

/** Age and accuracy of the position, or all that may be said without one. */
export function whereWords(person: MapPerson, now_ms: number): string {
  const at = person.position;
  if (at === null) return person.presence ? presenceWord(person.presence) : t('map.noPosition');
  const age = t('map.age', { span: span(now_ms - at.happened_ms, language()) });
  return at.accuracy_m === null ? age : `${age}, ±${t('map.metres', { n: Math.round(at.accuracy_m) })}`;
}

/** 43.23890, 76.88970: the form that other systems read as well. */
export function coordinates(lat: number, lon: number): string {
  return `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
}
