import assert from 'node:assert/strict';
import { giveReason } from '../operator.mjs';

/** Somebody whose order needs positions and who has some. */
async function tracked(operator) {
  const { positions } = await operator.ask('/api/positions/last?limit=200');
  const found = positions.find((one) => one.position !== null && one.position !== undefined);
  assert.ok(found, 'somebody has a position');
  return found.person.person_id;
}

export const replaying = {
  'a track is opened for a purpose, played, stepped through and read as a table': async (operator) => {
    const { page } = await operator.signedIn(`#/person/${await tracked(operator)}`);
    await giveReason(page);
    await page.getByRole('link', { name: 'Track' }).click();
    const clock = page.locator('output.clock');
    await clock.waitFor({ timeout: 30_000 });
    const slider = page.getByRole('slider', { name: 'Time' });
    await slider.focus();
    await page.keyboard.press('Home');
    const first = await clock.innerText();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(
      (before) => document.querySelector('output.clock').textContent !== before,
      first,
    );
    const numbered = page.getByRole('heading', { name: /^Point \d/ });
    await numbered.waitFor();
    const number = await numbered.innerText();
    await page.getByRole('button', { name: 'Next point' }).click();
    await page.waitForFunction(
      (before) => ![...document.querySelectorAll('h2')].some((one) => one.innerText === before),
      number,
    );
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Table of points' }).click();
    await page.getByRole('grid', { name: 'Table of points' }).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'GPX' }).click(),
    ]);
    assert.match(file.suggestedFilename(), /\.gpx$/);
  },
};
