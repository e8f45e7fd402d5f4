/** Photos, papers and notes of a person, as the console gives them. */
import type { Schemas } from '../api/client';

export type DocumentRead = Schemas['DocumentRead'];
export type Note = Schemas['NoteRead'];

/** The photo that counts: the newest that nobody has withdrawn. */
export function photoOf(documents: readonly DocumentRead[]): DocumentRead | null {
  return documents.find((one) => one.kind === 'photo' && one.withdrawn_at === null) ?? null;
}

/** Numbers of the notes that a later one puts right. */
export function corrected(notes: readonly Note[]): ReadonlySet<number> {
  return new Set(notes.flatMap((one) => (one.corrects === null ? [] : [one.corrects])));
}

/** What an uploaded file is called where nobody gave it a name. */
export const plainName = (file: string): string => file.replace(/\.[^.]+$/, '').slice(0, 200);
