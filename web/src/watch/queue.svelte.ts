/** The incidents of the queue and the counters, kept up by the live socket. */
import { SvelteMap } from 'svelte/reactivity';
import { ask, askLoosely } from '../api/client';
import { oneAtATime } from '../api/rereading';
import { never, type Problem, type Result } from '../api/result';
import { now } from '../i18n/now.svelte';
import { caughtUp, on } from '../live/live.svelte';
import { newer, ordered, tally, unanswered, type Incident, type WatchPage, type Whole } from './model';
import { announce } from './sound.svelte';

/** What became of a step: done, or somebody was faster, or something else. */
export type Outcome =
  | { readonly is: 'done'; readonly whole: Whole }
  | { readonly is: 'overtaken'; readonly whole: Whole; readonly detail: string }
  | { readonly is: 'failed'; readonly problem: Problem };

const RECOUNT_MS = 20_000;
const RETRY_MS = 3_000;
const MOST_AT_ONCE = 600;

export class Queue {
  readonly #all = new SvelteMap<number, Incident>();
  page = $state.raw<WatchPage | null>(null);
  problem = $state.raw<Problem | null>(null);
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** Reads the whole queue. */
  readonly reload = oneAtATime(() => this.#read());
  readonly list = $derived(ordered(this.#all.values(), this.#minute()));
  readonly counts = $derived(tally(this.#all.values()));
  readonly alarming = $derived(this.list.some((one) => one.priority === 1 && unanswered(one)));

  /** Shelves end by the minute; sorting again each second would be for nothing. */
  #minute(): number {
    return Math.floor(now() / 60_000) * 60_000;
  }

  /** Begins to listen; returns how to stop. */
  start(): () => void {
    void this.reload();
    const stops = [
      on('incident', (message) => this.hear(message.incident)),
      on('resync', () => void this.reload()),
      // What was missed while the socket was away, or opened without a number to go on from.
      on('hello', () => void this.reload()),
    ];
    const recount = setInterval(() => void this.recount(), RECOUNT_MS);
    return () => {
      clearInterval(recount);
      clearTimeout(this.#retry);
      for (const stop of stops) stop();
    };
  }

  async #read(): Promise<void> {
    const answer = await ask('get', '/api/watch');
    clearTimeout(this.#retry);
    this.problem = answer.ok ? null : answer.problem;
    if (!answer.ok) {
      this.#retry = setTimeout(() => void this.reload(), RETRY_MS);
      return;
    }
    this.page = answer.value;
    caughtUp(answer.value.seq);
    const kept = new Set(answer.value.incidents.map((one) => one.incident_id));
    for (const id of this.#all.keys()) if (!kept.has(id)) this.#all.delete(id);
    for (const one of answer.value.incidents) this.put(one);
  }

  /** Reads the counters again: they also change without an incident. */
  async recount(): Promise<void> {
    const answer = await ask('get', '/api/watch');
    if (answer.ok) this.page = answer.value;
  }

  get(incident_id: number): Incident | undefined {
    return this.#all.get(incident_id);
  }

  /** Takes in a message of the socket, and sounds for what is new to be answered. */
  hear(one: Incident): void {
    const had = this.#all.get(one.incident_id);
    const raised = had !== undefined && (one.priority < had.priority || one.escalation > had.escalation);
    if (unanswered(one) && (had === undefined || raised)) announce(one.priority);
    this.put(one);
  }

  put(one: Incident): void {
    const kept = newer(this.#all.get(one.incident_id), one);
    if (kept.state === 'closed') this.#all.delete(one.incident_id);
    else if (this.#all.has(one.incident_id) || this.#all.size < MOST_AT_ONCE * 5) {
      this.#all.set(one.incident_id, kept);
    }
  }

  /** Takes a step on condition that the incident is still at `version`. */
  async step(
    incident_id: number,
    action: string,
    version: number,
    more: Record<string, unknown> = {},
  ): Promise<Outcome> {
    const answer: Result<Whole> = await askLoosely('post', '/api/incidents/{incident_id}/{action}', {
      path: { incident_id, action },
      body: { version, ...more },
    });
    if (answer.ok) {
      this.put(answer.value);
      return { is: 'done', whole: answer.value };
    }
    return this.#failed(answer.problem);
  }

  #failed(problem: Problem): Outcome {
    switch (problem.kind) {
      case 'away':
        return { is: 'failed', problem };
      case 'refused': {
        const current = problem.more['current'] as Whole | undefined;
        if (problem.status !== 409 || current === undefined) return { is: 'failed', problem };
        this.put(current);
        return { is: 'overtaken', whole: current, detail: problem.detail };
      }
      default:
        return never(problem);
    }
  }
}
