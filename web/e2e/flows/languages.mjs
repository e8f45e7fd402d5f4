import assert from 'node:assert/strict';

export const languages = {
  'the language is switched, and nothing of the old one is left in the menu': async (operator) => {
    const { page } = await operator.watch();
    await page.getByLabel('Language').selectOption('kk');
    await page.locator('nav a', { hasText: 'Кезекшілік' }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'kk');
    assert.doesNotMatch(await page.locator('nav').innerText(), /[A-Za-z]{3}/);
    await page.reload();
    await page.locator('nav a', { hasText: 'Кезекшілік' }).waitFor();
  },
};
