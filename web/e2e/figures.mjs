// Speed of the workstation, as JSON. A demonstration is started for it; give this machine nothing else to do.
// Usage: node e2e/figures.mjs [start|incident|crowd|track|sockets…]
//   BAQYLAU_AT="URL TOKEN DATA_FOLDER" uses a demonstration that runs; `track` writes a month of fixes into it.
import { loadavg } from 'node:os';
import { launch } from './browser.mjs';
import { crowd } from './figures/crowd.mjs';
import { incident } from './figures/incident.mjs';
import { sockets } from './figures/sockets.mjs';
import { firstScreen } from './figures/start.mjs';
import { track } from './figures/track.mjs';
import { Operator } from './operator.mjs';
import { running, start } from './system.mjs';

const PARTS = { start: firstScreen, incident, crowd, track, sockets };
const chosen = process.argv.slice(2);
const there = process.env.BAQYLAU_AT?.split(' ');
const system = there ? running(...there) : await start({ speed: 20 });
const figures = { load_before: loadavg()[0] };

try {
  await new Operator(system, null).incidents(1);
  for (const [name, measure] of Object.entries(PARTS)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const browser = await launch();
    const operator = new Operator(system, browser);
    figures[name] = await measure(operator);
    await operator.leave();
    await browser.close();
  }
} finally {
  await system.stop();
}
figures.load_after = loadavg()[0];
console.log(JSON.stringify(figures, null, 2));
