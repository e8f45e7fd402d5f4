/** What the map draws for people: one sprite for a person or for many who stand close together. */
import { ORIGIN } from './mercator';
import type { LivePeople } from './people';

/**
 * Numbers a sprite takes: x, y relative to ORIGIN, level 0 to 4, people in it, course or -1, opacity 0 to 1, and how
 * many CSS pixels right and down of its place it is drawn.
 */
export const STRIDE = 8;

/** Above this zoom nobody is drawn together with others. */
export const ALONE_ZOOM = 13;
const CELL_PX = 60;
const TILE_PX = 512;

/** A position older than this is drawn faint. */
export const OLD_MS = 60 * 60_000;
/** Where somebody was heading longer ago than this says nothing of where they go now. */
export const HEADING_MS = 10 * 60_000;
const FAINT = 0.5;

export interface Sprites {
  readonly data: Float32Array;
  readonly count: number;
  /** The person of a sprite that stands for one; -1 for one that stands for many. */
  readonly ids: Float64Array;
}

/** Kept between calls, so that an update leaves nothing to collect. */
export class SpriteBuffer {
  data = new Float32Array(0);
  ids = new Float64Array(0);
  table = new Int32Array(0);
  keys = new Float64Array(0);
  /** The gathering that a slot went into. */
  gathering = new Int32Array(0);
  /** How many of a gathering are drawn around it. */
  around = new Uint16Array(0);

  make(people: number): void {
    if (this.ids.length >= people * 2) return;
    const size = 2 ** Math.ceil(Math.log2(Math.max(64, people * 2)));
    this.data = new Float32Array(size * STRIDE);
    this.ids = new Float64Array(size);
    this.table = new Int32Array(size * 2);
    this.keys = new Float64Array(size * 2);
    this.gathering = new Int32Array(size);
    this.around = new Uint16Array(size);
  }
}

/**
 * The sprites at this zoom. People are gathered by the cells of a grid that stays put while the map moves; a
 * gathering has the worst level in it. Whoever has an open incident is also drawn alone, around their gathering.
 */
export function sprites(people: LivePeople, zoom: number, now_ms: number, buffer: SpriteBuffer): Sprites {
  buffer.make(people.count);
  const gathered = zoom < ALONE_ZOOM ? gather(people, Math.floor(zoom), now_ms, buffer) : 0;
  return { data: buffer.data, count: alone(people, gathered, zoom, now_ms, buffer), ids: buffer.ids };
}

function opacity(people: LivePeople, slot: number, now_ms: number): number {
  return now_ms - (people.happened_ms[slot] ?? 0) > OLD_MS ? FAINT : 1;
}

function gather(people: LivePeople, zoom: number, now_ms: number, buffer: SpriteBuffer): number {
  const { data, ids, table, keys, gathering } = buffer;
  const cells = (2 ** zoom * TILE_PX) / CELL_PX;
  const mask = table.length - 1;
  table.fill(-1);
  let count = 0;
  for (let slot = 0; slot < people.count; slot += 1) {
    if (people.placed[slot] === 0) continue;
    const x = people.x[slot] as number;
    const y = people.y[slot] as number;
    const key = Math.floor(x * cells) * 67_108_864 + Math.floor(y * cells);
    let hash =
      (Math.imul(Math.floor(x * cells), 73_856_093) ^ Math.imul(Math.floor(y * cells), 19_349_663)) & mask;
    while (table[hash] !== -1 && keys[hash] !== key) hash = (hash + 1) & mask;
    const level = people.level[slot] as number;
    let sprite = table[hash] as number;
    if (sprite === -1) {
      sprite = count;
      count += 1;
      table[hash] = sprite;
      keys[hash] = key;
      write(people, slot, sprite, now_ms, buffer);
      gathering[slot] = sprite;
      continue;
    }
    gathering[slot] = sprite;
    const at = sprite * STRIDE;
    const many = (data[at + 3] as number) + 1;
    data[at] = (data[at] as number) + (x - ORIGIN.x - (data[at] as number)) / many;
    data[at + 1] = (data[at + 1] as number) + (y - ORIGIN.y - (data[at + 1] as number)) / many;
    if (level > (data[at + 2] as number)) data[at + 2] = level;
    data[at + 3] = many;
    data[at + 4] = -1;
    data[at + 5] = 1;
    ids[sprite] = -1;
  }
  return count;
}

