import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { giveReason } from '../operator.mjs';

// The smallest picture there is: one grey point (PNG specification, third edition).
const POINT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);
const PROGRAM = Buffer.from('MZ this is no picture');

async function cardOf(operator) {
  const { items } = await operator.ask('/api/people?limit=1');
  const { page } = await operator.signedIn(`#/person/${items[0].person_id}`);
  await giveReason(page);
  return page;
}

/** Chooses a file and sends it. */
async function send(page, files, name, buffer) {
  await files.getByLabel('File', { exact: true }).setInputFiles({ name, mimeType: 'image/png', buffer });
  await files.getByRole('button', { name: 'Upload' }).click();
}

/** What the browser is given when this is pressed. */
async function downloaded(page, button) {
  const [file] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

export const files = {
  'a picture is added to a file, a program is refused, and nothing of it stays': async (operator) => {
    const page = await cardOf(operator);
    const panel = page.getByRole('region', { name: 'Photo and documents' });
    await panel.getByText('Add a file').click();
    const name = `letter ${Date.now() % 100_000}`;
    await panel.getByLabel('Name').fill(name);
    await send(page, panel, 'letter.png', POINT);
    await panel.getByText(name, { exact: true }).waitFor();
    await send(page, panel, 'other.png', PROGRAM);
    await panel.getByRole('alert').getByText('The file was not taken').waitFor();
    assert.equal(await panel.getByText('other', { exact: true }).count(), 0);
  },

  'a note is written, and corrected by a further one': async (operator) => {
    const page = await cardOf(operator);
    const panel = page.getByRole('region', { name: 'Notes', exact: true });
    const words = `Came on time ${Date.now() % 100_000}`;
    await panel.getByLabel('New note').fill(words);
    await panel.getByRole('button', { name: 'Save the note' }).click();
    const written = panel.getByRole('listitem').filter({ hasText: words }).first();
    await written.getByRole('button', { name: 'Correct' }).click();
    await panel.getByLabel('Correcting note').fill(`${words}, ten minutes late`);
    await panel.getByRole('button', { name: 'Save the note' }).click();
    await panel.getByText('corrected later').first().waitFor();
    await panel.getByText(words, { exact: true }).waitFor();
    await panel.getByText(`${words}, ten minutes late`).waitFor();
  },

  'a track is taken along as a PDF and as a table, for a purpose that stands in the ledger': async (
    operator,
  ) => {
    const { positions } = await operator.ask('/api/positions/last?limit=200');
    const id = positions.find((one) => one.position).person.person_id;
    const { page } = await operator.signedIn(`#/person/${id}/track`);
    await giveReason(page);
    const table = await downloaded(page, page.getByRole('button', { name: 'CSV' }));
    assert.match(table.name, /\.csv$/);
    assert.ok(table.bytes.toString().split('\n').length > 2, 'a line for each point');
    const paper = await downloaded(page, page.getByRole('button', { name: 'PDF' }));
    assert.match(paper.name, /\.pdf$/);
    assert.equal(paper.bytes.subarray(0, 5).toString(), '%PDF-');
    const { entries } = await operator.ask(`/api/ledger?person_id=${id}&act=export&limit=2`);
    assert.deepEqual(
      entries.map((one) => [one.object_kind, one.purpose]),
      Array(2).fill(['track', 'scheduled_check']),
    );
  },
};
