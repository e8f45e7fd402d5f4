import assert from 'node:assert/strict';

const OWN = 'a bridge over the winter river 12';

/** An authenticator of the browser that verifies its user by itself (WebAuthn's automation interface). */
async function authenticator(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options });
  return async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
}

export const passkeys = {
  'a passkey is made, signs in by itself, and is removed': async (operator) => {
    const login = `saule${Date.now() % 100_000}`;
    const invited = operator.system.run(...['account', 'add', login, '--role', 'operator', '--invite']);
    const { page } = await operator.at();
    // Passkeys know no addresses: the page says by which name they work, and leads there.
    const named = page.getByRole('link', { name: /localhost/ });
    if (new URL(page.url()).hostname !== 'localhost') await named.click();
    await page.locator('[autocomplete=username]').fill(login);
    await page.locator('[autocomplete=current-password]').fill(invited.match(/\S{12,}/g).at(-1));
    await page.keyboard.press('Enter');
    await page.locator('[autocomplete=new-password]').first().fill(OWN);
    await page.locator('[autocomplete=new-password]').last().fill(OWN);
    await page.keyboard.press('Enter');
    await page.locator('a.who').click();

    const credentials = await authenticator(page);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('desk');
    await dialog.locator('[type=password]').fill(OWN);
    await dialog.locator('button.main').click();
    await page.getByText('desk', { exact: true }).waitFor();
    assert.equal((await credentials()).length, 1);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.locator('a.who').click();
    await page.getByText('with a passkey', { exact: false }).first().waitFor();
    assert.equal((await credentials())[0].signCount, 2);

    await page.getByRole('button', { name: 'Remove: desk' }).click();
    await dialog.locator('[type=password]').fill(OWN);
    await dialog.locator('button.main').click();
    await page.getByText('There is no passkey yet.').waitFor();
  },
};
