-- name: worn_devices
SELECT d.device_id, d.identity, d.protocol, d.state, a.activation_id, a.person_id,
       (extract(epoch FROM a.from_at) * 1000)::bigint,
       (extract(epoch FROM a.to_at) * 1000)::bigint,
       a.installed_lat, a.installed_lon, (extract(epoch FROM a.installed_at) * 1000)::bigint
FROM devices d LEFT JOIN activations a USING (device_id)
ORDER BY d.device_id, a.from_at

-- name: worn_device
SELECT d.device_id, d.identity, d.protocol, d.state, a.activation_id, a.person_id,
       (extract(epoch FROM a.from_at) * 1000)::bigint,
       (extract(epoch FROM a.to_at) * 1000)::bigint,
       a.installed_lat, a.installed_lon, (extract(epoch FROM a.installed_at) * 1000)::bigint
FROM devices d LEFT JOIN activations a USING (device_id)
WHERE d.device_id = %(device_id)s
ORDER BY a.from_at

-- name: carried_devices
-- Every span in which a protected person carries a device, with each bound person for whom a consent holds then. A
-- withdrawn consent never held for what is heard from now on: its span ends when it was withdrawn.
SELECT d.device_id, d.protected_id, p.person_id,
       (extract(epoch FROM greatest(d.from_at, p.consent_from)) * 1000)::bigint,
       (extract(epoch FROM least(d.to_at, p.consent_to, p.withdrawn_at)) * 1000)::bigint
FROM protected_devices d JOIN protections p USING (protected_id)
WHERE (%(device_id)s::bigint IS NULL OR d.device_id = %(device_id)s)
  AND tstzrange(d.from_at, d.to_at)
      && tstzrange(p.consent_from, greatest(least(p.consent_to, p.withdrawn_at), p.consent_from))
UNION ALL
SELECT device_id, protected_id, NULL, (extract(epoch FROM from_at) * 1000)::bigint,
       (extract(epoch FROM to_at) * 1000)::bigint
FROM protected_devices
WHERE %(device_id)s::bigint IS NULL OR device_id = %(device_id)s
ORDER BY 1, 4, 3

-- name: protections_of_people
SELECT p.person_id, p.protected_id, w.code,
       (extract(epoch FROM greatest(d.from_at, p.consent_from)) * 1000)::bigint,
       (extract(epoch FROM least(d.to_at, p.consent_to, p.withdrawn_at)) * 1000)::bigint
FROM protections p
JOIN protected_people w USING (protected_id)
JOIN protected_devices d USING (protected_id)
WHERE p.person_id = ANY(%(people)s)
  AND tstzrange(d.from_at, d.to_at)
      && tstzrange(p.consent_from, greatest(least(p.consent_to, p.withdrawn_at), p.consent_from))
ORDER BY p.person_id, p.protected_id, 4

-- name: supervised_ids
SELECT person_id FROM orders
UNION
SELECT person_id FROM activations
ORDER BY person_id

