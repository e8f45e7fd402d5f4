-- Breath tests and check-ins: conditions that have a schedule in place of a place.
ALTER TABLE conditions
    DROP CONSTRAINT conditions_kind_check,
    ADD CONSTRAINT conditions_kind_check
        CHECK (kind IN ('curfew', 'exclusion', 'inclusion', 'attendance', 'alcohol', 'check_in')),
    ALTER COLUMN place_id DROP NOT NULL,
    ADD COLUMN schedule jsonb CHECK (jsonb_typeof(schedule) = 'object'),
    ADD COLUMN limit_mg_l double precision CHECK (limit_mg_l >= 0),
    ADD COLUMN tolerance_mg_l double precision CHECK (tolerance_mg_l >= 0),
    ADD COLUMN way text CHECK (way IN ('face', 'voice', 'phone')),
    ADD CONSTRAINT conditions_place_or_schedule CHECK (
        CASE WHEN kind IN ('alcohol', 'check_in') THEN place_id IS NULL AND schedule IS NOT NULL
             ELSE place_id IS NOT NULL AND schedule IS NULL END);

-- From what the times of random tests are drawn. Never read by the console, so never shown or exported; kept as long
-- as the order, because what was due on a day that lies back must come out the same again.
CREATE TABLE test_seeds (
    order_id bigint NOT NULL REFERENCES orders,
    key      text NOT NULL,
    seed     bytea NOT NULL CHECK (length(seed) = 32),
    PRIMARY KEY (order_id, key)
);

-- Tests and check-ins that somebody or the schedule asked for. request: what the device repeats in its result.
-- command_id: the command that asks, none where the device takes none. reached_at: when the device confirmed it;
-- failed_at: when it was certain that it never would. A request is part of what a person is judged by.
CREATE TABLE test_requests (
    request     text PRIMARY KEY,
    person_id   bigint NOT NULL REFERENCES people,
    condition   text NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('breath_test', 'check_in')),
    origin      text NOT NULL CHECK (origin IN ('set_time', 'random', 'on_demand', 'second')),
    due_at      timestamptz NOT NULL,
    until_at    timestamptz NOT NULL CHECK (until_at > due_at),
    device_id   bigint REFERENCES devices,
    command_id  bigint REFERENCES commands,
    reached_at  timestamptz,
    failed_at   timestamptz,
    asked_by    text NOT NULL,  -- a login or 'system'
    purpose     text NOT NULL DEFAULT ''
);
CREATE INDEX test_requests_person ON test_requests (person_id, due_at);
CREATE INDEX test_requests_under_way ON test_requests (command_id)
    WHERE command_id IS NOT NULL AND reached_at IS NULL AND failed_at IS NULL;

CREATE FUNCTION test_requests_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM announce_register_change(ARRAY(SELECT DISTINCT person_id FROM changed), '{}');
    RETURN NULL;
END
$body$;
CREATE TRIGGER test_requests_inserted AFTER INSERT ON test_requests
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION test_requests_changed();
CREATE TRIGGER test_requests_updated AFTER UPDATE ON test_requests
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION test_requests_changed();

-- Of devices that measure, by the serial number that they name in their results.
CREATE TABLE calibrations (
    device_id bigint NOT NULL REFERENCES devices,
    serial    text NOT NULL CHECK (serial <> ''),
    valid_to  timestamptz NOT NULL,
    PRIMARY KEY (device_id, serial)
);

-- Wearers who were told to charge a device before it was empty: once a discharge.
CREATE TABLE battery_reminders (
    device_id   bigint NOT NULL REFERENCES devices,
    reminded_at timestamptz NOT NULL,
    person_id   bigint NOT NULL REFERENCES people,
    empty_at    timestamptz NOT NULL,  -- as it was forecast then
    command_id  bigint NOT NULL REFERENCES commands,
    PRIMARY KEY (device_id, reminded_at)
);
