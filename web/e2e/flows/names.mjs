import assert from 'node:assert/strict';
import { findings, LANGUAGES, THEMES } from '../browser.mjs';
import { visits } from '../visits.mjs';

const NEED_A_NAME = new Set([
  ...['button', 'link', 'textbox', 'searchbox', 'combobox', 'checkbox', 'radio', 'slider', 'spinbutton'],
  ...['listbox', 'option', 'tab', 'dialog', 'table', 'img', 'image', 'navigation', 'region', 'group'],
]);
const NEED_NO_NAME = new Set(['group', 'table']);

/** What a screen reader meets on the page: role and name. */
async function spoken(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  return nodes
    .filter((one) => !one.ignored)
    .map((one) => ({ role: one.role?.value, name: (one.name?.value ?? '').trim(), level: levelOf(one) }));
}

const levelOf = (node) => node.properties?.find((one) => one.name === 'level')?.value?.value;

function missing(nodes) {
  const wrong = nodes
    .filter((one) => NEED_A_NAME.has(one.role) && !NEED_NO_NAME.has(one.role) && one.name === '')
    .map((one) => `a ${one.role} without a name`);
  const first = nodes.filter((one) => one.role === 'heading' && one.level === 1);
  if (first.length !== 1) wrong.push(`${first.length} headings of level 1`);
  if (!nodes.some((one) => one.role === 'main')) wrong.push('no main part');
  return wrong;
}

async function look(page, name) {
  const wrong = [...missing(await spoken(page)), ...(await findings(page))];
  return wrong.map((one) => `${name}: ${one}`);
}

async function started(operator, role, options) {
  const { page } = await operator.signedIn('#/reports', { ...options, token: operator.tokenOf(role) });
  await page.locator('nav a').first().waitFor();
  return page;
}

const LOOKS = LANGUAGES.flatMap((language) => THEMES.map((theme) => [language, theme]));

/** What is asked of each screen once: the languages and themes take turns. `shots.mjs` looks at all of them. */
async function inTurn(operator, language, theme, turn) {
  const signIn = await operator.at('', { language, theme });
  await signIn.page.locator('form input').first().waitFor();
  const found = await look(signIn.page, `signin (${language}, ${theme})`);
  const pages = new Map();
  for (const [number, visit] of (await visits(operator)).entries()) {
    if (number % LOOKS.length !== turn) continue;
    const page = pages.get(visit.as) ?? (await started(operator, visit.as, { language, theme }));
    pages.set(visit.as, page);
    await visit.go(page);
    found.push(...(await look(page, `${visit.name} (${language}, ${theme})`)));
  }
  return found;
}

export const names = Object.fromEntries(
  LOOKS.map(([language, theme], turn) => [
    `a screen reader finds a name for everything, and axe finds nothing (${language}, ${theme})`,
    async (operator) => assert.deepEqual(await inTurn(operator, language, theme, turn), []),
  ]),
);
