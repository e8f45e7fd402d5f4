-- name: offices
SELECT o.office_id, o.code, o.level, above.code AS parent, o.timezone, o.phone, o.address,
       json_build_object('kk', o.name_kk, 'ru', o.name_ru, 'en', o.name_en) AS name
FROM offices o LEFT JOIN offices above ON above.office_id = o.parent_id
ORDER BY array_position(ARRAY['republic', 'region', 'district'], o.level), o.code

-- name: officers
SELECT f.officer_id, f.code, o.code AS office, f.account,
       json_build_object('cyrillic', f.name_cyrillic, 'latin', f.name_latin) AS name
FROM officers f JOIN offices o USING (office_id)
WHERE f.office_id IN (SELECT office_id FROM offices WHERE sees_office(%(account_office)s, office_id))
ORDER BY f.code

-- name: office_is_seen
SELECT sees_office(%(account_office)s, office_id) AS seen FROM offices WHERE code = %(code)s

-- name: people
SELECT p.person_id, p.iin, o.code AS office, f.code AS officer, p.language,
       json_build_object('cyrillic', p.name_cyrillic, 'latin', p.name_latin) AS name
FROM people p
JOIN offices o ON o.office_id = p.office_id
LEFT JOIN officers f ON f.officer_id = p.officer_id
WHERE p.office_id IN (SELECT office_id FROM offices WHERE sees_office(%(account_office)s, office_id))
      AND in_caseload(p.officer_id)
      AND p.person_id > %(after)s
      AND (%(person_id)s::bigint IS NULL OR p.person_id = %(person_id)s)
      AND (%(office)s::text IS NULL OR o.code = %(office)s)
      AND (%(search)s::text IS NULL OR p.iin = %(search)s
           OR starts_with(lower(p.name_cyrillic), lower(%(search)s))
           OR starts_with(lower(p.name_latin), lower(%(search)s)))
ORDER BY p.person_id
LIMIT %(limit)s

-- name: contact
SELECT phone, email FROM person_contacts WHERE person_id = %(person_id)s

-- name: orders
-- in_force is what was written; the conditions hold in the overlap of in_force and valid.
WITH version_conditions AS (
    SELECT c.order_version_id, jsonb_agg(jsonb_build_object(
               'condition_id', c.condition_id, 'id', c.key, 'kind', c.kind, 'place_id', c.place_id,
               'place', pl.geometry || jsonb_build_object('name', pl.name, 'timezone', pl.timezone),
               'hours', c.hours, 'exceptions', c.exceptions,
               'permitted_absences', c.permitted_absences, 'warning_m', c.warning_m,
               'schedule', c.schedule, 'limit_mg_l', c.limit_mg_l, 'tolerance_mg_l', c.tolerance_mg_l, 'way', c.way,
               'protects', c.protects, 'distance_m', c.distance_m
           ) ORDER BY c.ordinal) AS conditions
    FROM conditions c
    LEFT JOIN places pl USING (place_id)
    JOIN order_versions v USING (order_version_id)
    JOIN orders o USING (order_id)
    WHERE o.person_id = %(person_id)s OR o.order_id = %(order_id)s
    GROUP BY c.order_version_id
)
SELECT o.order_id, o.person_id, o.number, jsonb_agg(jsonb_build_object(
           'version', v.version, 'number', v.number, 'court', v.court, 'ground', v.ground,
           'issued_on', v.issued_on, 'timezone', v.timezone,
           'valid', jsonb_build_object('from', v.valid_from, 'to', v.valid_to),
           'in_force', jsonb_build_object('from', v.in_force_from, 'to', v.in_force_to),
           'conditions', coalesce(vc.conditions, '[]')
       ) ORDER BY v.version) AS versions
FROM orders o
JOIN people p USING (person_id)
JOIN order_versions v USING (order_id)
LEFT JOIN version_conditions vc USING (order_version_id)
WHERE (o.person_id = %(person_id)s OR o.order_id = %(order_id)s)
      AND sees_person(%(account_office)s, p.office_id, p.officer_id)
GROUP BY o.order_id
ORDER BY o.order_id

-- name: lock_order
SELECT order_id FROM orders WHERE order_id = %(order_id)s FOR UPDATE

-- name: conditions
SELECT o.order_id, v.version, c.condition_id, c.key AS id, c.kind, c.place_id,
       pl.geometry || jsonb_build_object('name', pl.name, 'timezone', pl.timezone) AS place,
       c.hours, c.exceptions, c.permitted_absences, c.warning_m, c.schedule, c.limit_mg_l, c.tolerance_mg_l, c.way,
       c.protects, c.distance_m
FROM conditions c
JOIN order_versions v USING (order_version_id)
JOIN orders o USING (order_id)
LEFT JOIN places pl USING (place_id)
WHERE o.person_id = %(person_id)s
      AND v.in_force_from <= %(at)s AND v.valid_from <= %(at)s
      AND coalesce(v.in_force_to > %(at)s, true) AND coalesce(v.valid_to > %(at)s, true)
