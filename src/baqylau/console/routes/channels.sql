-- name: channels
SELECT channel_id, name, split_part(address, ':', 1) AS kind, carries, language, least_priority, active, changed_at, changed_by
FROM notification_channels ORDER BY name;

-- name: one
SELECT name, address, language, carries FROM notification_channels WHERE channel_id = %(channel_id)s;

-- name: add
INSERT INTO notification_channels (name, carries, address, language, least_priority, changed_at, changed_by)
VALUES (%(name)s, %(carries)s, %(address)s, %(language)s, %(least_priority)s, %(now)s, %(login)s)
RETURNING channel_id;

-- name: change
UPDATE notification_channels
SET name = %(name)s, address = coalesce(%(address)s, address), language = %(language)s,
    least_priority = %(least_priority)s, active = %(active)s, changed_at = %(now)s, changed_by = %(login)s
WHERE channel_id = %(channel_id)s
RETURNING channel_id;