/** Adds those drawn alone; the most urgent last, so that they lie on top. */
function alone(people: LivePeople, from: number, zoom: number, now_ms: number, buffer: SpriteBuffer): number {
  const least = zoom < ALONE_ZOOM ? 1 : 0;
  buffer.around.fill(0, 0, from);
  let chosen = 0;
  for (let slot = 0; slot < people.count; slot += 1) {
    if ((people.level[slot] as number) < least || people.placed[slot] === 0) continue;
    buffer.table[chosen] = slot;
    chosen += 1;
  }
  let count = from;
  for (let level = least; level <= 4; level += 1) {
    for (let one = 0; one < chosen; one += 1) {
      const slot = buffer.table[one] as number;
      if (people.level[slot] !== level) continue;
      if (least === 1 && isAlready(buffer, slot)) continue;
      write(people, slot, count, now_ms, buffer);
      if (least === 1) beside(buffer, slot, count);
      count += 1;
    }
  }
  return count;
}

/** Somebody whose gathering is of one is drawn by it. */
function isAlready({ data, gathering }: SpriteBuffer, slot: number): boolean {
  return data[(gathering[slot] as number) * STRIDE + 3] === 1;
}

const RING_PX = 30;
const APART_PX = 17;
const FIRST_RING = 10;

/** Puts a sprite around the gathering of its person, so that neither hides the other; rings outwards. */
function beside({ data, gathering, around }: SpriteBuffer, slot: number, sprite: number): void {
  const of = gathering[slot] as number;
  let place = around[of] as number;
  around[of] = place + 1;
  let ring = 0;
  for (let room = FIRST_RING; place >= room; room += 6) {
    place -= room;
    ring += 1;
  }
  const room = FIRST_RING + 6 * ring;
  const turn = (place / room) * 2 * Math.PI;
  const at = sprite * STRIDE;
  data[at] = data[of * STRIDE] as number;
  data[at + 1] = data[of * STRIDE + 1] as number;
  data[at + 6] = (RING_PX + APART_PX * ring) * Math.sin(turn);
  data[at + 7] = -(RING_PX + APART_PX * ring) * Math.cos(turn);
}

function write(
  people: LivePeople,
  slot: number,
  sprite: number,
  now_ms: number,
  { data, ids }: SpriteBuffer,
): void {
  const at = sprite * STRIDE;
  data[at] = (people.x[slot] as number) - ORIGIN.x;
  data[at + 1] = (people.y[slot] as number) - ORIGIN.y;
  data[at + 2] = people.level[slot] as number;
  data[at + 3] = 1;
  const fresh = now_ms - (people.happened_ms[slot] as number) <= HEADING_MS;
  data[at + 4] = fresh ? (people.course_deg[slot] as number) : -1;
  data[at + 5] = opacity(people, slot, now_ms);
  data[at + 6] = 0;
  data[at + 7] = 0;
  ids[sprite] = people.people[slot]?.id ?? -1;
}

/** The topmost sprite within `reach_px` of a place; -1 where there is none. px: a CSS pixel on the square. */
export function spriteAt(of: Sprites, x: number, y: number, px: number, reach_px: number): number {
  let best = -1;
  let nearest = reach_px * reach_px;
  for (let sprite = of.count - 1; sprite >= 0; sprite -= 1) {
    const at = sprite * STRIDE;
    const dx = ((of.data[at] as number) + ORIGIN.x - x) / px + (of.data[at + 6] as number);
    const dy = ((of.data[at + 1] as number) + ORIGIN.y - y) / px + (of.data[at + 7] as number);
    const away = dx * dx + dy * dy;
    if (away < nearest) {
      nearest = away;
      best = sprite;
    }
  }
  return best;
}

/** A number of people in at most four signs: 7, 340, 1.2k, 25k. */
export function shortCount(people: number): string {
  if (people < 1000) return String(people);
  if (people < 9950) return `${(people / 1000).toFixed(1).replace(/\.0$/, '')}k`;
  return `${Math.round(people / 1000)}k`;
}
