import { mount } from 'svelte';
import App from './App.svelte';
import { preferred, speak } from './i18n/language.svelte';
import { here } from './router.svelte';
import { SCREENS } from './screens';
import { begin } from './session/session.svelte';
import { wearPreferred } from './theme/theme.svelte';
import './theme/theme.css';

wearPreferred();
// The screen that is named in the address comes while the server says who we are. What fails here is asked for again.
const named = SCREENS.find((one) => one.path === here().screen) ?? SCREENS[0];
named?.load().catch(() => undefined);
await Promise.all([speak(preferred()), begin()]);
const target = document.getElementById('app');
if (target !== null) mount(App, { target });
