// The flows of an operator, on the whole system with wearers. Each line says ok or FAIL; exit code 1 if one failed.
// Usage: node e2e/flows.mjs [WORD…]   only flows whose name has one of these words
//        BAQYLAU_AT="URL TOKEN DATA_FOLDER" uses a system that runs, SHOW=FOLDER keeps a picture of each page
import { Operator } from './operator.mjs';
import { launch } from './browser.mjs';
import { running, start } from './system.mjs';
import { administering } from './flows/administering.mjs';
import { dates } from './flows/dates.mjs';
import { drawing } from './flows/drawing.mjs';
import { files } from './flows/files.mjs';
import { handling } from './flows/handling.mjs';
import { keys } from './flows/keys.mjs';
import { languages } from './flows/languages.mjs';
import { names } from './flows/names.mjs';
import { offline } from './flows/offline.mjs';
import { passkeys } from './flows/passkeys.mjs';
import { racing } from './flows/racing.mjs';
import { replaying } from './flows/replaying.mjs';
import { signing } from './flows/signing.mjs';

const FLOWS = [
  signing,
  passkeys,
  handling,
  racing,
  drawing,
  dates,
  replaying,
  files,
  administering,
  languages,
  keys,
  names,
  offline,
].flatMap(Object.entries);
const LONGEST_MS = 150_000;
const wanted = process.argv.slice(2);
const chosen = FLOWS.filter(([name]) => wanted.length === 0 || wanted.some((word) => name.includes(word)));

const there = process.env.BAQYLAU_AT?.split(' ');
const system = there ? running(...there) : await start();
const browser = await launch();
const operator = new Operator(system, browser);
let failed = 0;

try {
  await operator.incidents(3);
  for (const [name, flow] of chosen) failed += await play(name, flow);
} finally {
  await browser.close();
  await system.stop();
}
process.exit(failed === 0 ? 0 : 1);

/** Plays one; answers how many things went wrong. */
async function play(name, flow) {
  const began = Date.now();
  const wrong = [];
  let late;
  const tooLong = new Promise((_, refuse) => {
    late = setTimeout(() => refuse(new Error(`not at its end after ${LONGEST_MS} ms`)), LONGEST_MS);
  });
  try {
    await Promise.race([flow(operator), tooLong]);
  } catch (error) {
    wrong.push(error.stack);
  }
  clearTimeout(late);
  const shown = process.env.SHOW && `${process.env.SHOW}/${name.replaceAll(/\W+/g, '-').slice(0, 40)}`;
  wrong.push(...(await operator.leave(shown)));
  console.log(`${wrong.length === 0 ? 'ok  ' : 'FAIL'}  ${name} (${Date.now() - began} ms)`);
  for (const one of wrong) console.log(one.replaceAll(/^/gm, '      '));
  return wrong.length;
}
