-- What the operator's workplace needs beside what is observed, found and decided.

-- Rows are added about in the order in which they become visible, so a few kilobytes say where the newest are.
CREATE INDEX fixes_by_visibility ON fixes USING brin (visible_at) WITH (pages_per_range = 256, autosummarize = on);

-- The live push hears of new, ended and withdrawn findings. `*`: too many to name in one message of 8,000 bytes.
CREATE FUNCTION findings_announced() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    named text := (SELECT string_agg(finding_id::text, ',') FROM changed);
BEGIN
    IF named IS NOT NULL THEN
        PERFORM pg_notify('finding_changed', CASE WHEN length(named) > 7000 THEN '*' ELSE named END);
    END IF;
    RETURN NULL;
END
$body$;
CREATE TRIGGER findings_inserted AFTER INSERT ON findings
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION findings_announced();
CREATE TRIGGER findings_updated AFTER UPDATE ON findings
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION findings_announced();

-- A shelved incident is out of the queue until then, or until it becomes more urgent than it was when shelved.
ALTER TABLE incidents
    ADD COLUMN shelved_until timestamptz,
    ADD COLUMN shelved_by text,
    ADD COLUMN shelved_reason text,
    ADD COLUMN shelved_priority smallint,
    ADD CHECK ((shelved_until IS NULL) = (shelved_by IS NULL)),
    ADD CHECK ((shelved_until IS NULL) = (shelved_priority IS NULL));

-- The last step of a person with each incident, and how the incident stood before it.
CREATE TABLE incident_undo (
    incident_id bigint PRIMARY KEY REFERENCES incidents,
    actor       text NOT NULL,
    action      text NOT NULL,
    version     integer NOT NULL,
    taken_at    timestamptz NOT NULL,
    before      jsonb NOT NULL
);

-- What one operator handed to the next: list as shown, its SHA-256 with the words and names beside it.
CREATE TABLE handovers (
    handover_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    office_id   bigint REFERENCES offices,
    made_at     timestamptz NOT NULL,
    from_login  text NOT NULL REFERENCES accounts (login),
    to_login    text NOT NULL REFERENCES accounts (login),
    note        text NOT NULL,
    list        jsonb NOT NULL,
    sha256      text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    accepted_at timestamptz
);
CREATE INDEX handovers_of_accounts ON handovers (made_at DESC);

-- Reports and shift figures ask for a span of time.
CREATE INDEX events_by_time ON incident_events (happened_at);
CREATE INDEX incidents_by_opening ON incidents (opened_at);
CREATE INDEX findings_by_beginning ON findings (began_at);
