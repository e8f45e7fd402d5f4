// Every screen of the workstation, and how one comes to it on a page that is signed in: for axe, names and pictures.
import { giveReason } from './operator.mjs';

const MENU = [
  'watch',
  'orders',
  'map',
  'person',
  'devices',
  'administration',
  'audit',
  'shift',
  'figures',
  'reports',
];

/** Each screen: its name, and `go(page)`, which leads there and waits until it is to be seen. */
export async function visits(operator) {
  const { items } = await operator.ask('/api/people?limit=1');
  const { positions } = await operator.ask('/api/positions/last?limit=200');
  const tracked = positions.find((one) => one.position)?.person.person_id ?? items[0].person_id;
  const devices = (await operator.ask('/api/devices?limit=1'))?.items ?? [];
  const menu = MENU.map((screen) => ({ name: screen, go: (page) => to(page, `#/${screen}`) }));
  return [
    ...menu,
    { name: 'incident', go: incident },
    { name: 'keys', go: keys },
    { name: 'card', go: (page) => toPerson(page, `#/person/${tracked}`, '.screen nav') },
    { name: 'track', go: (page) => toPerson(page, `#/person/${tracked}/track`, 'output.clock') },
    { name: 'orders-of', go: (page) => toPerson(page, `#/orders/${tracked}`, '.orders') },
    { name: 'order-new', go: (page) => editor(page, tracked) },
    { name: 'order-tests', go: (page) => tests(page, tracked) },
    { name: 'me', go: (page) => to(page, '#/me') },
    ...(devices[0] ? [{ name: 'device', go: (page) => device(page, devices[0].device_id) }] : []),
    { name: 'quarantine', go: (page) => to(page, '#/devices/quarantine') },
  ];
}

async function to(page, address) {
  await page.keyboard.press('Escape');
  await page.evaluate((hash) => (location.hash = hash), address);
  await page.waitForTimeout(50);
  const seen = page.locator('h1').or(page.getByRole('dialog')).first();
  await seen.waitFor({ state: 'attached', timeout: 30_000 });
  if (address === '#/watch') await page.locator('.queue li button').first().waitFor({ timeout: 60_000 });
  await quiet(page);
}

/** Until nothing has been asked of the server for a moment. */
async function quiet(page) {
  await page.waitForFunction(
    () => {
      const asked = performance.getEntriesByType('resource').length;
      const same = window.askedBefore === asked;
      window.askedBefore = asked;
      return same;
    },
    undefined,
    { polling: 350, timeout: 15_000 },
  );
}

async function toPerson(page, address, ready) {
  await to(page, address);
  const dialog = page.getByRole('dialog');
  const shown = page.locator(ready).first();
  await dialog.or(shown).first().waitFor({ timeout: 30_000 });
  if (await dialog.isVisible()) await giveReason(page);
  await shown.waitFor({ timeout: 30_000 });
  await quiet(page);
}

async function incident(page) {
  await to(page, '#/watch');
  await page.locator('.queue li button').first().click();
  await page.locator('#incident-title').waitFor();
  await quiet(page);
}

async function keys(page) {
  await to(page, '#/watch');
  await page.keyboard.press('Shift+Slash');
  await page.getByRole('dialog').waitFor();
}

async function editor(page, person_id) {
  await toPerson(page, `#/orders/${person_id}/new`, 'form');
  await page.locator('form [role=group] button').first().click();
  await page.locator('.canvas canvas').first().waitFor();
}

/** Breath tests, check-ins and whom to keep away from: what needs no place. */
async function tests(page, person_id) {
  await toPerson(page, `#/orders/${person_id}/new`, 'form');
  const kinds = page.locator('form [role=group]').last().locator('button');
  await kinds.first().waitFor();
  const count = await kinds.count();
  for (const at of [count - 3, count - 2, count - 1]) await kinds.nth(at).click();
  await page.locator('form input[type=time], form select').first().waitFor();
}

/** One device with its commands, where there is somebody to open them for. */
async function device(page, device_id) {
  await to(page, `#/devices/${device_id}`);
  const commands = page.locator('section[aria-labelledby=commands] > button');
  if (!(await commands.isVisible())) return;
  await commands.click();
  const dialog = page.getByRole('dialog');
  const shown = page.locator('section[aria-labelledby=commands] :is(form, p, table)').first();
  await dialog.or(shown).first().waitFor();
  if (await dialog.isVisible()) await giveReason(page);
  await shown.waitFor();
  await quiet(page);
}
