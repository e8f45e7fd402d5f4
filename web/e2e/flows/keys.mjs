import assert from 'node:assert/strict';

const title = (page, wanted) => page.waitForFunction((one) => document.title.startsWith(one), wanted);

/** Presses Tab until what has the focus bears this name. */
async function tabTo(page, name) {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => {
      const one = document.activeElement;
      return `${one.getAttribute('aria-label') ?? ''} ${one.textContent} ${one.labels?.[0]?.textContent ?? ''}`;
    });
    if (here.includes(name)) return;
  }
  throw new Error(`Tab does not lead to “${name}”`);
}

export const keys = {
  'signing in, choosing, the map, the search and every screen of the menu are reached without a mouse':
    async (operator) => {
      const { page } = await operator.at();
      await page.locator('form input').first().waitFor();
      await tabTo(page, 'token');
      await page.keyboard.press('Enter');
      await page.locator('form input[type=password]').waitFor();
      await page.keyboard.type(operator.system.token);
      await page.keyboard.press('Enter');
      await page.locator('.queue li button').first().waitFor({ timeout: 60_000 });
      await page.keyboard.press('j');
      await page.locator('#incident-title').waitFor();
      await page.keyboard.press('j');
      const focused = () => page.evaluate(() => document.activeElement.id);
      assert.match(await focused(), /^incident-/);
      const second = await focused();
      await page.keyboard.press('k');
      await page.waitForFunction((one) => document.activeElement.id !== one, second);
      await page.keyboard.press('m');
      assert.equal(await page.evaluate(() => document.activeElement.className.includes('map')), true);
      await page.keyboard.press('/');
      await page.keyboard.type('zzzz');
      await page.getByText('Nothing found.').waitFor();
      await page.keyboard.press('Escape');
      await page.locator('.queue li button').first().waitFor();
      for (const [letter, name] of Object.entries({ m: 'Map', p: 'Person', o: 'Orders', w: 'Watch' })) {
        await page.keyboard.press('g');
        await page.keyboard.press(letter);
        await title(page, name);
      }
    },

  'the help names the keys and switches them off; a Cyrillic layout works the same': async (operator) => {
    const { page } = await operator.watch();
    await page.keyboard.press('Shift+Slash');
    const help = page.getByRole('dialog');
    await help.getByText('next incident').waitFor();
    const letters = (await help.locator('kbd').allInnerTexts()).map((one) => one.trim());
    for (const one of ['j', 'k', 'Enter', 'a', 'w', 'n', 's', 'e', 'c', 'm', '/', 'g', '?', 'u', 'q'])
      assert.ok(letters.includes(one), `the help names ${one}`);
    await help.getByRole('checkbox').press('Space');
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await page.keyboard.press('ArrowDown');
    await page.locator('#incident-title').waitFor();
    assert.match(await page.title(), /^Watch/, 'letters do not act');
    assert.equal(await page.locator('.aside kbd').count(), 0, 'no key is offered that does not act');
    await page.getByRole('button', { name: 'Help with keys' }).press('Enter');
    await help.getByRole('checkbox').press('Space');
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    // What an operator with a Kazakh layout sends who presses g and m.
    await page.evaluate(() => {
      for (const [key, code] of [
        ['п', 'KeyG'],
        ['ь', 'KeyM'],
      ])
        document.body.dispatchEvent(
          new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }),
        );
    });
    await title(page, 'Map');
  },

  'the sound is on, is switched off by a key and stays off': async (operator) => {
    const { page } = await operator.watch();
    await page.getByRole('button', { name: 'Sound on' }).waitFor();
    await page.keyboard.press('q');
    await page.getByRole('button', { name: 'Sound off' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Sound off' }).waitFor({ timeout: 30_000 });
    await page.keyboard.press('q');
    await page.getByRole('button', { name: 'Sound on' }).waitFor();
  },
};
