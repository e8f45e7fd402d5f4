-- name: columns_of_track
-- For binary COPY: every column of fixed width and never null, so that rows are read as an array at once.
SELECT f.happened_at, f.received_at, f.device_id, f.frame_id, f.lat, f.lon,
       coalesce(f.accuracy_m, 'NaN'), coalesce(f.hdop, 'NaN'), coalesce(f.speed_kmh, 'NaN'),
       f.source, f.ordinal, f.valid, f.archived
FROM (SELECT DISTINCT device_id FROM activations WHERE person_id = {person_id}) AS a
CROSS JOIN LATERAL (
    SELECT * FROM fixes
    WHERE device_id = a.device_id AND happened_at >= {begins} AND happened_at < {ends}
      AND (activation_id IS NULL OR activation_id IN (SELECT activation_id FROM activations WHERE person_id = {person_id}))
) AS f
ORDER BY f.happened_at, f.device_id, f.source

-- name: devices_named
SELECT device_id, identity FROM devices WHERE device_id = ANY (%(devices)s) ORDER BY device_id;

-- name: findings_between
SELECT finding_id, kind, severity, condition, began_at, ended_at, withdrawn_at FROM findings
WHERE person_id = %(person_id)s AND began_at < %(to)s AND (ended_at IS NULL OR ended_at >= %(from)s)
  AND began_at >= %(from)s - interval '7 days'
ORDER BY began_at, finding_id;
