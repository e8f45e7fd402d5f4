// Pictures of every screen in three languages, two themes and two sizes into web/shots (git-ignored), each checked
// with axe. Usage: node e2e/shots.mjs [SCREEN…]
// A screen that scrolls has a second picture, NAME-whole.png.
//   BAQYLAU_AT="URL TOKEN DATA_FOLDER" uses a system that runs; ONLY="kk dark phone" takes fewer of each
import { mkdirSync } from 'node:fs';
import { findings, LANGUAGES, launch, SIZES, THEMES } from './browser.mjs';
import { Operator } from './operator.mjs';
import { running, start } from './system.mjs';
import { visits } from './visits.mjs';

const folder = new URL('../shots/', import.meta.url).pathname;
mkdirSync(folder, { recursive: true });
const LONGEST_PX = 3000;
const screens = process.argv.slice(2);
const there = process.env.BAQYLAU_AT?.split(' ');
const only = process.env.ONLY?.split(' ') ?? [];
const some = (all) => (all.some((one) => only.includes(one)) ? all.filter((one) => only.includes(one)) : all);
const wanted = (name) => screens.length === 0 || screens.includes(name);

const system = there ? running(...there) : await start();
const browser = await launch();
const operator = new Operator(system, browser);
let bad = 0;

try {
  await operator.incidents(1);
  for (const language of some(LANGUAGES))
    for (const theme of some(THEMES))
      for (const size of some(Object.keys(SIZES))) await all({ language, theme, size });
} finally {
  await browser.close();
  await system.stop();
}
console.log(bad === 0 ? 'no finding' : `${bad} findings`);
process.exit(bad === 0 ? 0 : 1);

async function all(options) {
  const suffix = Object.values(options).join('-');
  if (wanted('signin')) {
    const made = await operator.at('', options);
    await made.page.locator('form input').first().waitFor();
    await done(made, `signin-${suffix}`);
  }
  const pages = new Map();
  for (const { name, as, go } of await visits(operator)) {
    if (!wanted(name)) continue;
    if (!pages.has(as)) pages.set(as, await started(as, options));
    const made = pages.get(as);
    try {
      await go(made.page);
    } catch (error) {
      made.problems.push(`not reached: ${error.message.split('\n')[0]}`);
    }
    await made.page.waitForTimeout(700);
    await done(made, `${name}-${suffix}`);
  }
  if (wanted('me-password')) {
    const made = await operator.withPassword('supervisor', options);
    await made.page.evaluate(() => (location.hash = '#/me'));
    await made.page.locator('#own-sessions').waitFor();
    await made.page.waitForTimeout(700);
    await done(made, `me-password-${suffix}`);
  }
  await operator.leave();
}

async function started(role, options) {
  const made = await operator.signedIn('#/reports', { ...options, token: operator.tokenOf(role) });
  await made.page.locator('nav a').first().waitFor({ state: 'attached' });
  return made;
}

async function done({ page, problems }, name) {
  await page.screenshot({ path: `${folder}${name}.png` });
  await whole(page, `${folder}${name}-whole.png`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  const found = [...(await findings(page)), ...problems.splice(0)];
  if (wide > 0) found.push(`${wide} px wider than the window`);
  bad += found.length;
  for (const one of found) console.log(`${name}: ${one}`);
}

/** What has to be scrolled to is in a second picture. */
async function whole(page, path) {
  const { width, height } = page.viewportSize();
  const more = await page.evaluate(() => {
    const main = document.querySelector('#main');
    return main ? main.scrollHeight - main.clientHeight : 0;
  });
  if (more <= 0) return;
  await page.setViewportSize({ width, height: Math.min(height + more, LONGEST_PX) });
  await page.waitForTimeout(200);
  await page.screenshot({ path });
  await page.setViewportSize({ width, height });
}
