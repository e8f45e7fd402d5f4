-- Whom a condition protects, with consent and expiry; and where silence has a known technical cause.

-- A protected person is no supervised person: nothing here refers to `people` but the duty to keep away.
-- code: what the order calls the person; the order never has the name. channel: where to tell them, an address that
-- may hold a secret.
CREATE TABLE protected_people (
    protected_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code         text NOT NULL UNIQUE CHECK (code ~ '^[A-Za-z0-9_.-]{1,64}$'),
    name         text NOT NULL,
    office_id    bigint NOT NULL REFERENCES offices,
    language     text NOT NULL DEFAULT 'kk' CHECK (language IN ('kk', 'ru', 'en')),
    channel      text,
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX protected_people_office ON protected_people (office_id);

-- One written consent of a protected person to be heard because of one bound person. Consent ends by itself at
-- consent_to, and at once when it is withdrawn; it is never deleted.
CREATE TABLE protections (
    protection_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    protected_id  bigint NOT NULL REFERENCES protected_people,
    person_id     bigint NOT NULL REFERENCES people,
    consent_from  timestamptz NOT NULL,
    consent_to    timestamptz NOT NULL,
    recorded_by   text NOT NULL,
    withdrawn_at  timestamptz,
    withdrawn_by  text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    CHECK (consent_to > consent_from),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
    CONSTRAINT protections_one_consent_at_a_time EXCLUDE USING gist (
        int8range(protected_id, protected_id, '[]') WITH =,
        int8range(person_id, person_id, '[]') WITH =,
        tstzrange(consent_from, consent_to) WITH &&
    ) WHERE (withdrawn_at IS NULL)
);
CREATE INDEX protections_of_person ON protections (person_id);
CREATE INDEX protections_of_protected ON protections (protected_id);

CREATE TABLE protected_devices (
    protected_device_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device_id    bigint NOT NULL REFERENCES devices,
    protected_id bigint NOT NULL REFERENCES protected_people,
    from_at      timestamptz NOT NULL,
    to_at        timestamptz,
    CHECK (to_at > from_at),
    CONSTRAINT protected_devices_one_bearer_at_a_time EXCLUDE USING gist (
        int8range(device_id, device_id, '[]') WITH =,
        tstzrange(from_at, to_at) WITH &&
    )
);
CREATE INDEX protected_devices_of_protected ON protected_devices (protected_id);

-- A device is worn under an order or carried for protection, never both at once.
CREATE FUNCTION device_has_one_purpose() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF EXISTS (SELECT FROM activations a JOIN protected_devices p USING (device_id)
               WHERE a.device_id = NEW.device_id
                 AND tstzrange(a.from_at, a.to_at) && tstzrange(p.from_at, p.to_at)) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'exclusion_violation',
            MESSAGE = 'device ' || NEW.device_id || ' would be worn under an order and carried for protection at once';
    END IF;
    RETURN NEW;
END
$body$;
CREATE CONSTRAINT TRIGGER activations_one_purpose AFTER INSERT OR UPDATE ON activations
    FOR EACH ROW EXECUTE FUNCTION device_has_one_purpose();
CREATE CONSTRAINT TRIGGER protected_devices_one_purpose AFTER INSERT OR UPDATE ON protected_devices
    FOR EACH ROW EXECUTE FUNCTION device_has_one_purpose();

CREATE FUNCTION protections_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM announce_register_change(
        ARRAY(SELECT DISTINCT person_id FROM changed),
        ARRAY(SELECT DISTINCT d.device_id FROM changed JOIN protected_devices d USING (protected_id)));
    RETURN NULL;
END
$body$;
CREATE FUNCTION protected_devices_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM announce_register_change(
        ARRAY(SELECT DISTINCT p.person_id FROM changed JOIN protections p USING (protected_id)),
        ARRAY(SELECT DISTINCT device_id FROM changed));
    RETURN NULL;
END
$body$;
CREATE TRIGGER protections_inserted AFTER INSERT ON protections
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION protections_changed();
CREATE TRIGGER protections_updated AFTER UPDATE ON protections
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION protections_changed();
CREATE TRIGGER protected_devices_inserted AFTER INSERT ON protected_devices
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION protected_devices_changed();
CREATE TRIGGER protected_devices_updated AFTER UPDATE ON protected_devices
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION protected_devices_changed();

-- A condition of kind `protection` names the protected person's code and the distance, and has no place.
ALTER TABLE conditions
    ADD COLUMN protects text,
    ADD COLUMN distance_m double precision CHECK (distance_m > 0),
    DROP CONSTRAINT conditions_kind_check,
    ADD CONSTRAINT conditions_kind_check CHECK (
        kind IN ('curfew', 'exclusion', 'inclusion', 'attendance', 'alcohol', 'check_in', 'protection')),
    DROP CONSTRAINT conditions_place_or_schedule,
    ADD CONSTRAINT conditions_have_what_their_kind_needs CHECK (
        (place_id IS NULL) = (kind IN ('alcohol', 'check_in', 'protection'))
        AND (schedule IS NOT NULL) = (kind IN ('alcohol', 'check_in'))
        AND (protects IS NOT NULL) = (kind = 'protection')
        AND (distance_m IS NOT NULL) = (kind = 'protection'));

-- What was passed on for judging a bound person, read back when that person is judged again.
CREATE INDEX signals_passed_on ON signals (((detail ->> 'person_id')::bigint), happened_at)
    WHERE kind = 'protected_heard';

-- A place where contact is lost again and again: found from the findings, and of no effect until a supervisor
-- confirms it, and then until valid_to.
CREATE TABLE coverage_profiles (
    profile_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id   bigint NOT NULL REFERENCES people,
    lat         double precision NOT NULL,
    lon         double precision NOT NULL,
    radius_m    double precision NOT NULL CHECK (radius_m > 0),
    losses      integer NOT NULL,
    longest_s   integer NOT NULL,
    first_at    timestamptz NOT NULL,
    last_at     timestamptz NOT NULL,
    state       text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'confirmed', 'rejected')),
    decided_by  text,
    decided_at  timestamptz,
    valid_to    timestamptz,
    note        text NOT NULL DEFAULT '',
    CHECK ((state = 'proposed') = (decided_by IS NULL)),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
    CHECK (state <> 'confirmed' OR valid_to IS NOT NULL)
);
CREATE INDEX coverage_profiles_of_person ON coverage_profiles (person_id);

-- The cell each device last said it heard best: whose silence has one cause is seen by it.
CREATE TABLE device_cells (
    device_id bigint PRIMARY KEY,
    mcc       integer NOT NULL,
    mnc       integer NOT NULL,
    lac       bigint NOT NULL,
    cell_id   bigint NOT NULL,
    heard_at  timestamptz NOT NULL
);

-- What a mass incident is about: everybody (NULL), `region:<code of the office>`, `operator:<mcc>-<mnc>`,
-- `cell:<mcc>-<mnc>-<lac>-<cell>`.
ALTER TABLE incidents ADD COLUMN scope text, ADD CHECK (scope IS NULL OR person_id IS NULL);
