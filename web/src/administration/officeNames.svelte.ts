/** What offices are called where only their code is at hand. Asked for once, and again where a code is new. */
import { ask, type Schemas } from '../api/client';
import { language } from '../i18n/language.svelte';

type Names = Schemas['OfficeRead']['name'];
const known = $state<{ offices: ReadonlyMap<string, Names> }>({ offices: new Map() });
let asked = false;

/** Fetches the names, unless that was done; until they are there `officeName` answers the code. */
export function knowOffices(): void {
  if (asked) return;
  asked = true;
  void ask('get', '/api/offices').then((answer) => {
    asked = answer.ok;
    if (answer.ok) known.offices = new Map(answer.value.map((one) => [one.code, one.name]));
  });
}

/** After an office was added or changed. */
export function forgetOffices(): void {
  asked = false;
}

export const officeName = (code: string): string => known.offices.get(code)?.[language()] ?? code;
