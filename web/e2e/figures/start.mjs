// From the address to the first incident of the queue on the screen.
import { spread } from './numbers.mjs';

const TIMES = 5;

/** Milliseconds since the navigation began at which the queue was first painted with a row. */
const seen = (page) =>
  page.waitForFunction(() => window.rowAt, undefined, { timeout: 60_000 }).then((found) => found.jsonValue());

export async function firstScreen(operator) {
  const cold = [];
  const warm = [];
  for (let time = 0; time < TIMES; time++) {
    const { page } = await operator.signedIn('#/reports');
    await page.addInitScript(() => {
      const look = () => {
        if (document.querySelector('.queue li button'))
          requestAnimationFrame(() => (window.rowAt = performance.now()));
        else requestAnimationFrame(look);
      };
      look();
    });
    const session = await page.context().newCDPSession(page);
    await session.send('Network.clearBrowserCache');
    await page.goto(`${operator.system.url}/#/watch`);
    await page.reload();
    cold.push(await seen(page));
    await page.reload();
    warm.push(await seen(page));
    await operator.leave();
  }
  return { asked_ms: 1500, nothing_cached_ms: spread(cold), cached_ms: spread(warm) };
}
