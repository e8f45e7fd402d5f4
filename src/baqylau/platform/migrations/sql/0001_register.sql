-- The register: who is supervised, by which court's order, with which device.
-- Every instant is timestamptz and means UTC; the zone a rule is read in stands beside it as an IANA name.
-- A period is half open: its first instant belongs to it, its last does not; a missing end means "still".

CREATE TABLE offices (
    office_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code       text NOT NULL UNIQUE,
    level      text NOT NULL CHECK (level IN ('republic', 'region', 'district')),
    parent_id  bigint REFERENCES offices,
    name_kk    text NOT NULL,
    name_ru    text NOT NULL,
    name_en    text NOT NULL,
    timezone   text NOT NULL,
    CHECK ((level = 'republic') = (parent_id IS NULL)),
    CHECK (parent_id <> office_id)
);
CREATE INDEX offices_parent ON offices (parent_id);

-- account: the login this officer signs in to the console with. It has no foreign key: accounts come
-- and go without touching the register, and the register can be loaded before there are any.
CREATE TABLE officers (
    officer_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code          text NOT NULL UNIQUE,
    office_id     bigint NOT NULL REFERENCES offices,
    name_cyrillic text NOT NULL,
    name_latin    text NOT NULL,
    account       text UNIQUE
);
CREATE INDEX officers_office ON officers (office_id);

CREATE TABLE people (
    person_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    iin           char(12) NOT NULL UNIQUE CHECK (iin ~ '^[0-9]{12}$'),
    name_cyrillic text NOT NULL,
    name_latin    text NOT NULL,
    office_id     bigint NOT NULL REFERENCES offices,
    officer_id    bigint REFERENCES officers,
    language      text NOT NULL DEFAULT 'kk' CHECK (language IN ('kk', 'ru', 'en')),
    created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX people_office ON people (office_id);
CREATE INDEX people_officer ON people (officer_id);

-- A place belongs to one person (a home) or to nobody in particular (a school). Its boundary and zone never change
-- once a condition refers to it: a moved boundary is a new row, and the old one gets replaced_at. So what a past
-- finding was judged against can always be read again.
CREATE TABLE places (
    place_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id   bigint REFERENCES people,
    name        text NOT NULL,
    geometry    jsonb NOT NULL CHECK (geometry ->> 'type' IN ('Point', 'Polygon')),
    timezone    text,
    created_at  timestamptz NOT NULL DEFAULT now(),
    replaced_at timestamptz
);
CREATE UNIQUE INDEX places_name ON places (person_id, name) NULLS NOT DISTINCT WHERE replaced_at IS NULL;

-- number: the first version's; a court that replaces the order may give its decision another.
CREATE TABLE orders (
    order_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id  bigint NOT NULL REFERENCES people,
    number     text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (person_id, number)
);

-- valid_*: what the court wrote. in_force_*: while this version was the one that counted. A version's conditions hold
-- in the overlap of the two, so an order that ended stops its conditions by itself.
-- digest: of the whole version's content; loading the same order again is seen to change nothing.
CREATE TABLE order_versions (
    order_version_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id      bigint NOT NULL REFERENCES orders,
    version       integer NOT NULL CHECK (version > 0),
    number        text NOT NULL,
    court         text NOT NULL,
    ground        text NOT NULL,
    issued_on     date,
    valid_from    timestamptz NOT NULL,
    valid_to      timestamptz,
    timezone      text NOT NULL,
    in_force_from timestamptz NOT NULL,
    in_force_to   timestamptz,
    digest        text NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    UNIQUE (order_id, version),
    CHECK (valid_to > valid_from),
    -- Equal where it was replaced before it began: never in force, and kept.
    CHECK (in_force_to >= in_force_from),
    -- The id as a range of one: range types have equality in GiST without any extension.
    CONSTRAINT order_versions_one_at_a_time EXCLUDE USING gist (
        int8range(order_id, order_id, '[]') WITH =,
        tstzrange(in_force_from, in_force_to) WITH &&
    )
);

-- A condition belongs to one version of one order; without an order it cannot exist.
CREATE TABLE conditions (
    condition_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_version_id   bigint NOT NULL REFERENCES order_versions ON DELETE CASCADE,
    ordinal            integer NOT NULL,
    key                text NOT NULL,
    kind               text NOT NULL CHECK (kind IN ('curfew', 'exclusion', 'inclusion', 'attendance')),
    place_id           bigint NOT NULL REFERENCES places,
    hours              jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(hours) = 'array'),
    exceptions         jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(exceptions) = 'array'),
    permitted_absences jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(permitted_absences) = 'array'),
    warning_m          double precision CHECK (warning_m >= 0),
    UNIQUE (order_version_id, key)
);
CREATE INDEX conditions_place ON conditions (place_id);

