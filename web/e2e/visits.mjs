// Every screen of the workstation, and how one comes to it on a page that is signed in: for axe, names and pictures.
import { giveReason } from './operator.mjs';
import { stocked } from './stocked.mjs';

/** What the menu and its tabs lead to: name and address. */
const MENU = {
  watch: 'watch',
  orders: 'orders',
  map: 'map',
  person: 'person',
  devices: 'devices',
  quarantine: 'devices/quarantine',
  refused: 'devices/refused',
  audit: 'audit',
  shift: 'shift',
  figures: 'figures',
  reports: 'reports',
  'reports-incidents': 'reports/incidents',
  'reports-devices': 'reports/devices',
  sheets: 'reports/sheets',
  me: 'me',
};
const ADMINISTRATION = ['accounts', 'offices', 'thresholds', 'channels', 'language'];

/**
 * Each screen: its name, the role that sees it (none: the demonstration's supervisor), and `go(page)`, which leads
 * there and waits until it is to be seen.
 */
export async function visits(operator) {
  const { items } = await operator.ask('/api/people?limit=1');
  const { positions } = await operator.ask('/api/positions/last?limit=200');
  const tracked = positions.find((one) => one.position)?.person.person_id ?? items[0].person_id;
  return [
    ...Object.entries(MENU).map(([name, path]) => ({ name, go: (page) => to(page, `#/${path}`) })),
    { name: 'incident', go: incident },
    { name: 'incident-note', go: noting },
    { name: 'keys', go: keys },
    { name: 'card', go: (page) => toPerson(page, `#/person/${tracked}`, '.screen nav') },
    { name: 'card-contact', go: (page) => contact(page, tracked) },
    { name: 'track', go: (page) => toPerson(page, `#/person/${tracked}/track`, 'output.clock') },
    { name: 'track-table', go: (page) => points(page, tracked) },
    { name: 'orders-of', go: (page) => toPerson(page, `#/orders/${tracked}`, '.orders') },
    { name: 'order-new', go: (page) => editor(page, tracked) },
    { name: 'order-tried', go: (page) => tried(page, tracked) },
    { name: 'order-tests', go: (page) => tests(page, tracked) },
    ...(await aboutDevices(operator)),
    ...administration(),
  ];
}

/** A device in each part of its life, as the technician sees it. */
async function aboutDevices(operator) {
  const { stock, issued, fitted } = await stocked(operator);
  const worn = (await operator.ask('/api/devices?limit=1')).items[0].device_id;
  const measuring = (await operator.ask('/api/devices?kind=breath_unit&limit=1')).items[0].device_id;
  const as = 'technician';
  const at = (device_id) => (page) => to(page, `#/devices/${device_id}`);
  return [
    { name: 'device', as, go: (page) => device(page, worn) },
    {
      name: 'device-new',
      as,
      go: (page) => opened(page, '#/devices', '#main button.main', '.adding form'),
    },
    { name: 'device-stock', as, go: (page) => step(page, stock, 0) },
    { name: 'device-issued', as, go: (page) => step(page, issued, 0) },
    { name: 'device-fitting', as, go: at(fitted) },
    { name: 'device-swap', as, go: (page) => step(page, fitted, 1) },
    {
      name: 'device-calibration',
      as,
      go: (page) =>
        opened(
          page,
          `#/devices/${measuring}`,
          'section[aria-labelledby=calibrations] > div button',
          'section[aria-labelledby=calibrations] form',
        ),
    },
  ];
}

function administration() {
  const as = 'administrator';
  const address = (tab) => `#/administration/${tab}`;
  const form = (tab, button) => (page) => opened(page, address(tab), button, '[role=dialog] form');
  return [
    ...ADMINISTRATION.map((tab) => ({ name: tab, as, go: (page) => to(page, address(tab)) })),
    { name: 'account-new', as, go: form('accounts', '#main button.main') },
    { name: 'office-new', as, go: form('offices', '#main button.main') },
    { name: 'officer-new', as, go: form('offices', '#main button.main + button') },
    { name: 'threshold-change', as, go: form('thresholds', '#main td button') },
    { name: 'channel-new', as, go: form('channels', '#main button.main') },
    { name: 'channel-to-wearers', as, go: toWearers },
  ];
}

/** A new channel that carries words to wearers. */
async function toWearers(page) {
  await opened(page, '#/administration/channels', '#main button.main', '[role=dialog] form');
  await page.locator('[role=dialog] select').first().selectOption('sms');
}

/** How a person is reached, while it is changed. */
async function contact(page, person_id) {
  await toPerson(page, `#/person/${person_id}`, '.screen nav');
  await page.locator('section[aria-labelledby=contact] button').first().click();
  await page.locator('section[aria-labelledby=contact] form').scrollIntoViewIfNeeded();
}

/** A form that a button of a screen opens. */
async function opened(page, address, button, form) {
  await to(page, address);
  await page.locator(button).first().click();
  await page.locator(form).first().waitFor();
  await quiet(page);
}

/** The form of a step that a device can take. */
async function step(page, device_id, number) {
  await to(page, '#/devices');
  await to(page, `#/devices/${device_id}`);
  await page.locator('section[aria-labelledby=steps] button').nth(number).click();
  await page.locator('section[aria-labelledby=steps] form').waitFor();
  await quiet(page);
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

async function noting(page) {
  await incident(page);
  await page.keyboard.press('n');
  await page.locator('.aside form').waitFor();
}

async function keys(page) {
  await to(page, '#/watch');
  await page.keyboard.press('Shift+Slash');
  await page.getByRole('dialog').waitFor();
}

async function editor(page, person_id) {
  await to(page, '#/orders');
  await toPerson(page, `#/orders/${person_id}/new`, 'form');
  await page.locator('form [role=group] button').first().click();
  await page.locator('.canvas canvas').first().waitFor();
}

async function points(page, person_id) {
  await toPerson(page, `#/person/${person_id}/track`, 'output.clock');
  const button = page.locator('button[aria-expanded]').last();
  if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click();
  await page.getByRole('grid').waitFor();
}

/** A curfew at a place whose coordinates are typed, tried on what the person did. */
async function tried(page, person_id) {
  await editor(page, person_id);
  await page.locator('form section input').first().fill('2-17/2026');
  await page.locator('form input[maxlength="300"]').fill('—');
  await page.locator('form fieldset [role=group] button').first().click();
  await page.locator('input[placeholder^="43."]').fill('43.238949, 76.889709');
  await page.locator('form > footer button').first().click();
  await page.locator('#tried-title').waitFor({ timeout: 60_000 });
}

/** Breath tests, check-ins and whom to keep away from: what needs no place. */
async function tests(page, person_id) {
  await to(page, '#/orders');
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