-- name: supervised_people
-- Orders as JSON in the published format, so that the order's own type reads and checks them.
-- A version is in force within the court's dates only; one that never was is left out.
WITH version_conditions AS (
    SELECT c.order_version_id, json_agg(json_build_object(
               'id', c.key, 'kind', c.kind,
               'place', pl.geometry || jsonb_build_object('name', pl.name, 'timezone', pl.timezone),
               'hours', c.hours, 'exceptions', c.exceptions,
               'permitted_absences', c.permitted_absences, 'warning_m', c.warning_m,
               'schedule', c.schedule, 'limit_mg_l', c.limit_mg_l, 'tolerance_mg_l', c.tolerance_mg_l, 'way', c.way,
               'protects', c.protects, 'distance_m', c.distance_m
           ) ORDER BY c.ordinal) AS conditions,
           coalesce(json_object_agg(c.key, encode(t.seed, 'hex')) FILTER (WHERE t.seed IS NOT NULL), '{}') AS seeds
    FROM orders o
    JOIN order_versions v USING (order_id)
    JOIN conditions c USING (order_version_id)
    LEFT JOIN places pl USING (place_id)
    LEFT JOIN test_seeds t ON t.order_id = o.order_id AND t.key = c.key
    WHERE o.person_id = ANY(%(people)s)
    GROUP BY c.order_version_id
), spans AS (
    SELECT o.person_id, v.*,
           greatest(v.in_force_from, v.valid_from) AS began, least(v.in_force_to, v.valid_to) AS ended
    FROM orders o JOIN order_versions v USING (order_id)
    WHERE o.person_id = ANY(%(people)s)
), versions AS (
    SELECT s.person_id, json_agg(json_build_object(
               'in_force_from_ms', (extract(epoch FROM s.began) * 1000)::bigint,
               'in_force_to_ms', (extract(epoch FROM s.ended) * 1000)::bigint,
               'order', json_build_object(
                   'person', json_build_object('name', p.name_cyrillic, 'iin', p.iin),
                   'timezone', s.timezone, 'ground', s.ground, 'number', s.number, 'court', s.court,
                   'valid', json_build_object('from', s.valid_from, 'to', s.valid_to),
                   'conditions', coalesce(vc.conditions, '[]')),
               'seeds', coalesce(vc.seeds, '{}')
           ) ORDER BY s.began, s.order_version_id)::text AS versions
    FROM spans s
    JOIN people p USING (person_id)
    LEFT JOIN version_conditions vc USING (order_version_id)
    WHERE s.ended IS NULL OR s.began < s.ended
    GROUP BY s.person_id
), worn AS (
    SELECT person_id, json_agg(json_build_array(
               activation_id, device_id, person_id,
               (extract(epoch FROM from_at) * 1000)::bigint,
               (extract(epoch FROM to_at) * 1000)::bigint,
               installed_lat, installed_lon, (extract(epoch FROM installed_at) * 1000)::bigint
           ) ORDER BY from_at, activation_id) AS worn
    FROM activations
    WHERE person_id = ANY(%(people)s)
    GROUP BY person_id
), equipment AS (
    SELECT person_id, json_agg(json_build_array(
               device_id, kind, coalesce(nullif(radio_identity, ''), identity)) ORDER BY device_id) AS devices
    FROM (SELECT DISTINCT person_id, device_id FROM activations WHERE person_id = ANY(%(people)s)) AS worn_once
    JOIN devices USING (device_id)
    GROUP BY person_id
), asked AS (
    SELECT wanted.person_id, json_agg(json_build_array(
               t.request, t.condition, t.origin,
               (extract(epoch FROM t.due_at) * 1000)::bigint, (extract(epoch FROM t.until_at) * 1000)::bigint,
               t.device_id,
               CASE WHEN t.reached_at IS NOT NULL THEN true
                    WHEN t.command_id IS NOT NULL OR t.failed_at IS NOT NULL THEN false END,
               (extract(epoch FROM t.reached_at) * 1000)::bigint
           ) ORDER BY t.due_at, t.request) AS asked
    FROM unnest(%(people)s::bigint[]) AS wanted (person_id)
    CROSS JOIN LATERAL (
        SELECT * FROM test_requests WHERE person_id = wanted.person_id ORDER BY due_at DESC, request LIMIT 200
    ) AS t
    GROUP BY wanted.person_id
), calibrated AS (
    SELECT person_id, json_agg(json_build_array(
               device_id, serial, (extract(epoch FROM valid_to) * 1000)::bigint) ORDER BY device_id, serial
           ) AS calibrations
    FROM (SELECT DISTINCT person_id, device_id FROM activations WHERE person_id = ANY(%(people)s)) AS worn_once
    JOIN calibrations_counting USING (device_id)
    GROUP BY person_id
)
SELECT person_id, coalesce(versions.versions, '[]'), coalesce(worn.worn, '[]'), coalesce(equipment.devices, '[]'),
       coalesce(asked.asked, '[]'), coalesce(calibrated.calibrations, '[]')
FROM unnest(%(people)s::bigint[]) AS wanted (person_id)
JOIN people USING (person_id)
LEFT JOIN versions USING (person_id)
LEFT JOIN worn USING (person_id)
LEFT JOIN equipment USING (person_id)
LEFT JOIN asked USING (person_id)
LEFT JOIN calibrated USING (person_id)
ORDER BY person_id