ORDER BY o.order_id, c.ordinal

-- name: places
SELECT pl.place_id, pl.person_id, pl.name, pl.replaced_at,
       pl.geometry || jsonb_build_object('name', pl.name, 'timezone', pl.timezone) AS place
FROM places pl LEFT JOIN people p USING (person_id)
WHERE (pl.person_id IS NULL
       OR p.office_id IN (SELECT office_id FROM offices WHERE sees_office(%(account_office)s, office_id))
          AND in_caseload(p.officer_id))
      AND pl.place_id > %(after)s
      AND (%(place_id)s::bigint IS NULL AND pl.replaced_at IS NULL OR pl.place_id = %(place_id)s)
      AND (%(person_id)s::bigint IS NULL OR pl.person_id = %(person_id)s)
      AND (%(shared)s::boolean IS NULL OR (pl.person_id IS NULL) = %(shared)s)
ORDER BY pl.place_id
LIMIT %(limit)s

-- name: seen_devices
-- Of the account's offices, of no office, or worn by a person of the account's offices. Asked and counted of alike.
SELECT d.*, o.code AS office, w.activation_id, w.being_fitted
FROM devices d
LEFT JOIN offices o USING (office_id)
LEFT JOIN LATERAL (
    SELECT a.activation_id, p.office_id AS wearers_office,
           f.activation_id IS NOT NULL AND f.completed_at IS NULL AS being_fitted
    FROM activations a JOIN people p USING (person_id) LEFT JOIN fittings f USING (activation_id)
    WHERE a.device_id = d.device_id AND a.from_at <= %(at)s AND coalesce(a.to_at > %(at)s, true)) w ON true
WHERE (d.office_id IS NULL OR %(account_office)s::bigint IS NULL
       OR ARRAY[d.office_id, w.wearers_office] && ARRAY(
           SELECT office_id FROM offices WHERE sees_office(%(account_office)s, office_id)))
      AND (%(device_id)s::bigint IS NULL OR d.device_id = %(device_id)s)
      AND (%(identity)s::text IS NULL OR d.identity = %(identity)s)
      AND (%(protocol)s::text IS NULL OR d.protocol = %(protocol)s)
      AND (%(state)s::text IS NULL OR d.state = %(state)s)
      AND (%(kind)s::text IS NULL OR d.kind = %(kind)s)
      AND (%(office)s::text IS NULL OR o.code = %(office)s)
      AND (%(model)s::text IS NULL OR starts_with(lower(d.model), lower(%(model)s)))
      AND (%(search)s::text IS NULL OR position(lower(%(search)s) IN lower(d.identity || ' ' || d.serial)) > 0)

-- name: devices
SELECT d.device_id, d.identity, d.protocol, d.kind, d.radio_identity, d.model, d.serial, d.state, d.office,
       d.activation_id IS NOT NULL AS worn, d.being_fitted IS TRUE AS being_fitted,
       greatest(x.received_at, s.received_at) AS heard_at, (b.detail ->> 'level_percent')::float AS battery_percent,
       CASE WHEN d.kind = 'breath_unit' THEN c.valid_to END AS calibrated_until,
       d.kind = 'breath_unit' AND c.valid_to IS NOT NULL AND c.valid_to < %(at)s::timestamptz + interval '1 day' * %(warn_days)s
           AS calibration_ends_soon
FROM seen_devices d
LEFT JOIN LATERAL (
    SELECT received_at FROM fixes WHERE device_id = d.device_id ORDER BY happened_at DESC LIMIT 1) x ON true
LEFT JOIN LATERAL (
    SELECT received_at FROM signals WHERE device_id = d.device_id ORDER BY happened_at DESC LIMIT 1) s ON true
LEFT JOIN LATERAL (
    SELECT detail FROM signals
    WHERE device_id = d.device_id AND kind = 'battery' AND happened_at >= %(at)s::timestamptz - interval '7 days'
    ORDER BY happened_at DESC LIMIT 1) b ON true
LEFT JOIN LATERAL (
    SELECT max(valid_to) AS valid_to FROM calibrations_counting WHERE device_id = d.device_id) c ON true
WHERE d.device_id > %(after)s
ORDER BY d.device_id
LIMIT %(limit)s

-- name: device_states
SELECT state, count(*) AS devices FROM seen_devices GROUP BY state

-- name: chain
-- Persons whom the account does not see are not named, nor what was written about the meeting with them.
SELECT c.number, c.step, c.from_state, c.to_state, c.happened_at, c.recorded_at, c.recorded_by, c.serial,
       c.device_condition, c.activation_id, hidden AS withheld,
       json_build_object('kind', c.giver_kind, 'label', coalesce(gave.name_cyrillic, ''),
           'name', CASE WHEN hidden AND c.giver_kind = 'person' THEN '' ELSE c.giver END) AS giver,
       json_build_object('kind', c.taker_kind, 'label', coalesce(took.name_cyrillic, ''),
           'name', CASE WHEN hidden AND c.taker_kind = 'person' THEN '' ELSE c.taker END) AS taker,
       CASE WHEN hidden THEN '' ELSE c.site END AS site,
       CASE WHEN hidden THEN '' ELSE c.reason END AS reason,
       CASE WHEN NOT hidden THEN p.person_id END AS person_id
