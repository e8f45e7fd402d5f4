/** All texts in one language; each area of the workstation has its own file. */
import core from './core.kk.json';
import signin from './signin.kk.json';
import watch from './watch.kk.json';
import map from './map.kk.json';
import person from './person.kk.json';
import orders from './orders.kk.json';
import devices from './devices.kk.json';
import commands from './commands.kk.json';
import protection from './protection.kk.json';
import documents from './documents.kk.json';
import shift from './shift.kk.json';
import reports from './reports.kk.json';
import administration from './administration.kk.json';
import tests from './tests.kk.json';
import thresholds from './thresholds.kk.json';
import refusals from './refusals.kk.json';
import server from '$texts/kk.json';
import refused from '$refusals/refusals.kk.json';
import conditions from '$papers/conditions.kk.json';

import type { Words } from './en';

export const words: Words = {
  ...server,
  ...refused,
  ...refusals,
  ...conditions,
  ...core,
  ...signin,
  ...watch,
  ...map,
  ...person,
  ...orders,
  ...devices,
  ...commands,
  ...protection,
  ...documents,
  ...shift,
  ...reports,
  ...administration,
  ...tests,
  ...thresholds,
};
