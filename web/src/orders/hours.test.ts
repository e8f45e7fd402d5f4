import { describe, expect, it } from 'vitest';
import { hoursAWeek, joined, overlaps, piecesOf, weekSpans, withDay } from './hours';
import { parseDays, runsOf, writeDays } from './weekdays';
import { minutesOf, runsOverMidnight, spanOf, wallTime } from './walltime';

const nightly = { days: 'mon-sun', from: '22:00', to: '06:00' };

describe('weekdays', () => {
  it('reads ranges over Sunday, lists and single days', () => {
    expect(parseDays('fri-mon')).toEqual([0, 4, 5, 6]);
    expect(parseDays('mon, wed')).toEqual([0, 2]);
    expect(parseDays('Mon-Sun')).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
  it('refuses what the server refuses', () => {
    for (const text of ['', 'monday', 'mon-', 'mon,,tue', 'mon-wed-fri']) expect(parseDays(text)).toBeNull();
  });
  it('writes every set of days so that it reads back the same', () => {
    for (let set = 1; set < 128; set += 1) {
      const days = [0, 1, 2, 3, 4, 5, 6].filter((day) => (set >> day) & 1);
      expect(parseDays(writeDays(days))).toEqual(days);
    }
  });
  it('takes days that follow one another over Sunday as one run', () => {
    expect(runsOf([0, 4, 5, 6])).toEqual([{ first: 4, length: 4 }]);
    expect(writeDays([0, 4, 5, 6])).toBe('fri-mon');
  });
});

describe('wall time', () => {
  it('knows 24:00 as an end and refuses what is no time', () => {
    expect(minutesOf('24:00')).toBe(1440);
    expect([minutesOf('24:01'), minutesOf('7:00'), minutesOf('')]).toEqual([null, null, null]);
    expect([wallTime(1440), wallTime(1500), wallTime(0)]).toEqual(['24:00', '01:00', '00:00']);
  });
  it('runs over midnight when the end is not after the beginning', () => {
    expect(spanOf(nightly)).toEqual({ begin: 1320, end: 1800 });
    expect(runsOverMidnight({ begin: 1320, end: 1440 })).toBe(false);
    expect(spanOf({ from: '08:00', to: '08:00' })).toEqual({ begin: 480, end: 1920 });
    expect(spanOf({ from: '24:00', to: '06:00' })).toBeNull();
  });
});

describe('the table of hours', () => {
  it('counts each minute of the week once', () => {
    expect(hoursAWeek([nightly])).toBe(56);
    expect(hoursAWeek([nightly, { days: 'sun', from: '00:00', to: '24:00' }])).toBe(72);
  });
  it('continues what begins on Sunday night on Monday morning', () => {
    expect(weekSpans({ days: 'sun', from: '22:00', to: '06:00' })).toEqual([
      { begin: 9960, end: 10080 },
      { begin: 0, end: 360 },
    ]);
    expect(piecesOf([{ days: 'sun', from: '22:00', to: '06:00' }])).toEqual([
      { day: 6, begin: 1320, end: 1440, row: 0, continued: false },
      { day: 0, begin: 0, end: 360, row: 0, continued: true },
    ]);
  });
  it('finds rows that overlap, over midnight and over Sunday too, and not rows that only touch', () => {
    expect(overlaps([nightly, { days: 'mon', from: '05:00', to: '07:00' }])).toEqual([
      { first: 0, second: 1, day: 0 },
    ]);
    expect(overlaps([nightly, { days: 'mon', from: '06:00', to: '07:00' }])).toEqual([]);
    expect(
      overlaps([
        { days: 'sun', from: '23:00', to: '03:00' },
        { days: 'mon', from: '02:00', to: '04:00' },
      ]),
    ).toHaveLength(1);
  });
  it('takes a day in and leaves it out, and keeps the last one', () => {
    expect(withDay({ ...nightly, days: 'mon-fri' }, 5, true).days).toBe('mon-sat');
    expect(withDay(nightly, 2, false).days).toBe('thu-tue');
    expect(withDay({ ...nightly, days: 'mon' }, 0, false).days).toBe('mon');
  });
  it('joins rows of the same days that overlap', () => {
    expect(
      joined([
        { days: 'mon', from: '20:00', to: '23:00' },
        { days: 'mon', from: '22:00', to: '06:00' },
      ]),
    ).toEqual([{ days: 'mon', from: '20:00', to: '06:00' }]);
  });
});
