-- name: columns_of_track
-- One row: each column packed by itself, never with a null in it, all in the same order.
SELECT array_send(array_agg(happened_at)), array_send(array_agg(received_at)), array_send(array_agg(device_id)),
       array_send(array_agg(frame_id)), array_send(array_agg(lat)), array_send(array_agg(lon)),
       array_send(array_agg(accuracy_m)), array_send(array_agg(hdop)), array_send(array_agg(speed_kmh)),
       array_send(array_agg(source)), array_send(array_agg(ordinal)), array_send(array_agg(valid)),
       array_send(array_agg(archived))
FROM (
    SELECT f.happened_at, f.received_at, f.device_id, f.frame_id, f.lat, f.lon,
           coalesce(f.accuracy_m, 'NaN') AS accuracy_m, coalesce(f.hdop, 'NaN') AS hdop,
           coalesce(f.speed_kmh, 'NaN') AS speed_kmh, f.source, f.ordinal, f.valid, f.archived
    FROM (SELECT DISTINCT device_id FROM activations WHERE person_id = %(person_id)s) AS a
    CROSS JOIN LATERAL (
        SELECT * FROM fixes
        WHERE device_id = a.device_id AND happened_at >= %(begins)s AND happened_at < %(ends)s
          AND (activation_id IS NULL OR activation_id IN (SELECT activation_id FROM activations WHERE person_id = %(person_id)s))
    ) AS f
    ORDER BY f.happened_at, f.device_id, f.source
) AS track;

-- name: devices_named
SELECT device_id, identity FROM devices WHERE device_id = ANY (%(devices)s) ORDER BY device_id;

-- name: findings_between
SELECT finding_id, kind, severity, condition, began_at, ended_at, withdrawn_at FROM findings
WHERE person_id = %(person_id)s AND began_at < %(to)s AND (ended_at IS NULL OR ended_at >= %(from)s)
  AND began_at >= %(from)s - interval '7 days'
ORDER BY began_at, finding_id;
