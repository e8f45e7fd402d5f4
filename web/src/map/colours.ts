/** The map's colours, taken from the page's variables so that both themes hold. */
import type { PeopleColours } from './peopleLayer';
import type { TrackColours } from './trackLayer';

export function variable(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function peopleColours(): PeopleColours {
  return {
    levels: ['--muted', '--p4', '--p3', '--p2', '--p1'].map(variable),
    ground: variable('--panel'),
    text: variable('--text'),
  };
}

export function trackColours(): TrackColours {
  return {
    used: variable('--accent'),
    unused: variable('--p2'),
    ground: variable('--panel'),
    now: variable('--focus'),
  };
}
