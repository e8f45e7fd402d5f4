import { mount } from 'svelte';
import { ask } from './api/client';
import App from './App.svelte';
import { chosenBefore, preferred, speak, type Language } from './i18n/language.svelte';
import { here } from './router.svelte';
import { SCREENS } from './screens';
import { begin, me } from './session/session.svelte';
import { wearPreferred } from './theme/theme.svelte';
import './theme/theme.css';

wearPreferred();
// The screen that is named in the address comes while the server says who we are. What fails here is asked for again.
const named = SCREENS.find((one) => one.path === here().screen) ?? SCREENS[0];
named?.load().catch(() => undefined);
if (chosenBefore()) await Promise.all([speak(preferred()), begin()]);
else {
  const [ways] = await Promise.all([ask('get', '/api/signin/ways'), begin()]);
  const own = me()?.language as Language | undefined;
  await speak(own ?? (ways.ok ? ways.value.language : null) ?? preferred(), false);
}
const target = document.getElementById('app');
if (target !== null) mount(App, { target });
