/** The way from Watch to the screen of a person, where there is one. */
import { write } from '../router.svelte';
import { SCREENS } from '../screens';
import { may } from '../session/session.svelte';

/** The address of a person's screen; null where there is none or the account may not open it. */
export function linkTo(person_id: number): string | null {
  const screen = SCREENS.find((one) => one.path === 'person');
  return screen !== undefined && may(screen.permission) ? write('person', [person_id]) : null;
}
