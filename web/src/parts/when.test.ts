import { describe, expect, it } from 'vitest';
import type { Language } from '../i18n/language.svelte';
import { beyond, grown, isKept, read, shown, withDay, type Precision } from './when';

/** Types key by key, as a person does who never deletes. */
const typed = (keys: string, language: Language, precision: Precision): string =>
  [...keys].reduce((text, key) => grown(text, text + key, language, precision), '');

describe('dates as they are typed', () => {
  it('are shown as each language writes them, and what is no date as it was typed', () => {
    expect(shown('2026-11-22', 'kk')).toBe('22.11.2026');
    expect(shown('2026-11-22T14:05', 'ru')).toBe('22.11.2026 14:05');
    expect(shown('2026-11-22T14:05', 'en')).toBe('22/11/2026 14:05');
    expect(shown('tomorrow', 'en')).toBe('tomorrow');
  });

  it('are read with any separator, with none, and in the form that is kept', () => {
    for (const text of ['22.11.2026', '22/11/2026', '22-11-2026', '22 11 2026', '22112026', '2026-11-22'])
      expect(read(text, 'day'), text).toBe('2026-11-22');
    for (const text of ['5.1.2026 7:30', '05/01/2026, 07:30', '050120260730', '2026-01-05T07:30'])
      expect(read(text, 'minute'), text).toBe('2026-01-05T07:30');
  });

  it('are not guessed: a day that no month has, a year of two digits, half a time are no date', () => {
    for (const text of ['31.11.2026', '29.02.2027', '22.11.26', '22.13.2026', '0.1.2026', '22.11.0202', ''])
      expect(read(text, 'day'), text).toBeNull();
    for (const text of ['22.11.2026', '22.11.2026 24:00', '22.11.2026 14', '22.11.2026 1:4', '221120261'])
      expect(read(text, 'minute'), text).toBeNull();
    expect(read('22.11.2026 14:05', 'day')).toBeNull();
  });

  it('keep the 29th of February of a leap year while they are typed', () => {
    expect(read(typed('29022028', 'kk', 'day'), 'day')).toBe('2028-02-29');
  });

  it('come back from what is shown as what was kept, in every language', () => {
    for (const language of ['kk', 'ru', 'en'] as const)
      for (const kept of ['2026-11-22T00:00', '2028-02-29T23:59', '1999-01-01T09:05'])
        expect(read(shown(kept, language), 'minute')).toBe(kept);
  });
});

describe('separators', () => {
  it('come by themselves behind a full part', () => {
    expect(typed('22', 'ru', 'day')).toBe('22.');
    expect(typed('22112026', 'ru', 'day')).toBe('22.11.2026');
    expect(typed('221120261405', 'en', 'minute')).toBe('22/11/2026 14:05');
  });

  it('are taken once when they are typed as well, and fill a short part', () => {
    expect(typed('22.11.2026', 'kk', 'day')).toBe('22.11.2026');
    expect(typed('5.1.2026 7:30', 'kk', 'minute')).toBe('05.01.2026 07:30');
    expect(typed('22/11/2026 14.05', 'ru', 'minute')).toBe('22.11.2026 14:05');
  });

  it('do not come back when they are deleted, nor in the middle of a text', () => {
    expect(grown('22.', '22', 'kk', 'day')).toBe('22');
    expect(grown('22.1.2026', '22.11.2026', 'kk', 'day')).toBe('22.11.2026');
  });
});

describe('kept dates', () => {
  it('have the precision that is asked for and a day that is there', () => {
    expect(isKept('2026-11-22', 'day')).toBe(true);
    expect(isKept('2026-11-22T14:05', 'day')).toBe(false);
    expect(isKept('2026-02-30', 'day')).toBe(false);
    expect(isKept('2026-11-22T24:00', 'minute')).toBe(false);
  });

  it('keep their time when another day is chosen, and want one where there is none', () => {
    expect(withDay('2026-11-22T14:05', '2026-12-01', 'minute', 'kk')).toBe('2026-12-01T14:05');
    expect(withDay('', '2026-12-01', 'minute', 'kk')).toBe('01.12.2026 ');
    expect(withDay('', '2026-12-01', 'day', 'kk')).toBe('2026-12-01');
  });

  it('lie before, in or after their range', () => {
    expect(beyond('2026-11-22', '2026-11-23', undefined)).toBe('min');
    expect(beyond('2026-11-22', '2026-11-22', '2026-11-22')).toBeNull();
    expect(beyond('2026-11-22T14:05', undefined, '2026-11-22T14:04')).toBe('max');
  });
});
