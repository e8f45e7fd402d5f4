import { describe, expect, it } from 'vitest';
import { monthOf, textOf } from './reports';

describe('the period of a report', () => {
  it('is this month so far, or the whole month before', () => {
    expect(monthOf('2026-11-22', 0)).toEqual({ from: '2026-11-01', to: '2026-11-22' });
    expect(monthOf('2026-11-22', 1)).toEqual({ from: '2026-10-01', to: '2026-11-01' });
    expect(monthOf('2026-01-05', 1)).toEqual({ from: '2025-12-01', to: '2026-01-01' });
  });
});

describe('a value of a report', () => {
  it('is taken in the language of the screen where it comes in three', () => {
    expect(textOf({ kk: 'Алматы қаласы', ru: 'город Алматы' }, 'kk')).toBe('Алматы қаласы');
    expect([textOf(null, 'ru'), textOf(12, 'ru')]).toEqual(['–', '12']);
  });
});
