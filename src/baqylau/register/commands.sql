-- name: queue
WITH made AS (
    INSERT INTO commands (device_id, activation_id, kind, parameters, asked_by, asked_at, expires_at)
    VALUES (%(device_id)s,
            (SELECT activation_id FROM activations
             WHERE device_id = %(device_id)s AND from_at <= %(asked_at)s
                   AND (to_at IS NULL OR to_at > %(asked_at)s)),
            %(kind)s, %(parameters)s, %(asked_by)s, %(asked_at)s, %(expires_at)s)
    RETURNING command_id
)
INSERT INTO command_events (command_id, happened_at, state)
SELECT command_id, %(asked_at)s, 'queued' FROM made
RETURNING command_id

-- name: under_way
SELECT command_id, device_id, activation_id, kind, parameters,
       (extract(epoch FROM asked_at) * 1000)::bigint, (extract(epoch FROM expires_at) * 1000)::bigint,
       state, attempts, (extract(epoch FROM sent_at) * 1000)::bigint, reference
FROM commands
WHERE state IN ('queued', 'sent') AND (%(device_id)s::bigint IS NULL OR device_id = %(device_id)s)
ORDER BY command_id

-- name: one_under_way
SELECT command_id FROM commands
WHERE state IN ('queued', 'sent') AND device_id = %(device_id)s AND kind = %(kind)s
      AND expires_at > %(now)s
ORDER BY command_id LIMIT 1

-- name: send
-- Only one of several gateways finds the command with this many attempts: that one sends it.
WITH taken AS (
    UPDATE commands
    SET state = 'sent', attempts = attempts + 1, sent_at = %(at)s, reference = %(reference)s
    WHERE command_id = %(command_id)s AND state IN ('queued', 'sent') AND attempts = %(attempts)s
          AND expires_at > %(at)s
    RETURNING command_id, attempts
)
INSERT INTO command_events (command_id, happened_at, state, attempt)
SELECT command_id, %(at)s, 'sent', attempts FROM taken
RETURNING command_id

-- name: settle
WITH settled AS (
    UPDATE commands
    SET state = %(state)s, settled_at = %(at)s, reason = %(reason)s, answer = %(answer)s
    WHERE command_id = %(command_id)s AND state = ANY(%(sources)s)
    RETURNING command_id, attempts
)
INSERT INTO command_events (command_id, happened_at, state, attempt, reason, answer)
SELECT command_id, %(at)s, %(state)s, attempts, %(reason)s, %(answer)s FROM settled
RETURNING command_id

-- name: overdue
SELECT command_id, kind, state FROM commands
WHERE state IN ('queued', 'sent') AND expires_at <= %(now)s
ORDER BY expires_at
LIMIT 1000
