/** Everybody on the map in columns, so that 25,000 people moving cost no objects. */
import { mercatorX, mercatorY } from './mercator';

/** none: no open incident. In the order of urgency. */
export const LEVELS = ['none', 'info', 'warning', 'high', 'critical'] as const;
export type Level = (typeof LEVELS)[number];

/** What may be said without a position: where only presence at home was ordered, or where there is no news. */
export type Presence = 'home' | 'away' | 'unknown';

export interface MapPerson {
  readonly id: number;
  readonly name: string;
  /** null: no order of this person lets a position be shown, or there is none. */
  readonly position: {
    readonly lat: number;
    readonly lon: number;
    readonly accuracy_m: number | null;
    readonly course_deg: number | null;
    readonly happened_ms: number;
  } | null;
  readonly level: Level;
  readonly presence?: Presence | null;
  /** When anything was last heard from the device. */
  readonly heard_ms: number | null;
}

const START = 1024;

/** Grows by doubling; a slot stays with its person until the person is taken off. */
export class LivePeople {
  count = 0;
  x = new Float64Array(START);
  y = new Float64Array(START);
  level = new Uint8Array(START);
  course_deg = new Float32Array(START);
  happened_ms = new Float64Array(START);
  /** 1 where there is a position. */
  placed = new Uint8Array(START);
  readonly people: MapPerson[] = [];
  /** Grows with each change of any kind. */
  revision = 0;
  /** Grows when somebody comes or goes, or a level changes: what the order of the list hangs on. */
  membership = 0;
  readonly #slots = new Map<number, number>();
  readonly #hearers = new Set<() => void>();

  get(id: number): MapPerson | undefined {
    const slot = this.#slots.get(id);
    return slot === undefined ? undefined : this.people[slot];
  }

  /** Puts people in or renews them; hearers are told once. */
  put(people: readonly MapPerson[]): void {
    for (const person of people) this.#write(person);
    this.#tell();
  }

  /** Takes people off; the last one moves into the slot that becomes free. */
  remove(ids: readonly number[]): void {
    for (const id of ids) {
      const slot = this.#slots.get(id);
      const last = this.people.at(-1);
      if (slot === undefined || last === undefined) continue;
      this.#slots.delete(id);
      this.people.pop();
      this.count -= 1;
      this.membership += 1;
      if (last.id !== id) {
        this.#slots.set(last.id, slot);
        this.#fill(slot, last);
      }
    }
    this.#tell();
  }

  clear(): void {
    this.remove(this.people.map((one) => one.id));
  }

  /** Hears each change. Returns how to stop. */
  onChange(hear: () => void): () => void {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  }

  #tell(): void {
    this.revision += 1;
    for (const hear of this.#hearers) hear();
  }

  #write(person: MapPerson): void {
    let slot = this.#slots.get(person.id);
    if (slot === undefined) {
      slot = this.count;
      if (slot === this.x.length) this.#grow();
      this.#slots.set(person.id, slot);
      this.count += 1;
      this.membership += 1;
    } else if (this.people[slot]?.level !== person.level || this.people[slot]?.name !== person.name) {
      this.membership += 1;
    }
    this.#fill(slot, person);
  }

  #fill(slot: number, person: MapPerson): void {
    const at = person.position;
    this.people[slot] = person;
    this.level[slot] = LEVELS.indexOf(person.level);
    this.placed[slot] = at ? 1 : 0;
    this.x[slot] = at ? mercatorX(at.lon) : 0;
    this.y[slot] = at ? mercatorY(at.lat) : 0;
    this.course_deg[slot] = at?.course_deg ?? -1;
    this.happened_ms[slot] = at?.happened_ms ?? 0;
  }

  #grow(): void {
    const size = this.x.length * 2;
    const wider = <A extends Float64Array | Float32Array | Uint8Array>(made: A, old: A): A => {
      made.set(old);
      return made;
    };
    this.x = wider(new Float64Array(size), this.x);
    this.y = wider(new Float64Array(size), this.y);
    this.level = wider(new Uint8Array(size), this.level);
    this.course_deg = wider(new Float32Array(size), this.course_deg);
    this.happened_ms = wider(new Float64Array(size), this.happened_ms);
    this.placed = wider(new Uint8Array(size), this.placed);
  }
}

/** The slots in the order a list shows them: the most urgent first, then by name. */
export function listOrder(people: LivePeople, compare: (a: string, b: string) => number): number[] {
  return people.people
    .map((_, slot) => slot)
    .sort((a, b) => {
      const urgent = (people.level[b] ?? 0) - (people.level[a] ?? 0);
      return urgent !== 0 ? urgent : compare(people.people[a]?.name ?? '', people.people[b]?.name ?? '');
    });
}
