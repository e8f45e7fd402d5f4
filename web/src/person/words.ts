/** Severities, devices and signals of a person in words. */
import { language, t, word } from '../i18n/language.svelte';
import { moment } from '../i18n/dates';
import type { Priority } from '../theme/severity';
import type { CardDevice, InThree } from './card';

const PRIORITY: Readonly<Record<string, Priority>> = { critical: 1, high: 2, warning: 3, info: 4 };

export function priorityOfSeverity(severity: string): Priority {
  return PRIORITY[severity] ?? 4;
}

export function nameIn(names: { readonly name_cyrillic: string; readonly name_latin: string }): string {
  return language() === 'en' ? names.name_latin : names.name_cyrillic;
}

export function inLanguage(of: InThree): string {
  return of[language()];
}

export function kindWord(kind: string): string {
  return word(`kind.${kind}`);
}

export function deviceWord(kind: string): string {
  return word(`person.device.${kind}`);
}

/** «82 %, заряжается», «3,9 В»; an empty text where nothing is known. */
export function batteryWords(battery: CardDevice['battery']): string {
  if (battery === null) return t('person.unknown');
  const level =
    battery.level_percent !== null
      ? `${Math.round(battery.level_percent)} %`
      : battery.voltage_v !== null
        ? t('person.volts', { n: battery.voltage_v })
        : t('person.unknown');
  return battery.charging ? `${level}, ${t('person.charging')}` : level;
}

export function openWords(open: boolean | null): string {
  return open === null ? t('person.unknown') : t(open ? 'person.isOpen' : 'person.isClosed');
}

/** From when to when, or that no end is set. */
export function spanWords(from: string, to: string | null, zone: string): string {
  const begins = moment(from, language(), zone);
  return to === null
    ? t('person.fromOn', { from: begins })
    : t('person.fromTo', { from: begins, to: moment(to, language(), zone) });
}
