import { choose } from '../operator.mjs';

export const racing = {
  'of two operators the later one is told': async (operator) => {
    const [one, two] = [await operator.watch(), await operator.watch()];
    const id = await choose(one.page, 'open');
    await two.page.locator(`#incident-${id}`).click();
    await two.page.locator('#incident-title').waitFor();
    await Promise.all([one.page.keyboard.press('a'), two.page.keyboard.press('a')]);
    const told = (page) =>
      page.locator('.overtaken').filter({ hasText: 'was faster' }).waitFor({ timeout: 10_000 });
    await Promise.any([told(one.page), told(two.page)]);
  },
};
