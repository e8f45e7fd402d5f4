-- name: fill
-- Supervised people for a measurement: each with a curfew at home and two exclusion zones, and a device worn since
-- `since`. Homes lie on a grid about 1.1 km apart; the schools are 3 and 4 km from each home.
WITH office AS (
    INSERT INTO offices (code, level, name_kk, name_ru, name_en, timezone)
    VALUES ('BENCH', 'republic', 'Өлшеу', 'Измерение', 'Measurement', 'Asia/Almaty')
    RETURNING office_id
), person AS (
    INSERT INTO people (iin, name_cyrillic, name_latin, office_id)
    SELECT lpad(n::text, 12, '0'), 'Өлшем ' || n, 'Olshem ' || n, office_id
    FROM office, generate_series(1, %(people)s) AS n
    RETURNING person_id, iin::bigint AS n
), spot AS (
    SELECT person_id, n, 43.0 + (n %% 100) * 0.01 AS lat, 76.0 + (n / 100) * 0.014 AS lon FROM person
), place AS (
    INSERT INTO places (person_id, name, geometry)
    SELECT person_id, zone.name,
           jsonb_build_object('type', 'Point', 'coordinates', jsonb_build_array(lon + zone.east, lat + zone.north),
                              'radius_m', zone.radius)
    FROM spot, (VALUES ('home', 0.0, 0.0, 100.0), ('school', 0.036, 0.0, 200.0), ('bar', 0.0, 0.036, 150.0))
         AS zone (name, east, north, radius)
    RETURNING place_id, person_id, name
), court AS (
    INSERT INTO orders (person_id, number)
    SELECT person_id, 'B-' || n FROM person
    RETURNING order_id, person_id
), version AS (
    INSERT INTO order_versions (order_id, version, number, court, ground, valid_from, timezone, in_force_from, digest)
    SELECT order_id, 1, 'B', 'Court', 'restriction_of_liberty', %(since)s, 'Asia/Almaty', %(since)s, '' FROM court
    RETURNING order_version_id, order_id
), condition AS (
    INSERT INTO conditions (order_version_id, ordinal, key, kind, place_id, hours, warning_m)
    SELECT order_version_id, 0, place.name,
           CASE place.name WHEN 'home' THEN 'curfew' ELSE 'exclusion' END, place_id,
           CASE place.name WHEN 'home' THEN '[{"days": "mon-sun", "from": "22:00", "to": "06:00"}]'::jsonb
                ELSE '[]'::jsonb END,
           CASE place.name WHEN 'home' THEN NULL ELSE 300.0 END
    FROM version JOIN court USING (order_id) JOIN place USING (person_id)
), device AS (
    INSERT INTO devices (identity, protocol, kind)
    SELECT lpad((350000000000000 + n)::text, 15, '0'), 'teltonika', 'tracker' FROM person
    RETURNING device_id, identity::bigint - 350000000000000 AS n
)
INSERT INTO activations (device_id, person_id, from_at)
SELECT device_id, person_id, %(since)s FROM device JOIN person USING (n);

-- name: stored
SELECT count(*) FROM fixes;

-- name: speak_mqtt
UPDATE devices SET protocol = 'baqylau_device' WHERE identity::bigint - 350000000000000 > %(after)s;

-- name: account
INSERT INTO accounts (login, role, token_hash, language, created_at)
VALUES (%(login)s, %(role)s, %(token_hash)s, 'kk', now());
