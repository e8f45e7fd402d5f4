// From the gateway's receipt of what decided an incident to its row on the screen.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spread } from './numbers.mjs';

const WITHIN_MS = 120_000;
const WANTED = 12;
/** Decided by a clock and not by a frame: their instant is that of a tick. */
const BY_CLOCK = new Set([
  'device_silent',
  'curfew_absence',
  'curfew_late_return',
  'attendance_missed',
  'mass_silence',
]);

export async function incident(operator) {
  const { page } = await operator.watch();
  await page.evaluate(() => {
    const known = new Set([...document.querySelectorAll('.queue li button')].map((one) => one.id));
    window.appeared = {};
    new MutationObserver(() => {
      for (const { id } of document.querySelectorAll('.queue li button')) {
        if (known.has(id)) continue;
        known.add(id);
        window.appeared[id.replace('incident-', '')] = Date.now();
      }
    }).observe(document.querySelector('.queue'), { childList: true, subtree: true });
  });
  await page
    .waitForFunction((wanted) => Object.keys(window.appeared).length >= wanted, WANTED, {
      timeout: WITHIN_MS,
    })
    .catch(() => {});
  const appeared = await page.evaluate(() => window.appeared);
  const clock = JSON.parse(readFileSync(join(operator.system.folder, 'runtime.json'), 'utf8'));
  const real_ms = (instant) =>
    clock.clock_origin_real_ms + (Date.parse(instant) - clock.clock_origin_ms) / clock.clock_speed;
  const waited = { frame: [], clock: [] };
  for (const [id, at_ms] of Object.entries(appeared)) {
    const one = await operator.ask(`/api/incidents/${id}`);
    if (one === null) continue;
    waited[BY_CLOCK.has(one.kind) ? 'clock' : 'frame'].push(at_ms - real_ms(one.decided_at));
  }
  return {
    asked_ms: 1000,
    decided_by_a_frame_ms: spread(waited.frame),
    decided_by_the_clock_ms: spread(waited.clock),
  };
}
