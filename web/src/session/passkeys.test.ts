import { describe, expect, it } from 'vitest';
import { failureOf, placeOf } from './passkeys';

const ways = (passkeys_at: string | null) => ({ passkeys_at, directory: null, language: null });

describe('where passkeys work', () => {
  it('is here only at the very origin they are bound to', () => {
    expect(placeOf(ways('http://localhost:8080'), 'http://localhost:8080', true)).toEqual({ is: 'here' });
    expect(placeOf(ways('http://localhost:8080'), 'http://127.0.0.1:8080', true)).toEqual({
      is: 'elsewhere',
      at: 'http://localhost:8080',
    });
  });

  it('is nowhere for an address, and said so where the browser cannot', () => {
    expect(placeOf(ways(null), 'http://10.0.0.1', true)).toEqual({ is: 'nowhere' });
    expect(placeOf(ways('https://a.kz'), 'https://a.kz', false)).toEqual({ is: 'unsupported' });
  });
});

describe('what went wrong in the browser', () => {
  const named = (name: string) => Object.assign(new Error('words'), { name });

  it('tells a dialog that was closed from a key that is known and from the rest', () => {
    expect(failureOf(named('NotAllowedError'))).toEqual({ kind: 'given_up' });
    expect(failureOf(named('InvalidStateError'))).toEqual({ kind: 'known' });
    expect(failureOf(named('SecurityError'))).toEqual({ kind: 'broken', detail: 'words' });
    expect(failureOf('x')).toEqual({ kind: 'broken', detail: 'x' });
  });
});
