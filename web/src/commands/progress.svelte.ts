/** How far a command has come, asked again until it has ended. */
import { ask, type Schemas } from '../api/client';

export type Progress = Schemas['CommandProgress'];
export type CommandKind = Progress['kind'];

export const EACH_MS = 2_000;

/** Whether it may still change. */
export const underWay = (one: Pick<Progress, 'state'>): boolean =>
  one.state === 'queued' || one.state === 'sent';

/** Hears of each step until the command has ended; returns how to stop. */
export function follow(
  command_id: number,
  hear: (progress: Progress) => void,
  each_ms = EACH_MS,
): () => void {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async (): Promise<void> => {
    const answer = await ask('get', '/api/commands/{command_id}', { path: { command_id } });
    if (stopped) return;
    if (answer.ok) hear(answer.value);
    // A console that is away is asked again: the timer that ends a command runs on the server.
    if (!answer.ok || underWay(answer.value)) timer = setTimeout(() => void look(), each_ms);
  };
  timer = setTimeout(() => void look(), each_ms);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
