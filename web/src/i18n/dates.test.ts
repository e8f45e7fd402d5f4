import { expect, it } from 'vitest';
import { clock, day, figures, moment, month, monthName, span, weekday } from './dates';

const at = '2026-11-22T20:05:09Z';
const zone = 'Asia/Almaty';

it('writes a day in each language in its own form, in the zone named', () => {
  expect(day(at, 'kk', zone)).toBe('2026 жылғы 23 қараша');
  expect(day('2026-11-04T00:00Z', 'kk', zone)).toBe('2026 жылғы 4 қараша');
  expect(day(at, 'ru', zone)).toBe('23 ноября 2026 г.');
  expect(day(at, 'en', zone)).toBe('23 November 2026');
  expect(weekday(at, 'kk', zone)).toBe('дүйсенбі');
  expect(moment(at, 'kk', zone)).toBe('2026 жылғы 23 қараша, 01:05');
});

it('names a month alone and with its year', () => {
  expect(monthName(11, 'kk')).toBe('қараша');
  expect(monthName(11, 'ru')).toBe('ноябрь');
  expect(month(2026, 11, 'kk')).toBe('2026 жылғы қараша');
  expect(month(2026, 11, 'ru')).toBe('ноябрь 2026');
  expect(month(2026, 11, 'en')).toBe('November 2026');
});

it('writes times in 24 hours and figures for tables', () => {
  expect(clock(at, true, zone)).toBe('01:05:09');
  expect(figures(at, 'kk', zone)).toBe('23.11.2026 01:05:09');
});

it('writes spans in two units at most, none below zero', () => {
  expect(span(45_000, 'en')).toBe('45 s');
  expect(span(125 * 60_000, 'kk')).toBe('2 сағ 05 мин');
  expect(span(76 * 3_600_000, 'ru')).toBe('3 сут 4 ч');
  expect(span(-5, 'en')).toBe('0 s');
});
