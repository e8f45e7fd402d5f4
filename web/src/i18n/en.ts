/** All texts in one language; each area of the workstation has its own file. */
import core from './core.en.json';
import signin from './signin.en.json';
import watch from './watch.en.json';
import map from './map.en.json';
import person from './person.en.json';
import orders from './orders.en.json';
import devices from './devices.en.json';
import commands from './commands.en.json';
import protection from './protection.en.json';
import documents from './documents.en.json';
import shift from './shift.en.json';
import reports from './reports.en.json';
import administration from './administration.en.json';
import tests from './tests.en.json';
import thresholds from './thresholds.en.json';
import refusals from './refusals.en.json';
import server from '$texts/en.json';
import refused from '$refusals/refusals.en.json';
import conditions from '$papers/conditions.en.json';

export const words = {
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

/** A key of the catalogues. A text missing in another language does not compile. */
export type Key = keyof typeof words;
export type Words = Readonly<Record<Key, string>>;
