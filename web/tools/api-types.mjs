// Types of the console's API, from its own OpenAPI description.
//   node tools/api-types.mjs           writes src/api/schema.ts
//   node tools/api-types.mjs --check   fails when that file is stale
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const here = new URL('.', import.meta.url);
const target = new URL('../src/api/schema.ts', here);
const python = process.env.BAQYLAU_PYTHON ?? new URL('../../.venv/bin/python', here).pathname;

const told = spawnSync(python, [new URL('openapi.py', here).pathname], {
  encoding: 'utf8',
  maxBuffer: 64 << 20,
});
if (told.status !== 0) {
  console.error(told.error?.message ?? told.stderr);
  process.exit(1);
}
const description = JSON.parse(told.stdout);
const head = '// Written by `npm run api` from /api/openapi.json. Do not edit.\n';
const types = head + astToString(await openapiTS(description, { alphabetize: true }));

if (!process.argv.includes('--check')) {
  writeFileSync(target, types);
} else if (readFileSync(target, 'utf8') !== types) {
  console.error('web/src/api/schema.ts is stale: run `npm run api` in web/ and commit what it wrote');
  process.exit(1);
}
