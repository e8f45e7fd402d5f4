import { describe, expect, it } from 'vitest';
import { LivePeople, listOrder, type Level, type MapPerson } from './people';
import { ALONE_ZOOM, shortCount, SpriteBuffer, spriteAt, sprites, STRIDE } from './sprites';
import { mercatorX, mercatorY } from './mercator';

const NOW = 1_800_000_000_000;

function someone(id: number, lat: number, lon: number, level: Level = 'none'): MapPerson {
  const position = { lat, lon, accuracy_m: 10, course_deg: null, happened_ms: NOW - 60_000 };
  return { id, name: `P${id}`, position, level, heard_ms: NOW };
}

function crowd(count: number, incidents = 0): LivePeople {
  const people = new LivePeople();
  let seed = 7;
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const levels: Level[] = ['info', 'warning', 'high', 'critical'];
  people.put(
    Array.from({ length: count }, (_, id) =>
      someone(id, 43 + random() * 8, 52 + random() * 30, id < incidents ? levels[id % 4] : 'none'),
    ),
  );
  return people;
}

describe('sprites', () => {
  it('count everybody once in the gatherings, at any zoom', () => {
    const people = crowd(3000, 40);
    for (const zoom of [3, 5.5, 9, 12.9]) {
      const made = sprites(people, zoom, NOW, new SpriteBuffer());
      let all = 0;
      for (let one = 0; one < made.count; one += 1) {
        const [, , , many = 0, , , dx, dy] = made.data.slice(one * STRIDE, (one + 1) * STRIDE);
        if (dx === 0 && dy === 0) all += many;
      }
      expect(all).toBe(3000);
    }
  });

  it('draw each person with an open incident alone, the most urgent on top, none under another', () => {
    const made = sprites(crowd(2000, 40), 4, NOW, new SpriteBuffer());
    const rows = Array.from({ length: made.count }, (_, one) =>
      made.data.slice(one * STRIDE, (one + 1) * STRIDE),
    );
    const alone = rows.filter((row) => row[3] === 1 && (row[2] ?? 0) > 0);
    expect(alone).toHaveLength(40);
    const levels = alone.filter((row) => row[6] !== 0 || row[7] !== 0).map((row) => row[2]);
    expect(levels).toEqual([...levels].sort());
    expect(new Set(alone.map((row) => [row[0], row[1], row[6], row[7]].join())).size).toBe(40);
  });

  it('give a gathering the worst level in it', () => {
    const people = new LivePeople();
    people.put([
      someone(1, 43.2, 76.9),
      someone(2, 43.2001, 76.9001, 'high'),
      someone(3, 43.2, 76.9, 'info'),
    ]);
    const made = sprites(people, 5, NOW, new SpriteBuffer());
    expect(made.data[2]).toBe(3);
    expect(made.data[3]).toBe(3);
  });

  it('draw nobody together where the map is near enough', () => {
    const made = sprites(crowd(500, 10), ALONE_ZOOM, NOW, new SpriteBuffer());
    expect(made.count).toBe(500);
  });

  it('leave out whoever has no position', () => {
    const people = new LivePeople();
    people.put([{ ...someone(1, 0, 0), position: null }, someone(2, 43, 77)]);
    expect(sprites(people, 4, NOW, new SpriteBuffer()).count).toBe(1);
  });

  it('are found under the pointer, the nearest first', () => {
    const people = new LivePeople();
    people.put([someone(1, 43.2, 76.9), someone(2, 43.21, 76.9)]);
    const made = sprites(people, 14, NOW, new SpriteBuffer());
    const hit = spriteAt(made, mercatorX(76.9), mercatorY(43.2001), 1e-7, 500);
    expect(made.ids[hit]).toBe(1);
    expect(spriteAt(made, mercatorX(60), mercatorY(50), 1e-7, 500)).toBe(-1);
  });
});

describe('people', () => {
  it('keep their slots together when some are taken off', () => {
    const people = crowd(10);
    people.remove([0, 5, 9, 77]);
    expect(people.count).toBe(7);
    expect(people.people.map((one) => one.id).sort()).toEqual([1, 2, 3, 4, 6, 7, 8]);
    for (const one of people.people) expect(people.get(one.id)).toBe(one);
  });

  it('grow past their first size', () => {
    const people = crowd(5000);
    expect(people.count).toBe(5000);
    expect(people.x.length).toBeGreaterThanOrEqual(5000);
  });

  it('are listed by urgency, then by name', () => {
    const people = new LivePeople();
    people.put([someone(3, 1, 1), someone(2, 1, 1), someone(1, 1, 1, 'critical')]);
    const order = listOrder(people, (a, b) => a.localeCompare(b)).map((slot) => people.people[slot]?.id);
    expect(order).toEqual([1, 2, 3]);
  });

  it('tell their hearers once for each batch, until a hearer stops', () => {
    const people = new LivePeople();
    let heard = 0;
    const stop = people.onChange(() => (heard += 1));
    people.put([someone(1, 1, 1), someone(2, 1, 1)]);
    stop();
    people.put([someone(3, 1, 1)]);
    expect(heard).toBe(1);
  });
});

it('a count is written in at most four signs', () => {
  expect([7, 340, 999, 1000, 1240, 9949, 9951, 25_000].map(shortCount)).toEqual([
    '7',
    '340',
    '999',
    '1k',
    '1.2k',
    '9.9k',
    '10k',
    '25k',
  ]);
});
