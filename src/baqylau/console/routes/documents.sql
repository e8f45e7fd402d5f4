-- name: listed
-- Without withdrawn ones for those who may not see them.
SELECT d.document_id, d.kind, d.name, d.media_type, octet_length(d.content) AS size_bytes, encode(d.sha256, 'hex') AS sha256,
       d.uploaded_by, d.uploaded_at, d.withdrawn_by, d.withdrawn_at, d.withdrawn_reason
FROM documents AS d
WHERE d.person_id = %(person_id)s AND (%(withdrawn)s OR d.withdrawn_at IS NULL)
ORDER BY d.document_id DESC;

-- name: content
SELECT d.content, d.media_type, d.kind, d.name, d.withdrawn_at FROM documents AS d JOIN people AS p USING (person_id)
WHERE d.person_id = %(person_id)s AND d.document_id = %(document_id)s
  AND sees_person(%(account_office)s, p.office_id, p.officer_id);

-- name: add
INSERT INTO documents (person_id, kind, name, media_type, content, sha256, uploaded_by, uploaded_at)
VALUES (%(person_id)s, %(kind)s, %(name)s, %(media_type)s, %(content)s, %(sha256)s, %(login)s, %(now)s)
RETURNING document_id;

-- name: withdraw
UPDATE documents SET withdrawn_by = %(login)s, withdrawn_at = %(now)s, withdrawn_reason = %(reason)s
WHERE person_id = %(person_id)s AND document_id = %(document_id)s AND withdrawn_at IS NULL
RETURNING document_id;

-- name: notes
-- Beside each note the name of the officer who signs in as its writer, where there is one.
SELECT n.note_id, n.words, n.written_by, n.written_at, n.corrects, f.name_cyrillic, f.name_latin
FROM person_notes AS n LEFT JOIN officers AS f ON f.account = n.written_by
WHERE n.person_id = %(person_id)s AND (%(before)s::bigint IS NULL OR n.note_id < %(before)s)
ORDER BY n.note_id DESC
LIMIT %(limit)s;

-- name: first_note
-- The note itself, or the first one where it is a correction.
SELECT coalesce(corrects, note_id) AS note_id FROM person_notes
WHERE person_id = %(person_id)s AND note_id = %(note_id)s;

-- name: write_note
INSERT INTO person_notes (person_id, words, written_by, written_at, corrects)
VALUES (%(person_id)s, %(words)s, %(login)s, %(now)s, %(corrects)s)
RETURNING note_id;
