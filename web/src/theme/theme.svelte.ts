/** Dark or light. Dark is the first choice: the screen is looked at by night too. */
export type Theme = 'dark' | 'light';

const KEPT = 'theme';
const state = $state<{ theme: Theme }>({ theme: 'dark' });

/** The theme shown now; reading it in a component follows its changes. */
export function theme(): Theme {
  return state.theme;
}

export function wear(chosen: Theme): void {
  state.theme = chosen;
  document.documentElement.dataset['theme'] = chosen;
  localStorage.setItem(KEPT, chosen);
}

/** Wears what was chosen on an earlier visit. */
export function wearPreferred(): void {
  wear(localStorage.getItem(KEPT) === 'light' ? 'light' : 'dark');
}
