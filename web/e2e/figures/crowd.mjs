// 25,000 people who report once a minute, told by a socket that the page takes for the console's.
import { pause, spread } from './numbers.mjs';

const PEOPLE = 25_000;
const ROWS = Math.ceil(PEOPLE / 60);
const SECONDS = 30;
const CITIES = [[43.24, 76.89], [51.13, 71.43], [42.32, 69.59], [49.8, 73.1], [50.28, 57.21]]; // prettier-ignore

let seed = 1;
const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
const people = Array.from({ length: PEOPLE }, (_, number) => {
  const [lat, lon] = CITIES[number % CITIES.length];
  return { id: number + 1, lat: lat + (random() - 0.5) / 4, lon: lon + (random() - 0.5) / 3 };
});
const row = (one) => {
  one.lat += (random() - 0.5) / 2000;
  one.lon += (random() - 0.5) / 2000;
  const [lat, lon] = [one.lat, one.lon].map((each) => Number(each.toFixed(6)));
  return [one.id, lat, lon, 8, Date.now(), 'position', Math.floor(random() * 360)];
};
const names = (after, limit) => {
  const page = people.slice(after, after + limit);
  return {
    positions: page.map(({ id }) => ({
      person: { person_id: id, name_cyrillic: `Серіков Асқар ${id}`, name_latin: `Serikov Askar ${id}` },
      heard_at: new Date().toISOString(),
      position: null,
    })),
    next: page.length < limit ? null : page.at(-1).id,
  };
};

/** Script and layout of the page since it was opened, milliseconds. */
async function spent_ms(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name) => metrics.find((one) => one.name === name).value * 1000;
  return { script: of('ScriptDuration'), task: of('TaskDuration') };
}

async function measure(operator, size) {
  let socket;
  let seq = 1;
  const tell = (message) => socket?.send(JSON.stringify({ seq: (seq += 1), ...message }));
  const { page } = await operator.at();
  await page.setViewportSize(size);
  await page.routeWebSocket('**/api/live', (made) => {
    socket = made;
    made.onMessage(() => {
      tell({ type: 'hello', now: new Date().toISOString(), heartbeat_s: 5 });
      for (let from = 0; from < PEOPLE; from += 5000)
        tell({
          type: 'positions',
          whole: true,
          last: from + 5000 >= PEOPLE,
          rows: people.slice(from, from + 5000).map(row),
        });
    });
  });
  await page.route('**/api/positions/last*', (route) => {
    const query = new URL(route.request().url()).searchParams;
    return route.fulfill({
      json: names(Number(query.get('after') ?? 0), Number(query.get('limit') ?? 1000)),
    });
  });
  await page.evaluate((token) => sessionStorage.setItem('token', token), operator.system.token);
  await page.goto(`${operator.system.url}/#/map`);
  await page.reload();
  await page.getByText(/25,000 people/).waitFor({ timeout: 60_000 });
  await pause(5000);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await page.evaluate(() => {
    window.frames = 0;
    window.updates = [];
    const count = () => ((window.frames += 1), requestAnimationFrame(count));
    requestAnimationFrame(count);
    const map = document.querySelector('[data-map]');
    new MutationObserver(() => window.updates.push(Number(map.dataset.update_ms))).observe(map, {
      attributes: true,
    });
  });
  const idle = await over(session, page, () => {});
  const busy = await over(session, page, (second) => {
    const rows = people.slice((second * ROWS) % PEOPLE, ((second * ROWS) % PEOPLE) + ROWS).map(row);
    tell({ type: 'positions', whole: false, last: true, rows });
    tell({
      type: 'beat',
      now: new Date().toISOString(),
      now_ms: Date.now(),
      speed: 1,
      newest_visible_age_s: 1,
    });
  });
  const updates = await page.evaluate(() => window.updates);
  await operator.leave();
  return {
    script_ms_an_update: Number((busy.script - idle.script).toFixed(2)),
    work_of_the_page_ms_an_update: Number((busy.task - idle.task).toFixed(2)),
    of_it_sprites_ms: spread(updates, 2),
    frames_a_second: Number(busy.frames.toFixed(1)),
    frames_a_second_without_updates: Number(idle.frames.toFixed(1)),
  };
}

/** What a second costs: script, all work of the page's thread, and frames. */
async function over(session, page, each) {
  const before = { ...(await spent_ms(session)), frames: await page.evaluate(() => window.frames) };
  const began = Date.now();
  for (let second = 0; second < SECONDS; second++) {
    each(second);
    await pause(1000);
  }
  const after = { ...(await spent_ms(session)), frames: await page.evaluate(() => window.frames) };
  const seconds = (Date.now() - began) / 1000;
  const a = (name) => (after[name] - before[name]) / seconds;
  return { script: a('script'), task: a('task'), frames: a('frames') };
}

export async function crowd(operator) {
  return {
    asked: { script_ms_an_update: 8, frames_a_second: 30 },
    people: PEOPLE,
    rows_an_update: ROWS,
    small_window: await measure(operator, { width: 640, height: 420 }),
    whole_window: await measure(operator, { width: 1600, height: 900 }),
  };
}
