// Two hundred operators on one console: whether each hears its beats in time and all hear the same.
import { pause, spread } from './numbers.mjs';

const OPERATORS = 200;
const SECONDS = 40;

export async function sockets(operator) {
  const { page } = await operator.at();
  await page.evaluate(listen, { operators: OPERATORS, token: operator.system.token });
  await pause(SECONDS * 1000);
  const heard = await page.evaluate(() => window.heard);
  const gaps = heard.flatMap((one) => one.beats.slice(1).map((at, number) => at - one.beats[number]));
  const changes = {};
  for (const one of heard)
    for (const [seq, at] of Object.entries(one.changes)) (changes[seq] ??= []).push(at);
  const whole = Object.values(changes).filter((all) => all.length > OPERATORS / 2);
  return {
    operators: OPERATORS,
    listening: heard.filter((one) => one.beats.length > 0 && !one.closed).length,
    hello_ms: spread(heard.map((one) => one.hello)),
    between_beats_ms: spread(gaps),
    from_the_first_to_the_last_to_hear_ms: spread(whole.map((all) => Math.max(...all) - Math.min(...all))),
  };
}

/** In the page. */
function listen({ operators, token }) {
  window.heard = Array.from({ length: operators }, () => {
    const mine = { hello: null, beats: [], changes: {}, closed: false };
    const began = performance.now();
    const socket = new WebSocket(`ws://${location.host}/api/live`);
    socket.onopen = () => socket.send(JSON.stringify({ after: null, token }));
    socket.onclose = () => (mine.closed = true);
    socket.onmessage = ({ data }) => {
      const { type, seq, whole } = JSON.parse(data);
      const now = performance.now();
      if (type === 'hello') mine.hello = now - began;
      else if (type === 'beat') mine.beats.push(now);
      else if (whole !== true) mine.changes[seq] ??= now;
    };
    return mine;
  });
}
