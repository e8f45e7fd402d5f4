-- name: protections
-- The protected person's fixes are read to tell a distance, and only while the consent holds and an order in force
-- has the condition.
WITH binding AS (
    SELECT c.key, c.protects, c.distance_m
    FROM orders o JOIN order_versions v USING (order_id) JOIN conditions c USING (order_version_id)
    WHERE o.person_id = %(person_id)s AND c.kind = 'protection'
      AND greatest(v.valid_from, v.in_force_from) <= %(now)s
      AND %(now)s < least(v.valid_to, v.in_force_to, 'infinity')
)
SELECT p.protection_id, w.code, w.name, w.language, w.channel IS NOT NULL AS reachable, p.consent_from, p.consent_to,
       p.withdrawn_at, b.key AS condition, b.distance_m AS ordered_m,
       coalesce((SELECT json_agg(json_build_object('device_id', d.device_id, 'identity', e.identity,
                                                   'from_at', d.from_at, 'to_at', d.to_at,
                                                   'heard_at', (SELECT max(f.received_at) FROM frames f
                                                                WHERE f.device_id = d.device_id
                                                                  AND f.received_at > %(now)s - interval '1 day'))
                                 ORDER BY d.from_at DESC)
                 FROM protected_devices d JOIN devices e USING (device_id)
                 WHERE d.protected_id = p.protected_id), '[]') AS devices,
       mine.fix AS bound_fix, theirs.fix AS protected_fix
FROM protections p
JOIN protected_people w USING (protected_id)
LEFT JOIN binding b ON b.protects = w.code
LEFT JOIN LATERAL (
    SELECT json_build_object('lat', f.lat, 'lon', f.lon, 'accuracy_m', f.accuracy_m, 'at', f.happened_at) AS fix
    FROM activations a JOIN fixes f ON f.device_id = a.device_id AND f.activation_id = a.activation_id
    WHERE a.person_id = p.person_id AND f.valid AND f.happened_at > %(now)s - interval '1 day'
      AND f.happened_at <= %(now)s
    ORDER BY f.happened_at DESC LIMIT 1) AS mine ON b.key IS NOT NULL
LEFT JOIN LATERAL (
    SELECT json_build_object('lat', f.lat, 'lon', f.lon, 'accuracy_m', f.accuracy_m, 'at', f.happened_at) AS fix
    FROM protected_devices d JOIN fixes f ON f.device_id = d.device_id AND f.activation_id IS NULL
    WHERE d.protected_id = p.protected_id AND f.valid AND f.happened_at > %(now)s - interval '1 day'
      AND f.happened_at <= %(now)s AND f.happened_at >= d.from_at AND (d.to_at IS NULL OR f.happened_at < d.to_at)
    ORDER BY f.happened_at DESC LIMIT 1) AS theirs
    ON b.key IS NOT NULL AND p.withdrawn_at IS NULL AND p.consent_from <= %(now)s AND p.consent_to > %(now)s
WHERE p.person_id = %(person_id)s
ORDER BY p.consent_from DESC, p.protection_id DESC;

-- name: without_consent
SELECT c.key AS condition, c.protects AS code, c.distance_m
FROM orders o JOIN order_versions v USING (order_id) JOIN conditions c USING (order_version_id)
WHERE o.person_id = %(person_id)s AND c.kind = 'protection'
  AND greatest(v.valid_from, v.in_force_from) <= %(now)s AND %(now)s < least(v.valid_to, v.in_force_to, 'infinity')
  AND NOT EXISTS (SELECT FROM protections p JOIN protected_people w USING (protected_id)
                  WHERE p.person_id = o.person_id AND w.code = c.protects AND p.withdrawn_at IS NULL
                    AND p.consent_from <= %(now)s AND p.consent_to > %(now)s)
ORDER BY c.ordinal;

-- name: write_protected
-- Kept by the bound person's office; one that is there is brought up to date by an account that sees its office.
INSERT INTO protected_people (code, name, language, channel, office_id)
SELECT %(code)s, %(name)s, %(language)s, %(channel)s, p.office_id FROM people p WHERE p.person_id = %(person_id)s
ON CONFLICT (code) DO UPDATE SET name = excluded.name, language = excluded.language,
    channel = coalesce(excluded.channel, protected_people.channel)
WHERE sees_office(%(account_office)s, protected_people.office_id)
RETURNING protected_id;

-- name: write_consent
INSERT INTO protections (protected_id, person_id, consent_from, consent_to, recorded_by)
VALUES (%(protected_id)s, %(person_id)s, %(consent_from)s, %(consent_to)s, %(recorded_by)s)
RETURNING protection_id;

-- name: withdraw_consent
UPDATE protections SET withdrawn_at = %(now)s, withdrawn_by = %(login)s
WHERE protection_id = %(protection_id)s AND person_id = %(person_id)s AND withdrawn_at IS NULL
RETURNING protection_id;

-- name: give_device
INSERT INTO protected_devices (device_id, protected_id, from_at)
SELECT d.device_id, p.protected_id, %(begins)s
FROM protections p, devices d
WHERE p.protection_id = %(protection_id)s AND p.person_id = %(person_id)s AND d.identity = %(identity)s
RETURNING protected_device_id;

-- name: take_device_back
UPDATE protected_devices d SET to_at = greatest(%(now)s, d.from_at + interval '1 millisecond')
FROM protections p
WHERE p.protection_id = %(protection_id)s AND p.person_id = %(person_id)s AND d.protected_id = p.protected_id
  AND d.device_id = %(device_id)s AND d.to_at IS NULL
RETURNING d.protected_device_id;
