-- name: fixes_heard
SELECT f.frame_id, f.ordinal, f.device_id, f.received_at, f.happened_at, f.lat, f.lon, f.valid, f.source, f.accuracy_m,
       f.hdop, f.archived
FROM activations AS a JOIN fixes AS f ON f.device_id = a.device_id AND f.activation_id = a.activation_id
WHERE a.person_id = %(person_id)s AND f.happened_at >= %(from)s AND f.happened_at < %(to)s
ORDER BY f.received_at, f.frame_id, f.ordinal
LIMIT %(limit)s;

-- name: standing_by_kind
SELECT kind, count(*) AS findings FROM findings
WHERE person_id = %(person_id)s AND began_at >= %(from)s AND began_at < %(to)s AND withdrawn_at IS NULL
GROUP BY kind;
