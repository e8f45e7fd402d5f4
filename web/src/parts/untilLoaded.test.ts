import { expect, it } from 'vitest';
import { untilLoaded } from './untilLoaded';

it('asks again until a part of the page comes', async () => {
  let asked = 0;
  const part = await untilLoaded(async () => {
    asked += 1;
    if (asked < 3) throw new TypeError('Failed to fetch dynamically imported module');
    return 'the part';
  }, 1);
  expect([part, asked]).toEqual(['the part', 3]);
});
