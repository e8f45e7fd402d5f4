// What every flow needs: pages of an operator who is signed in, and the queue.
import { open } from './browser.mjs';

export class Operator {
  #pages = [];

  constructor(system, browser) {
    this.system = system;
    this.browser = browser;
  }

  /** A page on the system; `problems` of it must be empty when it is left. */
  async at(address = '', options = {}) {
    const made = await open(this.browser, options);
    this.#pages.push(made);
    await made.page.goto(`${this.system.url}/${address}`);
    return made;
  }

  /** A page signed in with the demonstration's token. */
  signedIn(address, options = {}) {
    return this.at(address, { token: this.system.token, ...options });
  }

  /** The duty operator's screen with its queue. */
  async watch(options = {}) {
    const made = await this.signedIn('#/watch', options);
    await made.page.locator('.queue li button').first().waitFor({ timeout: 60_000 });
    return made;
  }

  /** Asks the console itself. */
  async ask(path) {
    const answer = await fetch(`${this.system.url}${path}`, {
      headers: { Authorization: `Bearer ${this.system.token}`, 'X-Purpose': 'scheduled_check' },
    });
    return answer.ok ? await answer.json() : null;
  }

  /** Waits until so many incidents of a person are open. */
  async incidents(wanted, within_ms = 150_000) {
    const end = Date.now() + within_ms;
    while (Date.now() < end) {
      const found = (await this.ask('/api/incidents?state=open'))?.incidents ?? [];
      if (found.filter((one) => one.person).length >= wanted) return;
      await new Promise((go) => setTimeout(go, 500));
    }
    throw new Error(`there were not ${wanted} open incidents within ${within_ms} ms:\n${this.system.said()}`);
  }

  /** Closes all pages; answers what went wrong in them. */
  async leave(pictures) {
    const wrong = [];
    for (const [number, { page, context, problems }] of this.#pages.splice(0).entries()) {
      if (pictures && !page.isClosed()) await page.screenshot({ path: `${pictures}-${number}.png` });
      await context.close();
      wrong.push(...problems);
    }
    return wrong;
  }
}

/** Opens the first incident in this state; answers its number. */
export async function choose(page, state) {
  const row = page.locator('.queue li button').filter({ hasText: state, hasNotText: 'Mass loss' }).first();
  await row.waitFor({ timeout: 60_000 });
  await row.click();
  await page.locator('#incident-title').waitFor();
  return Number((await row.getAttribute('id')).replace('incident-', ''));
}

/** Says for what a person is opened, where it is asked. */
export async function giveReason(page) {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio').first().waitFor();
  await dialog.locator('button.main').click();
  await dialog.waitFor({ state: 'detached' });
}
