-- name: told_device
-- A device, and who wears it now if this account may see that person. seen: nobody wears it, or the account may.
SELECT d.device_id, d.protocol, a.person_id, a.activation_id,
       a.person_id IS NULL OR coalesce(sees_person(%(account_office)s, p.office_id, p.officer_id), false) AS seen
FROM devices AS d
LEFT JOIN activations AS a ON a.device_id = d.device_id AND a.from_at <= %(now)s
     AND (a.to_at IS NULL OR a.to_at > %(now)s)
LEFT JOIN people AS p ON p.person_id = a.person_id
WHERE d.device_id = %(device_id)s

-- name: commands_of_device
-- Of this wearing of the device, and those given while nobody wore it; the newest first.
SELECT c.command_id, c.device_id, c.kind, c.parameters, c.asked_by, c.asked_at, c.expires_at, c.state, c.attempts,
       c.sent_at, c.settled_at, c.reason, c.answer
FROM commands AS c
WHERE c.device_id = %(device_id)s AND c.kind = ANY(%(kinds)s)
  AND (c.activation_id IS NULL OR c.activation_id IS NOT DISTINCT FROM %(activation_id)s OR %(every)s)
  AND (%(before)s::bigint IS NULL OR c.command_id < %(before)s)
ORDER BY c.command_id DESC
LIMIT %(limit)s

-- name: command
SELECT c.command_id, c.device_id, c.kind, c.asked_at, c.expires_at, c.state, c.attempts, c.sent_at, c.settled_at,
       c.reason,
       a.person_id IS NULL OR coalesce(sees_person(%(account_office)s, p.office_id, p.officer_id), false) AS seen
FROM commands AS c
LEFT JOIN activations AS a ON a.activation_id = c.activation_id
LEFT JOIN people AS p ON p.person_id = a.person_id
WHERE c.command_id = %(command_id)s
