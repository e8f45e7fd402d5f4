// Pictures of every screen in three languages, two themes and two sizes into web/shots (git-ignored), each checked
// with axe. Usage: node e2e/shots.mjs [URL TOKEN]; without them the demonstration is started.
import { mkdirSync } from 'node:fs';
import { findings, LANGUAGES, launch, open, SIZES, THEMES } from './browser.mjs';
import { start } from './system.mjs';

const folder = new URL('../shots/', import.meta.url).pathname;
mkdirSync(folder, { recursive: true });
const [url, token] = process.argv.slice(2);
const only = process.env.ONLY?.split(',');
const system = url ? null : await start();
const at = { url: url ?? system.url, token: token ?? system.token };
const browser = await launch();
let bad = 0;

try {
  if (system) await waitForIncidents(at);
  for (const language of LANGUAGES)
    for (const theme of THEMES) for (const size of Object.keys(SIZES)) await all(language, theme, size);
} finally {
  await browser.close();
  await system?.stop();
}
console.log(bad === 0 ? 'no finding' : `${bad} findings`);
process.exit(bad === 0 ? 0 : 1);

async function waitForIncidents({ url, token }) {
  for (let tries = 0; tries < 240; tries++) {
    const answer = await fetch(`${url}/api/incidents?state=open`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    if (answer.ok && (await answer.json()).incidents.some((one) => one.person)) return;
    await new Promise((go) => setTimeout(go, 500));
  }
  throw new Error('no incident came');
}

async function all(language, theme, size) {
  const name = (screen) => `${folder}${screen}-${language}-${theme}-${size}.png`;
  const wanted = (screen) => only === undefined || only.includes(screen);
  if (wanted('signin')) {
    const { page, context, problems } = await open(browser, { language, theme, size });
    await page.goto(at.url);
    await page.locator('form input').first().waitFor();
    await done(page, 'signin', name, problems);
    await context.close();
  }
  const { page, context, problems } = await open(browser, { language, theme, size, token: at.token });
  await page.goto(`${at.url}/#/watch`);
  await page.locator('nav a').first().waitFor();
  const screens = await page
    .locator('nav a')
    .evaluateAll((links) => links.map((one) => one.getAttribute('href')));
  for (const href of screens) {
    const screen = href.replace('#/', '');
    if (!wanted(screen)) continue;
    await page.goto(`${at.url}/${href}`);
    if (screen === 'watch') await page.locator('.queue li button').first().click();
    await page.waitForTimeout(1500);
    await done(page, screen, name, problems);
    if (screen === 'watch') {
      await page.keyboard.press('?');
      await page.waitForTimeout(300);
      await done(page, 'keys', name, problems);
    }
  }
  await context.close();
}

async function done(page, screen, name, problems) {
  await page.screenshot({ path: name(screen) });
  const found = [...(await findings(page)), ...problems.splice(0)];
  bad += found.length;
  for (const one of found) console.log(`${name(screen).slice(folder.length)}: ${one}`);
}