FROM custody c
LEFT JOIN people p ON p.person_id = CASE WHEN c.taker_kind = 'person' THEN c.taker::bigint
                                         WHEN c.giver_kind = 'person' THEN c.giver::bigint END
CROSS JOIN LATERAL (
    SELECT p.person_id IS NOT NULL
           AND sees_person(%(account_office)s, p.office_id, p.officer_id) IS NOT TRUE AS hidden) h
LEFT JOIN officers gave ON c.giver_kind = 'officer' AND gave.code = c.giver
LEFT JOIN officers took ON c.taker_kind = 'officer' AND took.code = c.taker
WHERE c.device_id = %(device_id)s
ORDER BY c.number DESC

-- name: ordered
-- An order that binds the person now or will.
SELECT v.order_id FROM orders o JOIN order_versions v USING (order_id)
WHERE o.person_id = %(person_id)s AND %(at)s < least(v.valid_to, v.in_force_to, 'infinity')
      AND greatest(v.valid_from, v.in_force_from) < least(v.valid_to, v.in_force_to, 'infinity')
LIMIT 1

-- name: activations
SELECT a.activation_id, a.device_id, d.identity, a.person_id, a.from_at, a.to_at, a.installed_lat, a.installed_lon,
       a.installed_at,
       CASE WHEN f.activation_id IS NULL THEN 'imported' WHEN f.completed_at IS NULL THEN 'under_way'
            ELSE 'complete' END AS fitting
FROM activations a
JOIN devices d USING (device_id)
JOIN people p USING (person_id)
LEFT JOIN fittings f USING (activation_id)
WHERE p.office_id IN (SELECT office_id FROM offices WHERE sees_office(%(account_office)s, office_id))
      AND in_caseload(p.officer_id)
      AND a.activation_id > %(after)s
      AND (%(activation_id)s::bigint IS NULL OR a.activation_id = %(activation_id)s)
      AND (%(person_id)s::bigint IS NULL OR a.person_id = %(person_id)s)
      AND (%(device_id)s::bigint IS NULL OR a.device_id = %(device_id)s)
      AND (%(at)s::timestamptz IS NULL
           OR a.from_at <= %(at)s AND coalesce(a.to_at > %(at)s, true))
ORDER BY a.activation_id
LIMIT %(limit)s

-- name: calibrations_of
SELECT c.calibration_id, c.serial, c.calibrated_by, c.calibrated_at, c.valid_to, c.certificate, c.recorded_by,
       c.recorded_at, n.calibration_id IS NOT NULL AS counts
FROM calibrations c LEFT JOIN calibrations_counting n USING (calibration_id)
WHERE c.device_id = %(device_id)s
ORDER BY c.calibration_id DESC

-- name: add_calibration
INSERT INTO calibrations (device_id, serial, calibrated_by, calibrated_at, valid_to, certificate, recorded_at,
                          recorded_by)
VALUES (%(device_id)s, %(serial)s, %(calibrated_by)s, %(calibrated_at)s, %(valid_to)s, %(certificate)s, %(now)s,
        %(login)s)
RETURNING calibration_id

-- name: battery_curve
-- With the ways in which whoever wears it can be told, and those in which they were, the newest first.
SELECT (SELECT coalesce(json_agg(told), '[]') FROM (
            SELECT r.reminded_at, r.means, coalesce(r.state, CASE m.state WHEN 'confirmed' THEN 'delivered'
                       WHEN 'queued' THEN 'queued' WHEN 'sent' THEN 'queued' ELSE 'failed' END) AS state,
                   coalesce(r.delivered_at, m.settled_at, r.tried_at) AS since, r.attempt, r.error
            FROM battery_reminders r LEFT JOIN commands m USING (command_id)
            WHERE r.device_id = %(device_id)s
            ORDER BY r.reminder_id DESC LIMIT 10) AS told) AS reminders,
       (SELECT coalesce(json_agg(DISTINCT n.carries), '[]')
        FROM activations a JOIN person_contacts c USING (person_id)
        JOIN notification_channels n ON n.active
             AND (n.carries = 'sms' AND c.phone IS NOT NULL OR n.carries = 'email' AND c.email IS NOT NULL)
        WHERE a.device_id = %(device_id)s AND a.from_at <= %(at)s AND (a.to_at IS NULL OR a.to_at > %(at)s)) AS ways,
       battery_readings(%(device_id)s, (
           SELECT max(from_at) FROM activations WHERE device_id = %(device_id)s AND from_at <= %(at)s), %(at)s) AS readings
