/** The life of a device on the screen: which steps there are, and what each asks for. */
import type { Schemas } from '../api/client';
import type { Device } from './kinds';

export type Life = Schemas['DeviceLife'];
export type Entry = Schemas['EntryRead'];
export type Fitting = Schemas['FittingRead'];
export type Step = Life['steps'][number];
export type Condition = Schemas['StepBody']['device_condition'];

export const CONDITIONS = [
  'new',
  'good',
  'scratched',
  'damaged',
  'dead',
] as const satisfies readonly Condition[];

/** What follows on what; a faulty, lost or retired device has left this line. */
export const LINE = [
  'stock',
  'issued',
  'fitted',
  'returned',
  'wiped',
] as const satisfies readonly Device['state'][];

/** Steps with a form of their own; the rest share one. Fitting in exchange is done where the other is worn. */
export type Shown = Exclude<Step, 'swap_on' | 'import'>;

export function shown(steps: readonly Step[]): Shown[] {
  return steps.filter((one): one is Shown => one !== 'swap_on' && one !== 'import');
}

export interface Asked {
  readonly officer: boolean;
  readonly office: boolean;
  readonly workshop: boolean;
  readonly wiping: boolean;
  /** Whether a reason must be given. */
  readonly reason: boolean;
  readonly condition: boolean;
}

export function asked(step: Shown): Asked {
  return {
    officer: step === 'issue',
    office: step === 'hand_back' || step === 'restock',
    workshop: step === 'report_faulty',
    wiping: step === 'wipe',
    reason: step === 'lose' || step === 'retire' || step === 'report_faulty',
    condition: step !== 'lose',
  };
}

export const FITTING_STEPS = ['medical', 'photo', 'second_check', 'sheet', 'contact', 'clock'] as const;
export type FittingStep = (typeof FITTING_STEPS)[number];

/** Whether a step of the fitting is done, and what a person wrote about it. */
export function stands(
  fitting: Fitting,
  step: FittingStep,
): { done: boolean; by: Fitting['steps'][number] | null } {
  const by = fitting.steps.find((one) => one.step === step) ?? null;
  const lacking =
    fitting.missing.includes(step) || (step === 'medical' && fitting.missing.includes('contraindicated'));
  return { done: !lacking, by };
}
