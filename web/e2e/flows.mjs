// The flows of an operator, on the whole system. Usage: node e2e/flows.mjs
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { launch, open } from './browser.mjs';
import { start } from './system.mjs';

const system = await start();
const browser = await launch();
const pages = [];
let failed = 0;

const FLOWS = [
  ['an invited officer signs in: own password, second factor, then with both', signIn],
  ['an incident appears, is acknowledged, taken, noted, taken back and closed, by keys alone', handle],
  ['of two operators the later one is told', race],
  ['the language is switched, and nothing of the old one is left in the menu', switchLanguage],
  ['without the network there is a banner; with it the screen catches up', offline],
];

try {
  await incidents(3);
  for (const [name, flow] of FLOWS) {
    const began = Date.now();
    try {
      await flow();
      console.log(`ok    ${name} (${Date.now() - began} ms)`);
    } catch (error) {
      failed++;
      console.log(`FAIL  ${name}\n${error.stack}`);
    }
    for (const { context, problems, page } of pages.splice(0)) {
      if (problems.length > 0) {
        failed++;
        console.log(`FAIL  ${name}: ${problems.join('; ')}`);
      }
      if (process.env.SHOW)
        await page.screenshot({ path: `/tmp/flow-${FLOWS.findIndex((one) => one[0] === name)}.png` });
      await context.close();
    }
  }
} finally {
  await browser.close();
  await system.stop();
}
process.exit(failed === 0 ? 0 : 1);

/** Waits until so many are open. */
async function incidents(wanted) {
  for (let tries = 0; tries < 300; tries++) {
    const answer = await fetch(`${system.url}/api/incidents?state=open`, {
      headers: { Authorization: `Bearer ${system.token}` },
    });
    if (answer.ok && (await answer.json()).incidents.filter((one) => one.person).length >= wanted) return;
    await new Promise((go) => setTimeout(go, 500));
  }
  throw new Error('no incident came');
}

async function at(options) {
  const made = await open(browser, options);
  pages.push(made);
  return made;
}

async function watch(options = {}) {
  const made = await at({ token: system.token, ...options });
  await made.page.goto(`${system.url}/#/watch`);
  await made.page.locator('.queue li button').first().waitFor({ timeout: 60_000 });
  return made;
}

/** Opens one that the step can be taken with; answers its number. */
async function choose(page, state) {
  const row = page.locator('.queue li button').filter({ hasText: state, hasNotText: 'Mass loss' }).first();
  await row.waitFor({ timeout: 60_000 });
  await row.click();
  await page.locator('#incident-title').waitFor();
  return Number((await row.getAttribute('id')).replace('incident-', ''));
}

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

async function signIn() {
  const invited = system.run(
    'account',
    'add',
    'aigul',
    '--role',
    'supervisor',
    '--language',
    'kk',
    '--invite',
  );
  const oneTime = invited.match(/\S{12,}/g).at(-1);
  const { page } = await at({});
  const own = 'the quiet river under snow 47';
  await page.goto(system.url);
  await page.locator('[autocomplete=username]').fill('aigul');
  await page.locator('[autocomplete=current-password]').fill(oneTime);
  await page.keyboard.press('Enter');
  await page.locator('[autocomplete=new-password]').first().fill(own);
  await page.locator('[autocomplete=new-password]').last().fill(own);
  await page.keyboard.press('Enter');
  await page.locator('nav a').first().waitFor();
  await page.getByRole('button', { name: 'second factor' }).click();
  const secret = await page.locator('code').textContent();
  await page.locator('[autocomplete=one-time-code]').fill(codeOf(secret, Date.now()));
  await page.keyboard.press('Enter');
  await page.locator('code').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.locator('[autocomplete=username]').fill('aigul');
  await page.locator('[autocomplete=current-password]').fill(own);
  await page.keyboard.press('Enter');
  // A code counts once: the next one of the application.
  await page.locator('[autocomplete=one-time-code]').fill(codeOf(secret, Date.now() + 30_000));
  await page.keyboard.press('Enter');
  await page.locator('nav a').first().waitFor();
  assert.equal(await page.evaluate(() => document.cookie), '', 'the session is not for scripts');
}

async function handle() {
  const { page } = await watch();
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
}

async function race() {
  const [one, two] = [await watch(), await watch()];
  const id = await choose(one.page, 'open');
  await two.page.locator(`#incident-${id}`).click();
  await two.page.locator('#incident-title').waitFor();
  await Promise.all([one.page.keyboard.press('a'), two.page.keyboard.press('a')]);
  const told = (page) =>
    page.locator('.overtaken').filter({ hasText: 'was faster' }).waitFor({ timeout: 5000 });
  await Promise.any([told(one.page), told(two.page)]);
}

async function switchLanguage() {
  const { page } = await watch();
  await page.locator('header select').selectOption('kk');
  await page.locator('nav a', { hasText: 'Кезекшілік' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'kk');
  const menu = await page.locator('nav').innerText();
  assert.doesNotMatch(menu, /[A-Za-z]{3}/);
}

async function offline() {
  const { page, context } = await watch();
  await context.setOffline(true);
  await page.locator('.banner.bad').waitFor({ timeout: 40_000 });
  await context.setOffline(false);
  await page.locator('.banner.bad').waitFor({ state: 'detached', timeout: 40_000 });
}