-- name: lock_register
-- One file at a time; readers go on.
LOCK TABLE register_changes IN EXCLUSIVE MODE

-- name: known_offices
SELECT code, office_id FROM offices WHERE code = ANY(%(keys)s)

-- name: known_officers
SELECT code, officer_id FROM officers WHERE code = ANY(%(keys)s)

-- name: known_people
SELECT iin, person_id FROM people WHERE iin = ANY(%(keys)s)

-- name: known_devices
SELECT identity, device_id FROM devices WHERE identity = ANY(%(keys)s)

-- name: write_offices
-- Rows of one level at a time: the parents must already be there.
INSERT INTO offices (code, level, parent_id, name_kk, name_ru, name_en, timezone, phone, address)
SELECT r.code, r.level, above.office_id, r.name_kk, r.name_ru, r.name_en, r.timezone, r.phone, r.address
FROM json_to_recordset(%(rows)s::json)
         AS r (code text, level text, parent text, name_kk text, name_ru text, name_en text, timezone text,
               phone text, address text)
LEFT JOIN offices above ON above.code = r.parent
ON CONFLICT (code) DO UPDATE SET
    level = excluded.level, parent_id = excluded.parent_id, name_kk = excluded.name_kk,
    name_ru = excluded.name_ru, name_en = excluded.name_en, timezone = excluded.timezone,
    phone = excluded.phone, address = excluded.address
WHERE (offices.level, offices.parent_id, offices.name_kk, offices.name_ru, offices.name_en, offices.timezone,
       offices.phone, offices.address)
      IS DISTINCT FROM
      (excluded.level, excluded.parent_id, excluded.name_kk, excluded.name_ru, excluded.name_en, excluded.timezone,
       excluded.phone, excluded.address)
RETURNING xmax = 0

-- name: write_officers
INSERT INTO officers (code, office_id, name_cyrillic, name_latin, account)
SELECT r.code, o.office_id, r.name_cyrillic, r.name_latin, r.account
FROM json_to_recordset(%(rows)s::json)
         AS r (code text, office text, name_cyrillic text, name_latin text, account text)
LEFT JOIN offices o ON o.code = r.office
ON CONFLICT (code) DO UPDATE SET
    office_id = excluded.office_id, name_cyrillic = excluded.name_cyrillic,
    name_latin = excluded.name_latin, account = excluded.account
WHERE (officers.office_id, officers.name_cyrillic, officers.name_latin, officers.account)
      IS DISTINCT FROM
      (excluded.office_id, excluded.name_cyrillic, excluded.name_latin, excluded.account)
RETURNING xmax = 0

-- name: write_people
INSERT INTO people (iin, name_cyrillic, name_latin, office_id, officer_id, language)
SELECT r.iin, r.name_cyrillic, r.name_latin, o.office_id, f.officer_id, r.language
FROM json_to_recordset(%(rows)s::json)
         AS r (iin text, name_cyrillic text, name_latin text, office text, officer text, language text)
LEFT JOIN offices o ON o.code = r.office
LEFT JOIN officers f ON f.code = r.officer
ON CONFLICT (iin) DO UPDATE SET
    name_cyrillic = excluded.name_cyrillic, name_latin = excluded.name_latin,
    office_id = excluded.office_id, officer_id = excluded.officer_id, language = excluded.language
WHERE (people.name_cyrillic, people.name_latin, people.office_id, people.officer_id, people.language)
      IS DISTINCT FROM
      (excluded.name_cyrillic, excluded.name_latin, excluded.office_id, excluded.officer_id, excluded.language)
RETURNING xmax = 0

-- name: write_contacts
INSERT INTO person_contacts (person_id, phone, email)
SELECT r.person_id, r.phone, r.email
FROM json_to_recordset(%(rows)s::json) AS r (person_id bigint, phone text, email text)
ON CONFLICT (person_id) DO UPDATE SET phone = excluded.phone, email = excluded.email
WHERE (person_contacts.phone, person_contacts.email) IS DISTINCT FROM (excluded.phone, excluded.email)
RETURNING xmax = 0

