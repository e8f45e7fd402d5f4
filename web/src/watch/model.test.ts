import { expect, it } from 'vitest';
import { found, newer, ordered, shelved, tally, type Incident } from './model';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const incident = (incident_id: number, more: Partial<Incident> = {}): Incident =>
  ({
    incident_id,
    person: { person_id: 1, name_cyrillic: 'Әлия Нұр', name_latin: 'Aliya Nur' },
    priority: 2,
    state: 'open',
    version: 1,
    kind: 'curfew_absence',
    began_at: '2026-11-22T11:00:00Z',
    owner: null,
    ...more,
  }) as Incident;

it('puts the most urgent first, among equals the oldest', () => {
  const list = [
    incident(1),
    incident(2, { began_at: '2026-11-22T10:00:00Z' }),
    incident(3, { priority: 1, began_at: '2026-11-22T11:59:00Z' }),
  ];
  expect(ordered(list, NOW).map((one) => one.incident_id)).toEqual([3, 2, 1]);
});

it('leaves out what is closed and puts what is shelved last, until its time is over', () => {
  const late = incident(1, { priority: 1, shelved_until: '2026-11-22T12:30:00Z' });
  const list = [late, incident(2), incident(3, { state: 'closed' })];
  expect(ordered(list, NOW).map((one) => one.incident_id)).toEqual([2, 1]);
  expect(shelved(late, NOW + 31 * 60_000)).toBe(false);
  expect(ordered(list, NOW + 31 * 60_000).map((one) => one.incident_id)).toEqual([1, 2]);
});

it('finds by number, either spelling of the name, and the kind in words', () => {
  const list = [incident(17), incident(18, { person: null })];
  const word = () => 'Үйінде жоқ';
  for (const search of ['17', 'әлия', 'NUR aliya', 'үйінде 17']) {
    expect(found(list, search, word).map((one) => one.incident_id)).toEqual([17]);
  }
  expect(found(list, ' ', word)).toHaveLength(2);
});

it('counts by priority what is open and what nobody answered', () => {
  const list = [incident(1), incident(2, { state: 'acknowledged' }), incident(3, { state: 'closed' })];
  expect(tally(list)).toEqual({
    by_priority: { 1: 0, 2: 2, 3: 0, 4: 0 },
    unacknowledged: { 1: 0, 2: 1, 3: 0, 4: 0 },
  });
});

it('keeps the newer version when a message overtakes an answer', () => {
  const [old, fresh] = [incident(1), incident(1, { version: 2 })];
  expect(newer(fresh, old)).toBe(fresh);
  expect(newer(old, fresh)).toBe(fresh);
  expect(newer(undefined, old)).toBe(old);
});
