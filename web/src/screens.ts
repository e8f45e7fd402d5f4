/** Every screen of the workstation. A screen that is not in this table does not exist. */
import type { Component } from 'svelte';
import type { Key } from './i18n/language.svelte';

/** What a screen is given: the parts of its address after its own name, and the query. */
export interface ScreenProps {
  rest: readonly string[];
  query: URLSearchParams;
}

export interface Screen {
  /** First part of the address: `#/watch`. */
  readonly path: string;
  readonly title: Key;
  /** The letter after g that leads here; none for a screen that is reached from another. */
  readonly letter?: string;
  /** Not in the menu: reached from another screen. */
  readonly hidden?: boolean;
  /** A permission of `/api/me`; accounts without it neither see nor open the screen. */
  readonly permission?: string;
  readonly load: () => Promise<{ default: Component<ScreenProps> }>;
}

export const SCREENS: readonly Screen[] = [
  {
    path: 'watch',
    title: 'screen.watch',
    letter: 'w',
    permission: 'incidents.read',
    load: () => import('./watch/Watch.svelte'),
  },
  {
    path: 'orders',
    title: 'screen.orders',
    letter: 'o',
    permission: 'orders.read',
    load: () => import('./orders/Orders.svelte'),
  },
  {
    path: 'map',
    title: 'screen.map',
    letter: 'm',
    permission: 'positions.read',
    load: () => import('./map/MapScreen.svelte'),
  },
  {
    path: 'person',
    title: 'screen.person',
    letter: 'p',
    permission: 'people.read',
    load: () => import('./person/Person.svelte'),
  },
  {
    path: 'devices',
    title: 'screen.devices',
    letter: 'd',
    permission: 'devices.read',
    load: () => import('./devices/Devices.svelte'),
  },
  {
    path: 'administration',
    title: 'screen.administration',
    letter: 'a',
    permission: 'thresholds.read',
    load: () => import('./administration/Administration.svelte'),
  },
  {
    path: 'audit',
    title: 'screen.audit',
    letter: 'l',
    permission: 'ledger.read',
    load: () => import('./administration/Audit.svelte'),
  },
  {
    path: 'shift',
    title: 'screen.shift',
    letter: 's',
    permission: 'incidents.act',
    load: () => import('./shift/Shift.svelte'),
  },
  {
    path: 'figures',
    title: 'screen.figures',
    letter: 'f',
    permission: 'figures.read',
    load: () => import('./shift/Figures.svelte'),
  },
  {
    path: 'reports',
    title: 'screen.reports',
    letter: 'r',
    permission: 'figures.read',
    load: () => import('./reports/Reports.svelte'),
  },
  {
    path: 'me',
    title: 'screen.me',
    hidden: true,
    permission: 'self.read',
    load: () => import('./session/Own.svelte'),
  },
];
