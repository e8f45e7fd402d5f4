-- The figures of the installation as dated data, and where people are told besides the addresses of the settings.

-- What applies is the newest version. values: each figure that differs from its default, by name: those of
-- rules.thresholds.Thresholds and of incidents.term_figures.TermFigures. A version is never changed: what was found
-- under it must stay to be explained.
CREATE TABLE threshold_versions (
    version_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    valid_from timestamptz NOT NULL,
    values     jsonb NOT NULL CHECK (jsonb_typeof(values) = 'object'),
    written_by text NOT NULL,
    reason     text NOT NULL CHECK (reason <> '')
);

CREATE FUNCTION threshold_versions_stay() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'versions of the thresholds are only ever added to: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$body$;
CREATE TRIGGER threshold_versions_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON threshold_versions
    FOR EACH STATEMENT EXECUTE FUNCTION threshold_versions_stay();

-- Who keeps the register in memory judges by the figures as well: everything is read again.
CREATE FUNCTION threshold_versions_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    change bigint;
BEGIN
    UPDATE register_changes SET counter = counter + 1 RETURNING counter INTO change;
    PERFORM pg_notify('register_changed', json_build_object('change', change, 'all', true)::text);
    RETURN NULL;
END
$body$;
CREATE TRIGGER threshold_versions_changed AFTER INSERT ON threshold_versions
    FOR EACH STATEMENT EXECUTE FUNCTION threshold_versions_changed();

-- address: may hold a password and is never shown again. least_priority: 1 is told only of the most urgent incidents,
-- 4 of all.
CREATE TABLE notification_channels (
    channel_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name           text NOT NULL UNIQUE CHECK (name <> ''),
    address        text NOT NULL,
    language       text NOT NULL CHECK (language IN ('kk', 'ru', 'en')),
    least_priority integer NOT NULL CHECK (least_priority BETWEEN 1 AND 4),
    active         boolean NOT NULL DEFAULT true,
    changed_at     timestamptz NOT NULL,
    changed_by     text NOT NULL
);
