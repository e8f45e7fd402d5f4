/** Everybody under supervision as the live socket tells of them: where they are, and how urgent it is. */
import { ask } from '../api/client';
import { language } from '../i18n/language.svelte';
import { on, reopen } from '../live/live.svelte';
import type { Incident, PositionRow } from '../live/messages';
import { LEVELS, LivePeople, type Level, type MapPerson } from './people';

interface Named {
  readonly person_id: number;
  readonly name_cyrillic: string;
  readonly name_latin: string;
}

const PAGE = 1000;

class Crowd {
  readonly people = new LivePeople();
  readonly #rows = new Map<number, PositionRow>();
  readonly #names = new Map<number, Named>();
  readonly #heard_ms = new Map<number, number>();
  /** Open incidents: their person and priority. */
  readonly #incidents = new Map<number, { person_id: number; priority: number }>();
  #seen = new Set<number>();
  #users = 0;
  #stops: (() => void)[] = [];

  /** Follows the socket while anybody looks. Returns how to stop. */
  use(): () => void {
    this.#users += 1;
    if (this.#users === 1) this.#begin();
    return () => {
      this.#users -= 1;
      if (this.#users === 0) for (const stop of this.#stops.splice(0)) stop();
    };
  }

  /** Names in the language spoken now. */
  rename(): void {
    this.#write([...this.#rows.keys()]);
  }

  #begin(): void {
    this.#stops = [
      on('positions', ({ whole, last, rows }) => this.#positions(whole, last, rows)),
      on('incident', ({ incident }) => this.#incident(incident)),
      on('resync', () => void this.#loadIncidents()),
    ];
    reopen();
    void this.#loadIncidents();
    void this.#loadNames();
  }

  #positions(whole: boolean, last: boolean, rows: readonly PositionRow[]): void {
    for (const row of rows) {
      this.#rows.set(row[0], row);
      if (whole) this.#seen.add(row[0]);
    }
    this.#write(rows.map((row) => row[0]));
    if (!whole || !last) return;
    const gone = [...this.#rows.keys()].filter((id) => !this.#seen.has(id));
    for (const id of gone) this.#rows.delete(id);
    this.people.remove(gone);
    this.#seen = new Set();
  }

  #incident(one: Incident): void {
    const before = this.#incidents.get(one.incident_id)?.person_id;
    if (one.state === 'closed' || one.person === null) this.#incidents.delete(one.incident_id);
    else this.#incidents.set(one.incident_id, { person_id: one.person.person_id, priority: one.priority });
    const touched = [before, one.person?.person_id].filter((id) => id !== undefined);
    this.#write(touched);
  }

  async #loadIncidents(): Promise<void> {
    const answer = await ask('get', '/api/watch');
    if (!answer.ok) return;
    this.#incidents.clear();
    for (const one of answer.value.incidents) {
      if (one.person === null || one.state === 'closed') continue;
      this.#incidents.set(one.incident_id, { person_id: one.person.person_id, priority: one.priority });
    }
    this.#write([...this.#rows.keys()]);
  }

  async #loadNames(): Promise<void> {
    for (let after: number | null = 0; after !== null && this.#users > 0;) {
      const query: Record<string, number> = { after, limit: PAGE };
      const answer = await ask('get', '/api/positions/last', { query });
      if (!answer.ok) return;
      for (const { person, heard_at } of answer.value.positions) {
        this.#names.set(person.person_id, person);
        if (heard_at !== null) this.#heard_ms.set(person.person_id, Date.parse(heard_at));
      }
      this.#write(answer.value.positions.map((one) => one.person.person_id));
      after = answer.value.next;
    }
  }

  #levels(): Map<number, Level> {
    const made = new Map<number, number>();
    for (const { person_id, priority } of this.#incidents.values()) {
      made.set(person_id, Math.max(made.get(person_id) ?? 0, 5 - priority));
    }
    return new Map([...made].map(([id, level]) => [id, LEVELS[level] ?? 'info']));
  }

  #write(ids: readonly number[]): void {
    const levels = this.#levels();
    const people = ids.flatMap((id) => {
      const row = this.#rows.get(id);
      return row === undefined ? [] : [this.#person(row, levels.get(id) ?? 'none')];
    });
    if (people.length > 0) this.people.put(people);
  }

  #person([id, lat, lon, accuracy_m, time_ms, state, course_deg]: PositionRow, level: Level): MapPerson {
    const named = this.#names.get(id);
    const name = (language() === 'en' ? named?.name_latin : named?.name_cyrillic) ?? `№ ${id}`;
    const placed = state === 'position' && lat !== null && lon !== null;
    return {
      id,
      name,
      level,
      position: placed ? { lat, lon, accuracy_m, course_deg, happened_ms: time_ms } : null,
      presence: state === 'position' ? null : state,
      heard_ms: Math.max(this.#heard_ms.get(id) ?? 0, time_ms),
    };
  }
}

/** The one crowd; screens take part in it with `use`. */
export const crowd = new Crowd();
