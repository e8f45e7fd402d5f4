import { describe, expect, it } from 'vitest';
import { instantOf, isoIn, isZone, localOf } from './zonedtime';

describe('wall clocks', () => {
  it('gives the instant at which a clock in Kazakhstan shows a time', () => {
    expect(instantOf('2026-11-22T10:00', 'Asia/Almaty')).toBe(Date.UTC(2026, 10, 22, 5));
    expect(isoIn(Date.UTC(2026, 10, 22, 5), 'Asia/Almaty')).toBe('2026-11-22T10:00:00+05:00');
  });
  it('takes the earlier of the two hours of 29 February 2024', () => {
    expect(instantOf('2024-02-29T23:30', 'Asia/Almaty')).toBe(Date.UTC(2024, 1, 29, 17, 30));
    expect(localOf(Date.UTC(2024, 1, 29, 18, 30), 'Asia/Almaty')).toBe('2024-02-29T23:30');
  });
  it('refuses a time the clock never shows, and a date that is none', () => {
    expect(instantOf('2026-03-29T02:30', 'Europe/Berlin')).toBeNull();
    expect(instantOf('2026-02-30T10:00', 'Asia/Almaty')).toBeNull();
    expect(instantOf('', 'Asia/Almaty')).toBeNull();
  });
  it('knows a zone from a word', () => {
    expect([isZone('Asia/Qyzylorda'), isZone('Asia/Nowhere'), isZone('')]).toEqual([true, false, false]);
  });
});
