-- Papers and photos of a person, and notes. Both only grow: what was there once can always be read again.

-- Whom a wearer calls, as the wearer's sheet prints it.
ALTER TABLE offices ADD COLUMN phone text, ADD COLUMN address text;

-- content: the very bytes that are given out again. sha256 is of them, so that a changed row can be told.
CREATE TABLE documents (
    document_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id        bigint NOT NULL REFERENCES people,
    kind             text NOT NULL CHECK (kind IN ('photo', 'document')),
    name             text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    media_type       text NOT NULL CHECK (media_type IN ('image/jpeg', 'application/pdf')),
    content          bytea NOT NULL,
    sha256           bytea NOT NULL CHECK (sha256 = sha256(content)),
    uploaded_by      text NOT NULL,
    uploaded_at      timestamptz NOT NULL,
    withdrawn_by     text,
    withdrawn_at     timestamptz,
    withdrawn_reason text CHECK (length(withdrawn_reason) BETWEEN 1 AND 500),
    CHECK (kind = 'document' OR media_type = 'image/jpeg'),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL))
);
-- Photos and scans are compressed already.
ALTER TABLE documents ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX documents_of_people ON documents (person_id, document_id);

-- corrects: the first note, of the same person, that this one puts right; the first stays as it was.
CREATE TABLE person_notes (
    note_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id  bigint NOT NULL REFERENCES people,
    words      text NOT NULL CHECK (length(words) BETWEEN 1 AND 4000),
    written_by text NOT NULL,
    written_at timestamptz NOT NULL,
    corrects   bigint,
    UNIQUE (person_id, note_id),
    FOREIGN KEY (person_id, corrects) REFERENCES person_notes (person_id, note_id)
);

CREATE FUNCTION only_added_to() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '% is only added to: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$body$;

-- All that may change of a document is that it is withdrawn, once.
CREATE FUNCTION only_withdrawn() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
       OR (NEW.document_id, NEW.person_id, NEW.kind, NEW.name, NEW.media_type, NEW.sha256, NEW.uploaded_by, NEW.uploaded_at)
          IS DISTINCT FROM
          (OLD.document_id, OLD.person_id, OLD.kind, OLD.name, OLD.media_type, OLD.sha256, OLD.uploaded_by, OLD.uploaded_at)
    THEN
        RAISE EXCEPTION 'a document can only be withdrawn, once' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$body$;

CREATE TRIGGER documents_stay BEFORE DELETE OR TRUNCATE ON documents
    FOR EACH STATEMENT EXECUTE FUNCTION only_added_to();
CREATE TRIGGER documents_only_withdrawn BEFORE UPDATE ON documents
    FOR EACH ROW EXECUTE FUNCTION only_withdrawn();
CREATE TRIGGER notes_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON person_notes
    FOR EACH STATEMENT EXECUTE FUNCTION only_added_to();
