import assert from 'node:assert/strict';

export const offline = {
  'without the network there is a banner; with it the screen catches up': async (operator) => {
    const { page, context } = await operator.watch();
    const banner = page.locator('.banner.bad');
    await context.setOffline(true);
    await banner.waitFor({ timeout: 40_000 });
    await page.keyboard.press('j');
    await page.locator('#incident-title, .aside .problem').first().waitFor();
    await context.setOffline(false);
    await banner.waitFor({ state: 'detached', timeout: 40_000 });
    const open = (await operator.ask('/api/watch')).incidents.map((one) => one.incident_id);
    const shown = page.locator('.queue li button');
    await page.waitForFunction(
      (newest) => document.getElementById(`incident-${newest}`) !== null,
      Math.max(...open),
      { timeout: 20_000 },
    );
    assert.ok((await shown.count()) > 0);
  },
};
