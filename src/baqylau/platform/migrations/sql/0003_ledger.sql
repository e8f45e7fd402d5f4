-- The ledger: who saw and did what, and why. Entries are added and never changed; see docs/decisions/ledger.md.
-- No reference leads from here to people, accounts or offices: what was done stays on record when they are gone.

CREATE TABLE ledger_entries (
    seq         bigint PRIMARY KEY CHECK (seq > 0),  -- without gaps, given under the lock of ledger_head
    happened_at timestamptz NOT NULL,  -- whole milliseconds of the system's clock
    account     text NOT NULL,
    role        text NOT NULL,
    office_id   bigint,  -- the account's office then; NULL: the whole republic
    act         text NOT NULL,
    object_kind text NOT NULL,
    object_id   text,
    person_id   bigint,  -- whom it concerned, where it was one person
    purpose     text,
    detail      text NOT NULL,  -- canonical JSON; people only as ids
    leaf_hash   bytea NOT NULL CHECK (octet_length(leaf_hash) = 32),
    chain_hash  bytea NOT NULL CHECK (octet_length(chain_hash) = 32)
);

CREATE INDEX ledger_entries_person ON ledger_entries (person_id, seq) WHERE person_id IS NOT NULL;
CREATE INDEX ledger_entries_account ON ledger_entries (account, seq);

-- Where the ledger ends. One row; whoever appends holds its lock until the act itself is committed.
CREATE TABLE ledger_head (
    only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    size       bigint NOT NULL,
    chain_hash bytea NOT NULL
);

INSERT INTO ledger_head (size, chain_hash) VALUES (0, decode(repeat('00', 32), 'hex'));

-- Signed tree heads. frontier: the roots of the whole subtrees that make up a tree of this size, largest first.
CREATE TABLE ledger_checkpoints (
    size     bigint PRIMARY KEY CHECK (size >= 0),
    taken_at timestamptz NOT NULL,
    root     bytea NOT NULL CHECK (octet_length(root) = 32),
    frontier bytea NOT NULL CHECK (octet_length(frontier) % 32 = 0),
    note     text NOT NULL  -- as it is handed out, with its signature
);

CREATE FUNCTION ledger_refuses() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is only ever added to: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE FUNCTION ledger_head_advances() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.size <> OLD.size + 1 THEN
        RAISE EXCEPTION 'the ledger grows by one entry at a time, not from % to %', OLD.size, NEW.size
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER ledger_entries_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses();
CREATE TRIGGER ledger_checkpoints_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses();
CREATE TRIGGER ledger_head_stays BEFORE INSERT OR DELETE OR TRUNCATE ON ledger_head
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses();
CREATE TRIGGER ledger_head_advances BEFORE UPDATE ON ledger_head
    FOR EACH ROW EXECUTE FUNCTION ledger_head_advances();

-- ALWAYS: a session that calls itself a replica is refused as well.
ALTER TABLE ledger_entries ENABLE ALWAYS TRIGGER ledger_entries_stay;
ALTER TABLE ledger_checkpoints ENABLE ALWAYS TRIGGER ledger_checkpoints_stay;
ALTER TABLE ledger_head ENABLE ALWAYS TRIGGER ledger_head_stays;
ALTER TABLE ledger_head ENABLE ALWAYS TRIGGER ledger_head_advances;

REVOKE ALL ON ledger_entries, ledger_head, ledger_checkpoints FROM PUBLIC;
