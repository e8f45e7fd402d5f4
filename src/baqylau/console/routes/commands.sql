-- name: told_device
-- A device, and who wears it now. at_hand: it, or who wears it, belongs to the account's offices or to none.
-- seen: it is at hand, and the account may see who wears it.
SELECT d.device_id, d.protocol, a.person_id, a.activation_id,
       h.at_hand, h.at_hand AND (a.person_id IS NULL OR coalesce(
           sees_person(%(account_office)s, p.office_id, p.officer_id), false)) AS seen
FROM devices AS d
LEFT JOIN activations AS a ON a.device_id = d.device_id AND a.from_at <= %(now)s
     AND (a.to_at IS NULL OR a.to_at > %(now)s)
LEFT JOIN people AS p ON p.person_id = a.person_id
CROSS JOIN device_at_hand(%(account_office)s, d.office_id, p.office_id) AS h (at_hand)
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
       h.at_hand, h.at_hand AND (a.person_id IS NULL OR coalesce(
           sees_person(%(account_office)s, p.office_id, p.officer_id), false)) AS seen
FROM commands AS c
JOIN devices AS d USING (device_id)
LEFT JOIN activations AS a ON a.activation_id = c.activation_id
LEFT JOIN people AS p ON p.person_id = a.person_id
CROSS JOIN device_at_hand(%(account_office)s, d.office_id, p.office_id) AS h (at_hand)
WHERE c.command_id = %(command_id)s
