/** The incident shown beside the queue, and what the operator does with it. */
import { ask, openFor } from '../api/client';
import type { Problem } from '../api/result';
import { t } from '../i18n/language.svelte';
import type { Incident, Whole } from './model';
import type { Queue } from './queue.svelte';
import { refusalWords } from '../parts/refusals';
import { actionWord, actorWord, didWord } from './words';

/** A step that needs words or a choice has a form; the others act at once. */
export type Form = 'note' | 'shelve' | 'call' | 'close' | 'hand_over' | 'release';

export interface Undoable {
  readonly incident_id: number;
  readonly version: number;
  readonly action: string;
  readonly until_ms: number;
}

const UNDO_MS = 10_000;
const MOST_TRIES = 3;

export class Detail {
  whole = $state.raw<Whole | null>(null);
  problem = $state.raw<Problem | null>(null);
  form = $state<Form | null>(null);
  /** What is said of the last step; polite, read out. */
  said = $state('');
  /** Somebody was faster: said loudly. */
  overtaken = $state('');
  busy = $state(false);
  undoable = $state.raw<Undoable | null>(null);
  readonly #queue: Queue;
  #wanted: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(queue: Queue) {
    this.#queue = queue;
  }

  /** Shows an incident; null: none. */
  async show(incident_id: number | null): Promise<void> {
    const other = this.#wanted !== incident_id;
    this.#wanted = incident_id;
    if (other) {
      this.whole = null;
      this.problem = null;
      this.form = null;
      this.overtaken = '';
    }
    if (incident_id !== null) await this.#read(incident_id);
  }

  async #read(incident_id: number): Promise<void> {
    const answer = await ask('get', '/api/incidents/{incident_id}', { path: { incident_id } });
    if (this.#wanted !== incident_id) return;
    if (answer.ok) {
      this.#take(answer.value);
      this.problem = null;
    } else this.problem = answer.problem;
  }

  #take(whole: Whole): void {
    if (this.whole !== null && this.whole.version > whole.version) return;
    if (whole.person !== null) openFor(whole.person.person_id, `incident:${whole.incident_id}`);
    this.whole = whole;
  }

  /** Reads again when the queue has heard of a newer version, or of grounds that came or went. */
  async heard(one: Incident | undefined): Promise<void> {
    const now = this.whole;
    if (now === null || one === undefined || one.incident_id !== now.incident_id) return;
    if (one.version > now.version || one.grounds !== now.grounds || one.people !== now.people) {
      await this.#read(one.incident_id);
    }
  }

  can(action: string): boolean {
    return this.whole?.steps.includes(action) ?? false;
  }

  /** Takes a step with the incident shown. True when it was done. */
  async act(action: string, more: Record<string, unknown> = {}): Promise<boolean> {
    const now = this.whole;
    if (now === null || this.busy || !this.can(action)) return false;
    this.busy = true;
    let seen: Whole = now;
    let outcome = await this.#queue.step(now.incident_id, action, now.version, more);
    for (let tries = 0; tries < MOST_TRIES && outcome.is === 'overtaken'; tries++) {
      if (!onlyTheSystem(seen, outcome.whole, action)) break;
      seen = outcome.whole;
      outcome = await this.#queue.step(now.incident_id, action, seen.version, more);
    }
    this.busy = false;
    if (outcome.is === 'failed') {
      this.overtaken = refusalWords(outcome.problem);
      return false;
    }
    this.#take(outcome.whole);
    if (outcome.is === 'overtaken') {
      this.overtaken = overtakenWords(outcome.whole);
      return false;
    }
    this.overtaken = '';
    this.form = null;
    this.said = t('watch.done', { action: actionWord(action), id: now.incident_id });
    this.#offerUndo(outcome.whole, action);
    return true;
  }

  #offerUndo(whole: Whole, action: string): void {
    clearTimeout(this.#timer);
    this.undoable = null;
    if (whole.undo_until == null) return;
    const { incident_id, version } = whole;
    this.undoable = { incident_id, version, action, until_ms: Date.now() + UNDO_MS };
    this.#timer = setTimeout(() => (this.undoable = null), UNDO_MS);
  }

  /** Takes the last step back, while its ten seconds last. */
  async undo(): Promise<void> {
    const last = this.undoable;
    if (last === null) return;
    this.undoable = null;
    clearTimeout(this.#timer);
    const outcome = await this.#queue.step(last.incident_id, 'undo', last.version);
    if (outcome.is === 'failed') this.overtaken = refusalWords(outcome.problem);
    else {
      if (this.#wanted === last.incident_id) this.#take(outcome.whole);
      if (outcome.is === 'overtaken') this.overtaken = overtakenWords(outcome.whole);
      else this.said = t('watch.undone', { action: actionWord(last.action), id: last.incident_id });
    }
  }
}

/**
 * Whether since `seen` only the system wrote, and nothing that the step rests on: then nobody was faster and it is
 * taken again. A closing rests on all grounds, so the operator looks again.
 */
export function onlyTheSystem(seen: Whole, now: Whole, action: string): boolean {
  const newer = now.history.filter((one) => one.version > seen.version);
  const same = now.state === seen.state && now.owner === seen.owner && now.priority >= seen.priority;
  return (
    action !== 'close' && same && now.steps.includes(action) && newer.every((one) => one.actor === 'system')
  );
}

/** Who was faster and with what, from the newest line of the history. */
export function overtakenWords(whole: Whole): string {
  const newest = [...whole.history].sort((a, b) => b.version - a.version)[0];
  if (newest === undefined) return t('app.changed');
  return t('watch.overtaken', {
    id: whole.incident_id,
    who: actorWord(newest.actor),
    action: didWord(newest.action),
  });
}
