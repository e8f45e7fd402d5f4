import { describe, expect, it } from 'vitest';
import { corrected, photoOf, plainName, type DocumentRead, type Note } from './documents';

const paper = (document_id: number, more: Partial<DocumentRead> = {}): DocumentRead => ({
  document_id,
  kind: 'photo',
  name: 'x',
  media_type: 'image/jpeg',
  size_bytes: 1,
  sha256: '',
  uploaded_by: 'a',
  uploaded_at: '',
  withdrawn_by: null,
  withdrawn_at: null,
  withdrawn_reason: null,
  ...more,
});

describe('documents of a person', () => {
  it('shows the newest photo that was not withdrawn', () => {
    const all = [paper(4, { kind: 'document' }), paper(3, { withdrawn_at: '2026' }), paper(2), paper(1)];
    expect(photoOf(all)?.document_id).toBe(2);
    expect(photoOf([])).toBeNull();
  });

  it('tells which notes were corrected', () => {
    const note = (note_id: number, corrects: number | null): Note =>
      ({ note_id, corrects, words: '', written_by: '', written_at: '', name: null }) satisfies Note;
    expect(corrected([note(2, 1), note(1, null)])).toEqual(new Set([1]));
  });

  it('names a file without its ending', () => {
    expect(plainName('Қаулы 12.pdf')).toBe('Қаулы 12');
  });
});
