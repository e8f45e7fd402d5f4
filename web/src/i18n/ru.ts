/** All texts in one language; each area of the workstation has its own file. */
import core from './core.ru.json';
import signin from './signin.ru.json';
import watch from './watch.ru.json';
import map from './map.ru.json';
import person from './person.ru.json';
import orders from './orders.ru.json';
import devices from './devices.ru.json';
import commands from './commands.ru.json';
import protection from './protection.ru.json';
import documents from './documents.ru.json';
import shift from './shift.ru.json';
import reports from './reports.ru.json';
import administration from './administration.ru.json';
import tests from './tests.ru.json';
import thresholds from './thresholds.ru.json';
import refusals from './refusals.ru.json';
import server from '$texts/ru.json';
import refused from '$refusals/refusals.ru.json';
import conditions from '$papers/conditions.ru.json';

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
