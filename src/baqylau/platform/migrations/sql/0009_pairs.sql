-- What a bracelet or beacon calls itself by radio, where that is not its identity on the wire.
ALTER TABLE devices ADD COLUMN radio_identity text NOT NULL DEFAULT '';

-- Where a home unit or beacon was put up, and when somebody last put it there or saw that it stands there.
ALTER TABLE activations
    ADD COLUMN installed_lat double precision CHECK (installed_lat BETWEEN -90 AND 90),
    ADD COLUMN installed_lon double precision CHECK (installed_lon BETWEEN -180 AND 180),
    ADD COLUMN installed_at timestamptz,
    ADD CONSTRAINT activations_installed_somewhere CHECK (
        (installed_lat IS NULL) = (installed_lon IS NULL) AND (installed_lat IS NULL) = (installed_at IS NULL)
    );

-- Kind and radio identity of a device decide how its wearers are judged: they are to be read again as well.
CREATE OR REPLACE FUNCTION devices_changed() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM announce_register_change(
        ARRAY(SELECT DISTINCT a.person_id FROM changed JOIN activations a USING (device_id)),
        ARRAY(SELECT DISTINCT device_id FROM changed));
    RETURN NULL;
END
$body$;
