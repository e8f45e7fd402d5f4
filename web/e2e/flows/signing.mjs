import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';

/** The code of an authenticator application (RFC 6238) at this moment. */
function codeOf(secret, now_ms) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/\s|=/g, '')]
    .map((one) => letters.indexOf(one).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((one) => parseInt(one, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now_ms / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const place = mac[19] & 15;
  return String((mac.readUInt32BE(place) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const OWN = 'the quiet river under snow 47';

export const signing = {
  'an invited officer signs in: own password, second factor, then with both': async (operator) => {
    const login = `aigul${Date.now() % 100_000}`;
    const invited = operator.system.run(
      ...['account', 'add', login, '--role', 'supervisor', '--language', 'kk', '--invite'],
    );
    const oneTime = invited.match(/\S{12,}/g).at(-1);
    const { page } = await operator.at();
    const password = page.locator('[autocomplete=current-password]');
    const code = page.locator('[autocomplete=one-time-code]');
    await page.locator('[autocomplete=username]').fill(login);
    await password.fill(oneTime);
    await page.keyboard.press('Enter');
    await page.locator('[autocomplete=new-password]').first().fill(OWN);
    await page.locator('[autocomplete=new-password]').last().fill(OWN);
    await page.keyboard.press('Enter');
    await page.locator('nav a').first().waitFor();
    await page.getByRole('button', { name: 'second factor' }).click();
    const secret = await page.locator('code').textContent();
    await code.fill(codeOf(secret, Date.now()));
    await page.keyboard.press('Enter');
    await page.locator('code').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('[autocomplete=username]').fill(login);
    await password.fill(OWN);
    await page.keyboard.press('Enter');
    // A code counts once: the next one of the application.
    await code.fill(codeOf(secret, Date.now() + 30_000));
    await page.keyboard.press('Enter');
    await page.locator('nav a').first().waitFor();
    assert.equal(await page.evaluate(() => document.cookie), '', 'the session is not for scripts');
  },
};
