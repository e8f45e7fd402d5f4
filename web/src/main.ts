import { mount } from 'svelte';
import App from './App.svelte';
import { preferred, speak } from './i18n/language.svelte';
import { begin } from './session/session.svelte';
import { wearPreferred } from './theme/theme.svelte';
import './theme/theme.css';

wearPreferred();
await Promise.all([speak(preferred()), begin()]);
const target = document.getElementById('app');
if (target !== null) mount(App, { target });
