import { expect, it } from 'vitest';
import { oneAtATime } from './rereading';

it('reads once more when it was asked while it read, and never twice at once', async () => {
  let reads = 0;
  let now = 0;
  let most = 0;
  const ends: (() => void)[] = [];
  const reload = oneAtATime(async () => {
    reads += 1;
    most = Math.max(most, ++now);
    await new Promise<void>((end) => ends.push(end));
    now -= 1;
  });
  const first = reload();
  const second = reload();
  void reload();
  expect(reads).toBe(1);
  ends.shift()?.();
  await Promise.resolve().then(() => undefined);
  await Promise.resolve();
  expect(reads).toBe(2);
  ends.shift()?.();
  await Promise.all([first, second]);
  expect([reads, most]).toEqual([2, 1]);
  void reload();
  expect(reads).toBe(3);
});