-- name: write_devices
-- The state of a device that is there already is left alone: it changes by steps of its life.
INSERT INTO devices (identity, protocol, kind, radio_identity, model, serial, state, office_id)
SELECT r.identity, r.protocol, r.kind, r.radio_identity, r.model, r.serial, r.state, o.office_id
FROM json_to_recordset(%(rows)s::json)
         AS r (identity text, protocol text, kind text, radio_identity text, model text, serial text, state text,
               office text)
LEFT JOIN offices o ON o.code = r.office
ON CONFLICT (identity) DO UPDATE SET
    protocol = excluded.protocol, kind = excluded.kind, radio_identity = excluded.radio_identity,
    model = excluded.model, serial = excluded.serial, office_id = coalesce(excluded.office_id, devices.office_id)
WHERE (devices.protocol, devices.kind, devices.radio_identity, devices.model, devices.serial, devices.office_id)
      IS DISTINCT FROM
      (excluded.protocol, excluded.kind, excluded.radio_identity, excluded.model, excluded.serial,
       coalesce(excluded.office_id, devices.office_id))
RETURNING xmax = 0

-- name: places_by_name
-- The current places of these people, and those that belong to nobody, with one of these names.
SELECT place_id, person_id, name, geometry, timezone
FROM places
WHERE replaced_at IS NULL AND name = ANY(%(names)s)
      AND (person_id IS NULL OR person_id = ANY(%(people)s))

-- name: replace_places
UPDATE places SET replaced_at = %(at)s WHERE place_id = ANY(%(places)s) AND replaced_at IS NULL

-- name: insert_places
INSERT INTO places (person_id, name, geometry, timezone, replaced_at)
SELECT r.person_id, r.name, r.geometry, r.timezone, CASE WHEN r.replaced THEN %(at)s::timestamptz END
FROM json_to_recordset(%(rows)s::json)
         AS r (ordinal integer, person_id bigint, name text, geometry jsonb, timezone text, replaced boolean)
ORDER BY r.ordinal
RETURNING place_id

-- name: order_states
SELECT o.order_id, o.person_id, o.number, array_agg(v.number ORDER BY v.version),
       array_agg(v.digest ORDER BY v.version), max(v.version), max(v.in_force_from)
FROM orders o JOIN order_versions v USING (order_id)
WHERE o.person_id = ANY(%(people)s)
GROUP BY o.order_id
ORDER BY o.order_id

-- name: insert_orders
INSERT INTO orders (person_id, number)
SELECT r.person_id, r.number
FROM json_to_recordset(%(rows)s::json) AS r (ordinal integer, person_id bigint, number text)
ORDER BY r.ordinal
RETURNING order_id

-- name: close_versions
-- The versions before the given ones end where those begin.
UPDATE order_versions v SET in_force_to = r.at
FROM json_to_recordset(%(rows)s::json) AS r (order_id bigint, version integer, at timestamptz)
WHERE v.order_id = r.order_id AND v.version = r.version - 1

-- name: insert_versions
INSERT INTO order_versions (order_id, version, number, court, ground, issued_on, valid_from, valid_to, timezone,
                            in_force_from, in_force_to, digest)
SELECT r.order_id, r.version, r.number, r.court, r.ground, r.issued_on, r.valid_from, r.valid_to, r.timezone,
       r.in_force_from, r.in_force_to, r.digest
FROM json_to_recordset(%(rows)s::json)
         AS r (ordinal integer, order_id bigint, version integer, number text, court text, ground text,
               issued_on date, valid_from timestamptz, valid_to timestamptz, timezone text,
               in_force_from timestamptz, in_force_to timestamptz, digest text)
ORDER BY r.ordinal
RETURNING order_version_id

-- name: insert_conditions
INSERT INTO conditions (order_version_id, ordinal, key, kind, place_id, hours, exceptions, permitted_absences,
                        warning_m, schedule, limit_mg_l, tolerance_mg_l, way, protects, distance_m)
