import { describe, expect, it } from 'vitest';
import { purposeOf } from './purposes';

describe('the purpose of an entry', () => {
  it('tells a code from the number of an incident and from free words', () => {
    expect(purposeOf('incident:12', {})).toEqual({ code: 'incident', incident_id: '12', words: null });
    expect(purposeOf('complaint', {})).toEqual({ code: 'complaint', incident_id: null, words: null });
    expect(purposeOf('other', { words: 'сұрау' })).toEqual({
      code: 'other',
      incident_id: null,
      words: 'сұрау',
    });
    expect(purposeOf(null, {})).toBeNull();
  });
});
