import { expect, it } from 'vitest';
import { browserOf } from './agents';

it('names browser and system, the one that others pretend to be last', () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
  expect(browserOf(chrome)).toBe('Chrome, Linux');
  expect(browserOf(`${chrome} Edg/140.0`)).toBe('Edge, Linux');
  expect(browserOf('Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0')).toBe(
    'Firefox, Windows',
  );
  expect(
    browserOf(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Safari/604.1',
    ),
  ).toBe('Safari, iOS');
  expect(browserOf('python-httpx/1')).toBeNull();
});