CREATE TABLE devices (
    device_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    identity   text NOT NULL UNIQUE CHECK (identity <> ''),
    protocol   text NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('bracelet', 'tracker', 'home_unit', 'mobile_unit', 'beacon',
                                             'audiovisual_unit', 'breath_unit', 'phone')),
    model      text NOT NULL DEFAULT '',
    serial     text NOT NULL DEFAULT '',
    state      text NOT NULL DEFAULT 'serviceable' CHECK (state IN ('serviceable', 'repair', 'lost', 'retired')),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE activations (
    activation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device_id     bigint NOT NULL REFERENCES devices,
    person_id     bigint NOT NULL REFERENCES people,
    from_at       timestamptz NOT NULL,
    to_at         timestamptz,
    created_at    timestamptz NOT NULL DEFAULT now(),
    CHECK (to_at > from_at),
    CONSTRAINT activations_one_wearer_at_a_time EXCLUDE USING gist (
        int8range(device_id, device_id, '[]') WITH =,
        tstzrange(from_at, to_at) WITH &&
    )
);
CREATE INDEX activations_person ON activations (person_id, from_at);
CREATE INDEX activations_device ON activations (device_id, from_at);

CREATE FUNCTION places_keep_their_boundary() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF (NEW.geometry, NEW.timezone) IS DISTINCT FROM (OLD.geometry, OLD.timezone)
       AND EXISTS (SELECT FROM conditions WHERE place_id = OLD.place_id) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'integrity_constraint_violation',
            MESSAGE = 'place ' || OLD.place_id || ' is part of an order: its boundary cannot move, replace the place';
    END IF;
    RETURN NEW;
END
$body$;
CREATE TRIGGER places_keep_their_boundary BEFORE UPDATE ON places
    FOR EACH ROW EXECUTE FUNCTION places_keep_their_boundary();

-- Whoever keeps a copy of the register in memory (gateway, monitor) listens on register_changed. The payload is JSON:
-- {"change": n, "person_id": n}, {"change": n, "device_id": n}, or {"change": n, "all": true} after a bulk load.
-- A listener that finds `counter` further than the last change it heard of reloads everything.
CREATE TABLE register_changes (
    single  boolean PRIMARY KEY DEFAULT true CHECK (single),
    counter bigint NOT NULL
);
INSERT INTO register_changes (counter) VALUES (0);

CREATE FUNCTION announce_register_change(people bigint[], devices bigint[]) RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
    change bigint;
BEGIN
    IF cardinality(people) + cardinality(devices) = 0 THEN
        RETURN;
    END IF;
    UPDATE register_changes SET counter = counter + 1 RETURNING counter INTO change;
    IF cardinality(people) + cardinality(devices) > 500 THEN
        PERFORM pg_notify('register_changed', json_build_object('change', change, 'all', true)::text);
        RETURN;
    END IF;
    PERFORM pg_notify('register_changed', json_build_object('change', change, 'person_id', id)::text)
        FROM unnest(people) AS id;
    PERFORM pg_notify('register_changed', json_build_object('change', change, 'device_id', id)::text)
        FROM unnest(devices) AS id;
END
$body$;

-- One function a table; each reads the statement's rows from the transition table `changed`.
CREATE FUNCTION orders_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM announce_register_change(ARRAY(SELECT DISTINCT person_id FROM changed), '{}');
    RETURN NULL;
END
$body$;

CREATE FUNCTION order_versions_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM announce_register_change(
        ARRAY(SELECT DISTINCT o.person_id FROM changed JOIN orders o USING (order_id)), '{}');
    RETURN NULL;
END
$body$;

CREATE FUNCTION conditions_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM announce_register_change(
        ARRAY(SELECT DISTINCT o.person_id
              FROM changed JOIN order_versions v USING (order_version_id) JOIN orders o USING (order_id)), '{}');
    RETURN NULL;
END
$body$;

CREATE FUNCTION devices_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM announce_register_change('{}', ARRAY(SELECT DISTINCT device_id FROM changed));
    RETURN NULL;
END
$body$;

CREATE FUNCTION activations_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM announce_register_change(
        ARRAY(SELECT DISTINCT person_id FROM changed), ARRAY(SELECT DISTINCT device_id FROM changed));
    RETURN NULL;
END
$body$;

CREATE TRIGGER orders_inserted AFTER INSERT ON orders
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION orders_changed();
CREATE TRIGGER orders_updated AFTER UPDATE ON orders
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION orders_changed();
CREATE TRIGGER orders_deleted AFTER DELETE ON orders
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION orders_changed();

CREATE TRIGGER order_versions_inserted AFTER INSERT ON order_versions
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION order_versions_changed();
CREATE TRIGGER order_versions_updated AFTER UPDATE ON order_versions
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION order_versions_changed();
CREATE TRIGGER order_versions_deleted AFTER DELETE ON order_versions
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION order_versions_changed();

CREATE TRIGGER conditions_inserted AFTER INSERT ON conditions
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION conditions_changed();
CREATE TRIGGER conditions_updated AFTER UPDATE ON conditions
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION conditions_changed();
CREATE TRIGGER conditions_deleted AFTER DELETE ON conditions
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION conditions_changed();

CREATE TRIGGER devices_inserted AFTER INSERT ON devices
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION devices_changed();
CREATE TRIGGER devices_updated AFTER UPDATE ON devices
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION devices_changed();
CREATE TRIGGER devices_deleted AFTER DELETE ON devices
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION devices_changed();

CREATE TRIGGER activations_inserted AFTER INSERT ON activations
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION activations_changed();
CREATE TRIGGER activations_updated AFTER UPDATE ON activations
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION activations_changed();
CREATE TRIGGER activations_deleted AFTER DELETE ON activations
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION activations_changed();
