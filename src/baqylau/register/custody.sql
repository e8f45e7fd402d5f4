-- name: chain_end
-- Locks the device: whoever moves it next waits and then sees what this one did.
SELECT d.state, d.serial, d.office_id, o.code AS office,
       coalesce(c.number, 0) AS number, c.taker_kind, c.taker,
       (extract(epoch FROM c.happened_at) * 1000)::bigint AS since_ms
FROM devices d
LEFT JOIN offices o USING (office_id)
LEFT JOIN LATERAL (
    SELECT * FROM custody WHERE device_id = d.device_id ORDER BY number DESC LIMIT 1) c ON true
WHERE d.device_id = %(device_id)s
FOR UPDATE OF d

-- name: add_entry
INSERT INTO custody (device_id, number, step, from_state, to_state, happened_at, recorded_at, recorded_by,
                     giver_kind, giver, taker_kind, taker, site, serial, device_condition, reason, activation_id)
VALUES (%(device_id)s, %(number)s, %(step)s, %(from_state)s, %(to_state)s, %(happened_at)s, %(recorded_at)s,
        %(recorded_by)s, %(giver_kind)s, %(giver)s, %(taker_kind)s, %(taker)s, %(site)s, %(serial)s,
        %(device_condition)s, %(reason)s, %(activation_id)s)
RETURNING custody_id

-- name: set_state
UPDATE devices SET state = %(state)s WHERE device_id = %(device_id)s AND state <> %(state)s

-- name: set_office
UPDATE devices SET office_id = (SELECT office_id FROM offices WHERE code = %(office)s)
WHERE device_id = %(device_id)s

-- name: import_worn
-- Of these new activations those that still run: their devices are fitted, without steps.
WITH put_on AS (
    SELECT a.activation_id, a.device_id, a.person_id, a.from_at, d.state, d.serial, c.number, c.taker_kind, c.taker,
           c.happened_at AS since
    FROM activations a
    JOIN devices d USING (device_id)
    LEFT JOIN LATERAL (
        SELECT * FROM custody WHERE device_id = a.device_id ORDER BY number DESC LIMIT 1) c ON true
    WHERE a.activation_id = ANY(%(activations)s) AND coalesce(a.to_at > %(now)s, true)
      AND a.from_at = (SELECT max(w.from_at) FROM activations w
                       WHERE w.device_id = a.device_id AND coalesce(w.to_at > %(now)s, true))
), moved AS (
    UPDATE devices d SET state = 'fitted' FROM put_on
    WHERE d.device_id = put_on.device_id AND d.state <> 'fitted'
)
INSERT INTO custody (device_id, number, step, from_state, to_state, happened_at, recorded_at, recorded_by,
                     giver_kind, giver, taker_kind, taker, site, serial, device_condition, reason, activation_id)
SELECT device_id, coalesce(number, 0) + 1, 'import', CASE WHEN number IS NOT NULL THEN state END, 'fitted',
       greatest(from_at, since), %(now)s, %(by)s, coalesce(taker_kind, 'nobody'), coalesce(taker, ''),
       'person', person_id::text, '', serial, 'unknown', '', activation_id
FROM put_on

-- name: begin_fitting
INSERT INTO fittings (activation_id, begun_at, begun_by) VALUES (%(activation_id)s, %(at)s, %(by)s)

-- name: fitting
-- Locked: two people finish one fitting one after the other.
SELECT activation_id, begun_by, (extract(epoch FROM begun_at) * 1000)::bigint AS begun_ms,
       completed_by, (extract(epoch FROM completed_at) * 1000)::bigint AS completed_ms,
       (extract(epoch FROM contact_at) * 1000)::bigint AS contact_ms, clock_lag_ms
FROM fittings WHERE activation_id = %(activation_id)s
FOR UPDATE

-- name: fitting_steps
SELECT DISTINCT ON (step) step, done_by, (extract(epoch FROM done_at) * 1000)::bigint AS done_ms, detail
FROM fitting_steps WHERE activation_id = %(activation_id)s
ORDER BY step, step_id DESC

-- name: add_step
INSERT INTO fitting_steps (activation_id, step, done_at, done_by, detail)
VALUES (%(activation_id)s, %(step)s, %(at)s, %(by)s, %(detail)s)

-- name: heard_since
-- What the device sent since the fitting began, by its own clock up to two days off: first receipt, and the
-- smallest distance between receipt and happening.
SELECT (extract(epoch FROM min(received_at)) * 1000)::bigint AS contact_ms,
       (array_agg((extract(epoch FROM received_at - happened_at) * 1000)::bigint
                  ORDER BY abs(extract(epoch FROM received_at - happened_at))))[1] AS clock_lag_ms
FROM (
    SELECT f.received_at, f.happened_at FROM activations a JOIN fixes f USING (device_id)
    WHERE a.activation_id = %(activation_id)s AND f.happened_at >= a.from_at - interval '2 days'
      AND f.happened_at < a.from_at + interval '30 days' AND f.received_at >= a.from_at
      AND coalesce(f.received_at < a.to_at, true)
    UNION ALL
    SELECT s.received_at, s.happened_at FROM activations a JOIN signals s USING (device_id)
    WHERE a.activation_id = %(activation_id)s AND s.happened_at >= a.from_at - interval '2 days'
      AND s.happened_at < a.from_at + interval '30 days' AND s.received_at >= a.from_at
      AND coalesce(s.received_at < a.to_at, true)
) reports
HAVING count(*) > 0

-- name: complete_fitting
UPDATE fittings SET completed_at = %(at)s, completed_by = %(by)s, contact_at = %(contact_at)s,
                    clock_lag_ms = %(clock_lag_ms)s
WHERE activation_id = %(activation_id)s AND completed_at IS NULL

-- name: keep_photo
INSERT INTO fitting_photos (activation_id, sha256, media_type, content)
VALUES (%(activation_id)s, sha256(%(content)s), %(media_type)s, %(content)s)
ON CONFLICT DO NOTHING

-- name: photo
-- The one that the last photo step names.
SELECT p.media_type, p.content
FROM fitting_steps s JOIN fitting_photos p
     ON p.activation_id = s.activation_id AND encode(p.sha256, 'hex') = s.detail ->> 'sha256'
WHERE s.activation_id = %(activation_id)s AND s.step = 'photo'
ORDER BY s.step_id DESC LIMIT 1
