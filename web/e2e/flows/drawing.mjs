import assert from 'node:assert/strict';
import { giveReason } from '../operator.mjs';

export const drawing = {
  'a zone is drawn, tried on the last 30 days and saved': async (operator) => {
    const { items } = await operator.ask('/api/people?limit=1');
    const number = `2-${Date.now() % 1_000_000}/2026`;
    const { page } = await operator.signedIn(`#/orders/${items[0].person_id}/new`);
    await giveReason(page);
    await page.getByLabel('Number of the order').fill(number);
    await page.getByLabel('Court or body').fill('Almaty city court');
    await page.getByRole('button', { name: 'Curfew', exact: true }).click();
    const draw = page.getByRole('button', { name: 'Draw a circle' });
    const canvas = page.locator('.canvas canvas').first();
    await canvas.waitFor();
    await canvas.scrollIntoViewIfNeeded();
    await draw.click();
    const { x, y, width, height } = await canvas.boundingBox();
    const centre = [x + width / 2, y + height / 2];
    await page.mouse.click(...centre);
    await page.mouse.move(centre[0] + 30, centre[1] + 10, { steps: 5 });
    await page.mouse.click(centre[0] + 40, centre[1] + 10);
    const radius = page.getByLabel('Radius, m');
    await radius.waitFor();
    assert.ok(Number(await radius.inputValue()) > 0);
    await page.getByLabel('Coordinates of its centre').fill('43.238949, 76.889709');
    await radius.fill('150');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Try it on the last 30 days' }).click();
    await page
      .getByRole('heading', { name: 'What this draft would have found' })
      .waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Save the order' }).click();
    await page.getByText('The order is saved.').waitFor();
    await page.getByRole('heading', { name: `Order ${number}` }).waitFor();
  },
};
