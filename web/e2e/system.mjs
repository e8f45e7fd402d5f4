// The whole system with wearers, in a temporary folder.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('../../', import.meta.url).pathname;
const READY_WITHIN_MS = 180_000;

/** A system that runs already. */
export const running = (url, token, folder) => ({
  url: url.replace(/\/$/, ''),
  token,
  folder,
  said: () => '',
  run: (...words) => run(folder, words),
  stop: () => Promise.resolve(),
});

const run = (folder, words) =>
  execFileSync(join(root, '.venv/bin/baqylau'), words, {
    cwd: root,
    env: { ...process.env, BAQYLAU_DATA_FOLDER: folder },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });

/** Starts `baqylau demo`; answers its address and the token of an account that may see everything. */
export async function start({ people = 60, speed = 60 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'baqylau-e2e-'));
  const data = join(folder, 'data');
  const child = spawn(
    join(root, '.venv/bin/baqylau'),
    ['demo', '--people', String(people), '--speed', String(speed), '--data', data],
    { cwd: root, env: { ...process.env, COLUMNS: '400' }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  const hear = (chunk) => (said += chunk);
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const found = await until(() => /Look at (\S+) with the token (\S+)/.exec(said), READY_WITHIN_MS, child);
  return {
    url: found[1].replace(/\/$/, ''),
    token: found[2],
    folder: data,
    said: () => said,
    /** Runs a command of `baqylau` on this system; answers what it printed. */
    run: (...words) => run(data, words),
    async stop() {
      child.kill('SIGINT');
      await Promise.race([ended, new Promise((go) => setTimeout(go, 1500))]);
      child.kill('SIGINT');
      await Promise.race([ended, new Promise((go) => setTimeout(go, 30_000))]);
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };

  async function until(look, within_ms, process_) {
    const end = Date.now() + within_ms;
    while (Date.now() < end) {
      const it = look();
      if (it) return it;
      if (process_.exitCode !== null) throw new Error(`the demonstration ended:\n${said}`);
      await new Promise((go) => setTimeout(go, 100));
    }
    throw new Error(`the demonstration was not ready in time:\n${said}`);
  }
}
