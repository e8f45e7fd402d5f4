-- name: able_devices
-- Worn now and fit for work, the best kind first, of one kind the one put on last.
SELECT d.device_id, d.protocol
FROM activations a JOIN devices d USING (device_id)
WHERE a.person_id = %(person_id)s AND d.kind = ANY(%(kinds)s)
      AND a.from_at <= %(at)s AND (a.to_at IS NULL OR a.to_at > %(at)s)
ORDER BY array_position(%(kinds)s::text[], d.kind), a.from_at DESC

-- name: write_request
INSERT INTO test_requests (request, person_id, condition, kind, origin, due_at, until_at, device_id, failed_at,
                           asked_by, purpose)
VALUES (%(request)s, %(person_id)s, %(condition)s, %(kind)s, %(origin)s, %(due_at)s, %(until_at)s, %(device_id)s,
        %(failed_at)s, %(asked_by)s, %(purpose)s)
ON CONFLICT (request) DO NOTHING
RETURNING request

-- name: note_command
UPDATE test_requests SET command_id = %(command_id)s WHERE request = %(request)s RETURNING request

-- name: note_answers
UPDATE test_requests t
SET reached_at = CASE WHEN c.state = 'confirmed' THEN c.settled_at END,
    failed_at = CASE WHEN c.state <> 'confirmed' THEN c.settled_at END
FROM commands c
WHERE c.command_id = t.command_id AND t.reached_at IS NULL AND t.failed_at IS NULL
      AND c.state NOT IN ('queued', 'sent') AND c.settled_at <= %(now)s
RETURNING t.request
