import assert from 'node:assert/strict';
import { choose } from '../operator.mjs';

export const handling = {
  'an incident appears by itself while the wearers move': async (operator) => {
    const { page } = await operator.watch();
    const rows = page.locator('.queue li button');
    const before = await rows.evaluateAll((all) => all.map((one) => one.id));
    await page.waitForFunction(
      (known) => [...document.querySelectorAll('.queue li button')].some((one) => !known.includes(one.id)),
      before,
      { timeout: 80_000 },
    );
  },

  'an incident is acknowledged, taken, noted, taken back and closed, by keys alone': async (operator) => {
    const { page } = await operator.watch();
    const id = await choose(page, 'open');
    const detail = page.locator('.aside');
    const says = (text) => detail.locator('header').getByText(text, { exact: true }).first().waitFor();
    await page.keyboard.press('a');
    await says('acknowledged');
    await page.keyboard.press('w');
    await says('in hand');
    await page.keyboard.press('u');
    await says('acknowledged');
    await page.keyboard.press('w');
    await says('in hand');
    await page.keyboard.press('n');
    await page.keyboard.type('Called, no answer.');
    await page.keyboard.press('Control+Enter');
    await detail.locator('q').getByText('Called, no answer.').waitFor();
    await page.keyboard.press('c');
    await page.locator('.aside form select').selectOption('explained');
    await page.locator('.aside form textarea').fill('At the doctor, paper seen.');
    await page.keyboard.press('Control+Enter');
    await says('closed');
    await page.locator(`#incident-${id}`).waitFor({ state: 'detached' });
    const kept = await operator.ask(`/api/incidents/${id}`);
    assert.equal(kept.state, 'closed');
    assert.equal(kept.disposition, 'explained');
  },
};
