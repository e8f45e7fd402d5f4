import { expect, it } from 'vitest';
import { read, write } from './router.svelte';

it('reads back the place it wrote', () => {
  const place = read(write('person', [12, 'а/б'], { from: '2026-11-22T10:00:00Z' }));
  expect([place.screen, ...place.rest]).toEqual(['person', '12', 'а/б']);
  expect(place.query.get('from')).toBe('2026-11-22T10:00:00Z');
});

it('reads no address as no screen', () => {
  expect(read('').screen).toBe('');
  expect(read('#/').screen).toBe('');
});