SELECT r.order_version_id, r.ordinal, r.key, r.kind, r.place_id, r.hours, r.exceptions, r.permitted_absences,
       r.warning_m, nullif(r.schedule, 'null'), r.limit_mg_l, r.tolerance_mg_l, r.way,
       r.protects, r.distance_m
FROM json_to_recordset(%(rows)s::json)
         AS r (order_version_id bigint, ordinal integer, key text, kind text, place_id bigint, hours jsonb,
               exceptions jsonb, permitted_absences jsonb, warning_m double precision, schedule jsonb,
               limit_mg_l double precision, tolerance_mg_l double precision, way text, protects text,
               distance_m double precision)

-- name: draw_seeds
-- A condition that a new version repeats keeps its secret, so that nobody is tested twice on the day of the change.
INSERT INTO test_seeds (order_id, key, seed)
SELECT v.order_id, c.key, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
FROM conditions c JOIN order_versions v USING (order_version_id)
WHERE v.order_version_id = ANY(%(versions)s) AND c.schedule IS NOT NULL
ON CONFLICT DO NOTHING
RETURNING order_id

-- name: activations_of_devices
SELECT activation_id, device_id, person_id,
       (extract(epoch FROM from_at) * 1000)::bigint, (extract(epoch FROM to_at) * 1000)::bigint,
       installed_lat, installed_lon, (extract(epoch FROM installed_at) * 1000)::bigint
FROM activations
WHERE device_id = ANY(%(devices)s)

-- name: change_activations
UPDATE activations a
SET to_at = r.to_at, installed_lat = r.installed_lat, installed_lon = r.installed_lon,
    installed_at = r.installed_at
FROM json_to_recordset(%(rows)s::json)
         AS r (activation_id bigint, to_at timestamptz, installed_lat double precision,
               installed_lon double precision, installed_at timestamptz)
WHERE a.activation_id = r.activation_id

-- name: insert_activations
INSERT INTO activations (device_id, person_id, from_at, to_at, installed_lat, installed_lon, installed_at)
SELECT r.device_id, r.person_id, r.from_at, r.to_at, r.installed_lat, r.installed_lon, r.installed_at
FROM json_to_recordset(%(rows)s::json)
         AS r (ordinal integer, device_id bigint, person_id bigint, from_at timestamptz, to_at timestamptz,
               installed_lat double precision, installed_lon double precision, installed_at timestamptz)
ORDER BY r.ordinal
RETURNING activation_id

-- name: export_offices
SELECT json_strip_nulls(json_build_object(
           'code', o.code, 'level', o.level, 'parent', above.code,
           'name', json_build_object('kk', o.name_kk, 'ru', o.name_ru, 'en', o.name_en), 'timezone', o.timezone,
           'phone', o.phone, 'address', o.address))
FROM offices o LEFT JOIN offices above ON above.office_id = o.parent_id
ORDER BY array_position(ARRAY['republic', 'region', 'district'], o.level), o.code

-- name: export_officers
SELECT json_strip_nulls(json_build_object(
           'code', f.code, 'office', o.code,
           'name', json_build_object('cyrillic', f.name_cyrillic, 'latin', f.name_latin), 'account', f.account))
FROM officers f JOIN offices o USING (office_id)
ORDER BY f.code

-- name: export_places
SELECT jsonb_strip_nulls(jsonb_build_object('name', name, 'timezone', timezone) || geometry)
FROM places
WHERE person_id IS NULL AND replaced_at IS NULL
ORDER BY name

-- name: export_devices
SELECT json_strip_nulls(json_build_object(
           'identity', d.identity, 'protocol', d.protocol, 'kind', d.kind,
           'radio_identity', d.radio_identity, 'model', d.model, 'serial', d.serial, 'state', d.state, 'office', o.code))
FROM devices d LEFT JOIN offices o USING (office_id)
ORDER BY d.identity

