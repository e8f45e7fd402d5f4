/**
 * Reads one at a time. Asked for while it reads, it reads once more: what was begun earlier may be older than what
 * was asked for, or fail with a network that is back by now.
 */
export function oneAtATime(read: () => Promise<void>): () => Promise<void> {
  let reading: Promise<void> | null = null;
  let wanted = false;

  async function whileWanted(): Promise<void> {
    while (wanted) {
      wanted = false;
      await read();
    }
  }

  return () => {
    wanted = true;
    reading ??= whileWanted().finally(() => (reading = null));
    return reading;
  };
}
