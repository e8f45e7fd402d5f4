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
