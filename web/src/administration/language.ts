/** The language of the installation, which a new account or channel begins with. */
import { ask, type Schemas } from '../api/client';

/** null where it could not be asked. */
export async function installationLanguage(): Promise<Schemas['Spoken']['settled'] | null> {
  const answer = await ask('get', '/api/administration/language');
  return answer.ok ? (answer.value.chosen ?? answer.value.settled) : null;
}
