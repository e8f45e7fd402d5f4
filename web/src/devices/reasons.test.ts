import { describe, expect, it } from 'vitest';
import { reasonOf } from './reasons';

describe('why a frame was refused', () => {
  it('is told apart into a code, which has a text in each language, and words', () => {
    expect(reasonOf('unknown_device: not in the register')).toEqual({
      code: 'unknown_device',
      words: 'not in the register',
    });
    expect(reasonOf('the checksum is 1, 2 was computed')).toEqual({
      code: 'damaged',
      words: 'the checksum is 1, 2 was computed',
    });
  });
});
