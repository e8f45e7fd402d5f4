// Debian's Chromium, and how to sign in.
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
export const LANGUAGES = ['kk', 'ru', 'en'];
export const THEMES = ['dark', 'light'];
export const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });

/** A page that gathers what goes wrong in it; `problems` must be empty at the end. */
export async function open(browser, { language = 'en', theme = 'dark', size = 'desktop', token } = {}) {
  // axe is put in by the tester, past the policy of the page; everything else runs under it.
  const context = await browser.newContext({
    viewport: SIZES[size],
    locale: 'en-GB',
    timezoneId: 'Asia/Almaty',
  });
  await context.addInitScript(
    ([language, theme, token]) => {
      // What the operator chooses on the page holds when it is loaded again.
      if (localStorage.getItem('language') === null) localStorage.setItem('language', language);
      if (localStorage.getItem('theme') === null) localStorage.setItem('theme', theme);
      if (token) sessionStorage.setItem('token', token);
    },
    [language, theme, token],
  );
  const page = await context.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(`error at ${page.url()}: ${error.stack}`));
  page.on('console', (message) => {
    if (/Content.Security.Policy|Refused to/i.test(message.text())) problems.push(message.text());
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['127.0.0.1', 'localhost', ''].includes(url.hostname))
      problems.push(`fetched from outside: ${request.url()}`);
  });
  return { page, context, problems };
}

/**
 * What axe finds against WCAG 2.2 A and AA: each as one line. Not what the bar at the foot of a page covers in part for
 * as long as one does not scroll on: 2.5.8 asks for the size of a target, and it has it.
 */
export async function findings(page) {
  const session = await page.context().newCDPSession(page);
  const { readFileSync } = await import('node:fs');
  await session.send('Runtime.evaluate', { expression: readFileSync(axe, 'utf8') });
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa'], resultTypes: ['violations']})
      .then((found) => JSON.stringify(found.violations.map((one) => ({id: one.id, help: one.help,
        nodes: one.nodes.map((node) => node.target.join(' ') + ' — ' + (node.any[0]?.message ?? node.all[0]?.message ?? ''))}))))`,
    awaitPromise: true,
    returnByValue: true,
  });
  return JSON.parse(result.value)
    .map((one) => ({ ...one, nodes: one.nodes.filter((node) => !node.includes('partially obscured')) }))
    .filter((one) => one.nodes.length > 0)
    .map((one) => `${one.id}: ${one.help}\n    ${one.nodes.slice(0, 3).join('\n    ')}`);
}
