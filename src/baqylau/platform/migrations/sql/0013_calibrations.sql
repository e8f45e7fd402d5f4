-- Calibrations as people write them down. Rows are only added: of one serial number the newest counts, so that a
-- mistake is corrected and stays to be seen. What was there before names nobody.
ALTER TABLE calibrations
    DROP CONSTRAINT calibrations_pkey,
    ADD COLUMN calibration_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ADD COLUMN calibrated_at  timestamptz,
    ADD COLUMN calibrated_by  text NOT NULL DEFAULT '',
    ADD COLUMN certificate    text NOT NULL DEFAULT '',
    ADD COLUMN recorded_at    timestamptz,
    ADD COLUMN recorded_by    text NOT NULL DEFAULT '',
    ADD CHECK (calibrated_at < valid_to);
CREATE INDEX calibrations_of_devices ON calibrations (device_id, serial, calibration_id DESC);

CREATE VIEW calibrations_counting AS
SELECT DISTINCT ON (device_id, serial) * FROM calibrations ORDER BY device_id, serial, calibration_id DESC;

CREATE FUNCTION calibrations_stay() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'calibrations are only ever added to: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$body$;
CREATE TRIGGER calibrations_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON calibrations
    FOR EACH STATEMENT EXECUTE FUNCTION calibrations_stay();

-- Who wore the device is judged by it.
CREATE FUNCTION calibrations_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM announce_register_change(
        ARRAY(SELECT DISTINCT a.person_id FROM changed JOIN activations a USING (device_id)), '{}');
    RETURN NULL;
END
$body$;
CREATE TRIGGER calibrations_inserted AFTER INSERT ON calibrations
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION calibrations_changed();
