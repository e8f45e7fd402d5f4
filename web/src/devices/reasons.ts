export interface Reason {
  readonly code: string;
  readonly words: string;
}

/** Why a frame was refused: `code: words`, or words alone, which then are the code's. */
export function reasonOf(text: string): Reason {
  const found = /^([a-z][a-z0-9_]*):\s*(.*)$/su.exec(text);
  return found ? { code: found[1] ?? '', words: found[2] ?? '' } : { code: 'damaged', words: text };
}
