// What every flow needs: pages of an operator who is signed in, and the queue.
import { open } from './browser.mjs';

const OWN = 'the steppe under seven stars 31';
const fresh = (role) => `${role}${Date.now() % 10_000_000}`;

async function signIn(page, login, password) {
  await page.locator('[autocomplete=username]').fill(login);
  await page.locator('[autocomplete=current-password]').fill(password);
  await page.keyboard.press('Enter');
}

export class Operator {
  #pages = [];
  #tokens = new Map();

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

  /** The token of an account with this role, which is made when it is first asked for. */
  tokenOf(role) {
    if (role === undefined) return this.system.token;
    const made = () => this.system.run('account', 'add', fresh(role), '--role', role).trim();
    if (!this.#tokens.has(role)) this.#tokens.set(role, made());
    return this.#tokens.get(role);
  }

  /** A page signed in by an account's own password, which is set first. */
  async withPassword(role, options = {}) {
    const login = fresh(role);
    const invited = this.system.run('account', 'add', login, '--role', role, '--invite');
    const made = await this.at('', options);
    await signIn(made.page, login, invited.match(/\S{12,}/g).at(-1));
    await made.page.locator('[autocomplete=new-password]').first().fill(OWN);
    await made.page.locator('[autocomplete=new-password]').last().fill(OWN);
    await made.page.keyboard.press('Enter');
    await made.page.locator('nav a').first().waitFor({ state: 'attached' });
    return { ...made, login };
  }

  /** A further browser of the same account. */
  async again(login, options = {}) {
    const made = await this.at('', options);
    await signIn(made.page, login, OWN);
    await made.page.locator('nav a').first().waitFor({ state: 'attached' });
    return made;
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

  /** Asks the console to do something; what it refuses is an error. */
  async say(role, path, body) {
    const token = this.tokenOf(role);
    // Making a token stops this process; a connection that the console closed meanwhile is noticed first.
    await new Promise((go) => setImmediate(go));
    const answer = await fetch(`${this.system.url}${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
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
