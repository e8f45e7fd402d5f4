-- name: worn_devices
SELECT d.device_id, d.identity, d.protocol, d.state, a.activation_id, a.person_id,
       (extract(epoch FROM a.from_at) * 1000)::bigint,
       (extract(epoch FROM a.to_at) * 1000)::bigint
FROM devices d LEFT JOIN activations a USING (device_id)
ORDER BY d.device_id, a.from_at

-- name: worn_device
SELECT d.device_id, d.identity, d.protocol, d.state, a.activation_id, a.person_id,
       (extract(epoch FROM a.from_at) * 1000)::bigint,
       (extract(epoch FROM a.to_at) * 1000)::bigint
FROM devices d LEFT JOIN activations a USING (device_id)
WHERE d.device_id = %(device_id)s
ORDER BY a.from_at

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
               'permitted_absences', c.permitted_absences, 'warning_m', c.warning_m
           ) ORDER BY c.ordinal) AS conditions
    FROM orders o
    JOIN order_versions v USING (order_id)
    JOIN conditions c USING (order_version_id)
    JOIN places pl USING (place_id)
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
                   'conditions', coalesce(vc.conditions, '[]'))
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
               (extract(epoch FROM to_at) * 1000)::bigint
           ) ORDER BY from_at, activation_id) AS worn
    FROM activations
    WHERE person_id = ANY(%(people)s)
    GROUP BY person_id
)
SELECT person_id, coalesce(versions.versions, '[]'), coalesce(worn.worn, '[]')
FROM unnest(%(people)s::bigint[]) AS wanted (person_id)
JOIN people USING (person_id)
LEFT JOIN versions USING (person_id)
LEFT JOIN worn USING (person_id)
ORDER BY person_id
