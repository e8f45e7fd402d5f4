import assert from 'node:assert/strict';
import { findings } from '../browser.mjs';
import { giveReason } from '../operator.mjs';

const focused = (page) => page.evaluate(() => document.activeElement.getAttribute('aria-label'));

export const dates = {
  'a date is typed and chosen in the page’s language, whatever the browser’s is': async (operator) => {
    const { page } = await operator.signedIn('#/reports', { language: 'kk' });
    const from = page.getByLabel('Бірінші күн', { exact: true });
    await from.waitFor();
    assert.equal(await from.getAttribute('placeholder'), 'кк.аа.жжжж');
    await from.fill('');
    await from.pressSequentially('05112026');
    assert.equal(await from.inputValue(), '05.11.2026');
    await page.keyboard.press('Alt+ArrowDown');
    const calendar = page.getByRole('dialog', { name: 'Күнтізбе' });
    await calendar.waitFor();
    await page.waitForFunction(() => document.activeElement.closest('.calendar'));
    assert.match(await focused(page), /^бейсенбі, 2026 жылғы 5 қараша/);
    const words = await calendar.evaluate((one) =>
      [one, ...one.querySelectorAll('*')]
        .flatMap((each) => [each.getAttribute('aria-label') ?? '', each.textContent])
        .join(' '),
    );
    assert.doesNotMatch(words, /[A-Za-z]{2}/);
    assert.deepEqual(await findings(page), []);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await calendar.waitFor({ state: 'detached' });
    assert.equal(await from.inputValue(), '06.11.2026');
    assert.equal(await from.evaluate((one) => one === document.activeElement), true);
    await page.keyboard.press('Alt+ArrowDown');
    await calendar.waitFor();
    await page.keyboard.press('Escape');
    await calendar.waitFor({ state: 'detached' });
    assert.equal(await from.inputValue(), '06.11.2026');
  },

  'an end of an order that is no date is refused, not taken for no end': async (operator) => {
    const { items } = await operator.ask('/api/people?limit=1');
    const { page } = await operator.signedIn(`#/orders/${items[0].person_id}/new`);
    await giveReason(page);
    const end = page.getByLabel('Valid until', { exact: true });
    await end.fill('31/11/2026 10:00');
    await page.keyboard.press('Tab');
    await page.getByText('There is no such date and time. Write it like this: 22/11/2026 14:05').waitFor();
    await page.getByRole('button', { name: 'Try it on the last 30 days' }).click();
    await page.locator('#order-troubles').waitFor();
    assert.equal(await end.getAttribute('aria-invalid'), 'true');
    await end.fill('2026-11-30T10:00');
    assert.equal(await end.inputValue(), '2026-11-30T10:00');
    await page.keyboard.press('Tab');
    assert.equal(await end.inputValue(), '30/11/2026 10:00');
    assert.equal(await end.getAttribute('aria-invalid'), 'false');
  },
};
