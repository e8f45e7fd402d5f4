import assert from 'node:assert/strict';

const FIGURE = 'Battery level that is low';

async function battery(operator) {
  const { figures } = await operator.ask('/api/administration/thresholds');
  return figures.find((one) => one.name === 'battery_low_percent').value;
}

export const administering = {
  'a threshold is changed with a reason, applies, and is put back': async (operator) => {
    const token = operator.tokenOf('administrator');
    const { page } = await operator.signedIn('#/administration/thresholds', { token });
    const before = await battery(operator);
    const row = page.getByRole('row').filter({ has: page.getByText(FIGURE, { exact: true }) });
    const dialog = page.getByRole('dialog');
    const change = async (value, reason) => {
      await row.first().getByRole('button').click();
      await dialog.getByLabel('Value').fill(String(value));
      await dialog.getByLabel('Reason').fill(reason);
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'detached' });
    };
    await change(before + 3, 'Batteries of this winter');
    await row
      .first()
      .getByText(`${before + 3} %`)
      .waitFor();
    await page.getByRole('cell', { name: 'Batteries of this winter' }).first().waitFor();
    assert.equal(await battery(operator), before + 3);
    await change(before, 'Back to what was');
    assert.equal(await battery(operator), before);
  },

  'a session is ended from another browser, which then has to sign in again': async (operator) => {
    const { page, login } = await operator.withPassword('operator');
    const other = await operator.again(login);
    await page.locator('a.who').click();
    await page.getByRole('button', { name: /^End: / }).click();
    await page.getByText('Ended.', { exact: true }).waitFor();
    await other.page.reload();
    await other.page.locator('[autocomplete=username]').waitFor();
    assert.equal(await page.getByRole('button', { name: /^End: / }).count(), 0);
  },
};