-- name: export_people
-- Every version that ever stood, in_force_from as written, so that loading the file makes the same versions again.
WITH version_conditions AS (
    SELECT c.order_version_id, jsonb_agg(jsonb_build_object(
               'id', c.key, 'kind', c.kind,
               'place', pl.geometry || jsonb_build_object('name', pl.name, 'timezone', pl.timezone),
               'hours', c.hours, 'exceptions', c.exceptions,
               'permitted_absences', c.permitted_absences, 'warning_m', c.warning_m,
               'schedule', c.schedule, 'limit_mg_l', c.limit_mg_l, 'tolerance_mg_l', c.tolerance_mg_l, 'way', c.way,
               'protects', c.protects, 'distance_m', c.distance_m
           ) ORDER BY c.ordinal) AS conditions
    FROM conditions c LEFT JOIN places pl USING (place_id)
    GROUP BY c.order_version_id
), numbered AS (
    SELECT v.*, o.person_id, lag(v.number) OVER (PARTITION BY v.order_id ORDER BY v.version) AS number_before
    FROM order_versions v JOIN orders o USING (order_id)
), versions AS (
    SELECT n.person_id, jsonb_agg(jsonb_build_object(
               'number', n.number, 'replaces', nullif(n.number_before, n.number), 'court', n.court,
               'issued_on', n.issued_on, 'ground', n.ground, 'timezone', n.timezone,
               'valid', jsonb_build_object('from', n.valid_from, 'to', n.valid_to),
               'in_force_from', n.in_force_from,
               'conditions', coalesce(vc.conditions, '[]')
           ) ORDER BY n.order_id, n.version) AS orders
    FROM numbered n LEFT JOIN version_conditions vc USING (order_version_id)
    GROUP BY n.person_id
), own_places AS (
    SELECT person_id, jsonb_agg(geometry || jsonb_build_object('name', name, 'timezone', timezone)
                                ORDER BY name) AS places
    FROM places
    WHERE person_id IS NOT NULL AND replaced_at IS NULL
    GROUP BY person_id
), worn AS (
    SELECT a.person_id, jsonb_agg(jsonb_build_object(
               'device', d.identity, 'from', a.from_at, 'to', a.to_at,
               'installed_lat', a.installed_lat, 'installed_lon', a.installed_lon, 'installed_at', a.installed_at)
                                  ORDER BY a.from_at, d.identity) AS activations
    FROM activations a JOIN devices d USING (device_id)
    GROUP BY a.person_id
)
SELECT jsonb_strip_nulls(jsonb_build_object(
           'iin', p.iin, 'name', jsonb_build_object('cyrillic', p.name_cyrillic, 'latin', p.name_latin),
           'office', o.code, 'officer', f.code, 'language', p.language,
           'contact', CASE WHEN coalesce(c.phone, c.email) IS NOT NULL
                           THEN jsonb_build_object('phone', c.phone, 'email', c.email) END,
           'places', places, 'orders', orders, 'activations', activations))
FROM people p
JOIN offices o ON o.office_id = p.office_id
LEFT JOIN officers f ON f.officer_id = p.officer_id
LEFT JOIN versions USING (person_id)
LEFT JOIN own_places USING (person_id)
LEFT JOIN worn USING (person_id)
LEFT JOIN person_contacts c USING (person_id)
ORDER BY p.iin

-- name: export_protected_people
-- Without where anybody was, and without who recorded it; the address only when it is asked for.
SELECT jsonb_strip_nulls(jsonb_build_object(
           'code', w.code, 'name', w.name, 'office', o.code, 'language', w.language,
           'channel', CASE WHEN %(addresses)s THEN w.channel END,
           'consents', (SELECT jsonb_agg(jsonb_build_object(
                            'person', p.iin, 'from', c.consent_from, 'to', c.consent_to,
                            'withdrawn_at', c.withdrawn_at) ORDER BY c.consent_from, p.iin, c.protection_id)
                        FROM protections c JOIN people p USING (person_id)
                        WHERE c.protected_id = w.protected_id),
           'devices', (SELECT jsonb_agg(jsonb_build_object('device', d.identity, 'from', c.from_at, 'to', c.to_at)
                                        ORDER BY c.from_at, d.identity)
                       FROM protected_devices c JOIN devices d USING (device_id)
                       WHERE c.protected_id = w.protected_id)))
FROM protected_people w JOIN offices o USING (office_id)
ORDER BY w.code

-- name: addresses_kept
SELECT count(*) FROM protected_people WHERE channel IS NOT NULL
