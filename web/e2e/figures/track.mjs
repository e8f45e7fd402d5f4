// Thirty days of a fix a minute: how long until the track is drawn, and what a step of the slider costs.
import { execFileSync } from 'node:child_process';
import { giveReason } from '../operator.mjs';
import { pause, spread } from './numbers.mjs';

const root = new URL('../../../', import.meta.url).pathname;

export async function track(operator) {
  const written = execFileSync(
    `${root}.venv/bin/python`,
    [`${root}web/e2e/figures/month.py`, operator.system.folder],
    { encoding: 'utf8' },
  );
  const { person_id, from_ms, to_ms, fixes } = JSON.parse(written);
  const span = `from=${new Date(from_ms).toISOString()}&to=${new Date(to_ms).toISOString()}`;
  const server = [];
  for (let time = 0; time < 7; time++) {
    const began = performance.now();
    const answer = await operator.ask(`/api/people/${person_id}/track/replay?${span}`);
    server.push(performance.now() - began);
    if (answer.count < fixes - 2) throw new Error(`${answer.count} of ${fixes} fixes came`);
  }
  const { page } = await operator.signedIn(`#/person/${person_id}/track?from=${from_ms}&to=${to_ms}`);
  await giveReason(page);
  const replay = page.locator('.replay');
  await page.waitForFunction(
    () => Number(document.querySelector('.replay')?.dataset.openedMs) > 0,
    undefined,
    { timeout: 30_000 },
  );
  const first_opens_ms = Number(await replay.getAttribute('data-opened-ms'));
  const again = [];
  for (let time = 0; time < 6; time++) {
    // What is still being drawn of the time before is not the next one's.
    await pause(4000);
    again.push(await page.evaluate(showAgain));
  }
  await pause(2500);
  const scrubbed = await page.evaluate(scrub);
  return {
    asked: { opens_ms: 500 },
    fixes,
    answered_and_parsed_by_node_ms: spread(server),
    first_opens_ms,
    opens_ms: spread(again.map((one) => one.opened)),
    drawn_ms: spread(again.map((one) => one.drawn)),
    step_of_the_slider: {
      script_ms: spread(scrubbed.script, 1),
      between_frames_ms: spread(scrubbed.frames, 1),
    },
  };
}

/** Until the console has the track ready for its frame, and until that frame is drawn. In the page. */
async function showAgain() {
  const frame = () => new Promise((go) => requestAnimationFrame(go));
  const replay = document.querySelector('.replay');
  replay.dataset.openedMs = '0';
  const began = performance.now();
  replay.querySelector('form button.main').click();
  while (Number(replay.dataset.openedMs) === 0) await frame();
  const opened = Number(replay.dataset.openedMs);
  await frame();
  const gl = document.querySelector('canvas.maplibregl-canvas').getContext('webgl2');
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  return { opened, drawn: performance.now() - began };
}

/** Moves the slider with each frame; what handling it took, and how far the frames came apart. In the page. */
async function scrub() {
  const slider = document.querySelector('.time input[type=range]');
  const [least, most] = [Number(slider.min), Number(slider.max)];
  const script = [];
  const frames = [];
  let before = await new Promise((go) => requestAnimationFrame(go));
  for (let step = 0; step < 40; step++) {
    const began = performance.now();
    slider.value = String(least + ((most - least) * step) / 40);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await Promise.resolve();
    script.push(performance.now() - began);
    const now = await new Promise((go) => requestAnimationFrame(go));
    frames.push(now - before);
    before = now;
  }
  return { script, frames };
}
