/** What the map shows of a person, in words. */
import { span } from '../i18n/dates';
import { language, t, type Key } from '../i18n/language.svelte';
import { PRIORITY_WORDS, SHAPES, type Priority } from '../theme/severity';
import { LEVELS, type Level, type MapPerson, type Presence } from './people';
import { HEADING_MS } from './sprites';

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

const HEADINGS: readonly Key[] = [
  'map.heading.n',
  'map.heading.ne',
  'map.heading.e',
  'map.heading.se',
  'map.heading.s',
  'map.heading.sw',
  'map.heading.w',
  'map.heading.nw',
];

/** Where somebody goes, as the arrow on the map shows it; empty for whoever stands or was seen too long ago. */
export function headingWords({ position }: MapPerson, now_ms: number): string {
  if (position === null || position.course_deg === null) return '';
  if (now_ms - position.happened_ms > HEADING_MS) return '';
  return t(HEADINGS[Math.round(position.course_deg / 45) % 8] ?? 'map.heading.n');
}

/** Age, accuracy and heading of the position, or all that may be said without one. */
export function whereWords(person: MapPerson, now_ms: number): string {
  const at = person.position;
  if (at === null) return person.presence ? presenceWord(person.presence) : t('map.noPosition');
  const age = t('map.age', { span: span(now_ms - at.happened_ms, language()) });
  const around = at.accuracy_m === null ? '' : `±${t('map.metres', { n: Math.round(at.accuracy_m) })}`;
  return [age, around, headingWords(person, now_ms)].filter((one) => one !== '').join(', ');
}

/** 43.23890, 76.88970: the form that other systems read as well. */
export function coordinates(lat: number, lon: number): string {
  return `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
}
