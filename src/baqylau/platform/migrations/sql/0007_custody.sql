-- Where a device is in its life, and who answered for it. States and steps are those of register/custody.py.

ALTER TABLE devices
    DROP CONSTRAINT devices_state_check,
    ADD COLUMN office_id bigint REFERENCES offices,  -- whose stock it belongs to; NULL: not said
    ALTER COLUMN state SET DEFAULT 'stock';

-- The chain of custody: one row each time a device passed on or changed its state. Rows are only ever added.
CREATE TABLE custody (
    custody_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device_id        bigint NOT NULL REFERENCES devices,
    number           integer NOT NULL CHECK (number > 0),  -- in the device's chain, without gaps
    step             text NOT NULL,
    from_state       text,  -- NULL: the chain begins here
    to_state         text NOT NULL,
    happened_at      timestamptz NOT NULL,
    recorded_at      timestamptz NOT NULL,
    recorded_by      text NOT NULL,  -- a login, or 'system' for what no account did
    giver_kind       text NOT NULL CHECK (giver_kind IN ('office', 'officer', 'account', 'person', 'workshop', 'nobody')),
    giver            text NOT NULL,  -- code, login, id of the person or name of the workshop
    taker_kind       text NOT NULL CHECK (taker_kind IN ('office', 'officer', 'account', 'person', 'workshop', 'nobody')),
    taker            text NOT NULL,
    site             text NOT NULL,  -- where it was handed over
    serial           text NOT NULL,
    device_condition text NOT NULL,
    reason           text NOT NULL,
    activation_id    bigint REFERENCES activations,
    UNIQUE (device_id, number)
);
CREATE INDEX custody_of_activation ON custody (activation_id) WHERE activation_id IS NOT NULL;

-- What was known before the chain was kept. Whether a device that somebody had worn was wiped, nobody wrote down.
INSERT INTO custody (device_id, number, step, to_state, happened_at, recorded_at, recorded_by, giver_kind, giver,
                     taker_kind, taker, site, serial, device_condition, reason, activation_id)
SELECT d.device_id, 1, 'carried_over',
       CASE WHEN a.activation_id IS NOT NULL THEN 'fitted'
            WHEN d.state = 'repair' THEN 'faulty'
            WHEN d.state <> 'serviceable' THEN d.state
            WHEN EXISTS (SELECT FROM activations w WHERE w.device_id = d.device_id) THEN 'returned'
            ELSE 'stock' END,
       coalesce(a.from_at, now()), now(), 'system', 'nobody', '',
       CASE WHEN a.activation_id IS NOT NULL THEN 'person' ELSE 'nobody' END, coalesce(a.person_id::text, ''),
       '', d.serial, 'unknown', d.state, a.activation_id
FROM devices d
LEFT JOIN LATERAL (
    SELECT activation_id, person_id, from_at FROM activations
    WHERE device_id = d.device_id AND coalesce(to_at > now(), true)
    ORDER BY from_at LIMIT 1) a ON true;

UPDATE devices d SET state = c.to_state FROM custody c WHERE c.device_id = d.device_id AND d.state <> c.to_state;

ALTER TABLE devices ADD CONSTRAINT devices_state_check
    CHECK (state IN ('stock', 'issued', 'fitted', 'faulty', 'returned', 'wiped', 'retired', 'lost'));
CREATE INDEX devices_by_state ON devices (state, device_id);

-- The steps in which a device is fitted. An activation without a row here was imported: begun without steps.
CREATE TABLE fittings (
    activation_id bigint PRIMARY KEY REFERENCES activations,
    begun_at      timestamptz NOT NULL,
    begun_by      text NOT NULL,
    completed_at  timestamptz,
    completed_by  text,
    contact_at    timestamptz,  -- when it was first heard, as found at completion
    clock_lag_ms  bigint,       -- received less happened, of the report that came soonest
    CHECK ((completed_at IS NULL) = (completed_by IS NULL)),
    CHECK (completed_at IS NULL OR contact_at IS NOT NULL AND clock_lag_ms IS NOT NULL)
);
CREATE INDEX fittings_under_way ON fittings (activation_id) WHERE completed_at IS NULL;

-- A step done again stays beside the first; the last of each counts.
CREATE TABLE fitting_steps (
    step_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    activation_id bigint NOT NULL REFERENCES fittings,
    step          text NOT NULL CHECK (step IN ('medical', 'photo', 'second_check', 'sheet')),
    done_at       timestamptz NOT NULL,
    done_by       text NOT NULL,
    detail        jsonb NOT NULL CHECK (jsonb_typeof(detail) = 'object')
);
CREATE INDEX fitting_steps_of_activation ON fitting_steps (activation_id, step_id);

-- The fitted device, as it was photographed. sha256 is of the very bytes.
CREATE TABLE fitting_photos (
    activation_id bigint NOT NULL REFERENCES fittings,
    sha256        bytea NOT NULL CHECK (sha256 = sha256(content)),
    media_type    text NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png')),
    content       bytea NOT NULL,
    PRIMARY KEY (activation_id, sha256)
);
ALTER TABLE fitting_photos ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE FUNCTION custody_stays() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '% is only ever added to: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$body$;
CREATE TRIGGER custody_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON custody
    FOR EACH STATEMENT EXECUTE FUNCTION custody_stays();
CREATE TRIGGER fitting_steps_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON fitting_steps
    FOR EACH STATEMENT EXECUTE FUNCTION custody_stays();
CREATE TRIGGER fitting_photos_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON fitting_photos
    FOR EACH STATEMENT EXECUTE FUNCTION custody_stays();
-- ALWAYS: a session that calls itself a replica is refused as well.
ALTER TABLE custody ENABLE ALWAYS TRIGGER custody_stays;
ALTER TABLE fitting_steps ENABLE ALWAYS TRIGGER fitting_steps_stay;
ALTER TABLE fitting_photos ENABLE ALWAYS TRIGGER fitting_photos_stay;
