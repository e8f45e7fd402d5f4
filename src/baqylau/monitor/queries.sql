-- name: lock_partition
-- The lock lives as long as the session: a monitor that dies frees its partitions at once.
SELECT pg_try_advisory_lock(%(space)s, %(partition)s);

-- name: checkpoint
SELECT stream_seq, clock_ms, partitions FROM checkpoints WHERE partition = %(partition)s;

-- name: save_checkpoint
INSERT INTO checkpoints (partition, partitions, stream_seq, clock_ms)
VALUES (%(partition)s, %(partitions)s, %(stream_seq)s, %(clock_ms)s)
ON CONFLICT (partition) DO UPDATE SET stream_seq = excluded.stream_seq, clock_ms = excluded.clock_ms;

-- name: states
SELECT person_id, state FROM person_states WHERE person_id = ANY(%(people)s);

-- name: save_states
INSERT INTO person_states (person_id, state)
SELECT * FROM unnest(%(people)s::bigint[], %(states)s::bytea[])
ON CONFLICT (person_id) DO UPDATE SET state = excluded.state;

-- name: latest_snapshots
SELECT person_id, max(judged_ms) FROM person_snapshots WHERE person_id = ANY(%(people)s) GROUP BY person_id;

-- name: save_snapshots
INSERT INTO person_snapshots (person_id, judged_ms, before_frame, state)
SELECT * FROM unnest(%(people)s::bigint[], %(judged)s::bigint[], %(frames)s::bigint[], %(states)s::bytea[])
ON CONFLICT (person_id, judged_ms) DO UPDATE SET before_frame = excluded.before_frame, state = excluded.state;

-- name: snapshot_before
-- The newest state that had judged nothing from `before_ms` on.
SELECT DISTINCT ON (s.person_id) s.person_id, s.judged_ms, s.before_frame, s.state
FROM unnest(%(people)s::bigint[], %(before)s::bigint[]) AS late (person_id, before_ms)
JOIN person_snapshots s ON s.person_id = late.person_id AND s.judged_ms < late.before_ms
ORDER BY s.person_id, s.judged_ms DESC;

-- name: drop_snapshots_from
DELETE FROM person_snapshots s
USING unnest(%(people)s::bigint[], %(before)s::bigint[]) AS late (person_id, before_ms)
WHERE s.person_id = late.person_id AND s.judged_ms >= late.before_ms;

-- name: drop_old_snapshots
DELETE FROM person_snapshots WHERE judged_ms < %(before_ms)s;

-- name: fixes_heard_since
-- Only what one activation of this person covers; a device may have had other wearers.
SELECT since.person_id, f.frame_id, f.ordinal, f.device_id, f.received_at, f.happened_at, f.lat, f.lon, f.valid,
       f.source, f.accuracy_m, f.hdop, f.satellites, f.altitude_m, f.speed_kmh, f.course_deg, f.archived
FROM unnest(%(people)s::bigint[], %(before_frames)s::bigint[], %(from_times)s::timestamptz[])
     AS since (person_id, before_frame, from_time)
JOIN activations a ON a.person_id = since.person_id
JOIN fixes f ON f.device_id = a.device_id AND f.activation_id = a.activation_id
            AND f.happened_at >= since.from_time AND f.frame_id >= since.before_frame;

-- name: signals_heard_since
SELECT since.person_id, s.frame_id, s.ordinal, s.device_id, s.received_at, s.happened_at, s.kind, s.detail
FROM unnest(%(people)s::bigint[], %(before_frames)s::bigint[], %(from_times)s::timestamptz[])
     AS since (person_id, before_frame, from_time)
JOIN activations a ON a.person_id = since.person_id
JOIN signals s ON s.device_id = a.device_id AND s.activation_id = a.activation_id
              AND s.happened_at >= since.from_time AND s.frame_id >= since.before_frame
UNION ALL
-- What was passed on of a protected person's device belongs to no activation.
SELECT since.person_id, s.frame_id, s.ordinal, s.device_id, s.received_at, s.happened_at, s.kind, s.detail
FROM unnest(%(people)s::bigint[], %(before_frames)s::bigint[], %(from_times)s::timestamptz[])
     AS since (person_id, before_frame, from_time)
JOIN signals s ON s.kind = 'protected_heard' AND (s.detail ->> 'person_id')::bigint = since.person_id
              AND s.happened_at >= since.from_time AND s.frame_id >= since.before_frame;

-- name: standing_findings
-- Not withdrawn, and still open or touching the time that is judged again.
SELECT f.finding_id, f.person_id, f.condition, f.device_id, f.kind, f.severity, f.began_at, f.decided_at, f.ended_at,
       f.late, f.withdrawn_at, f.because
FROM unnest(%(people)s::bigint[], %(from_times)s::timestamptz[]) AS since (person_id, from_time)
JOIN findings f ON f.person_id = since.person_id
WHERE f.withdrawn_at IS NULL AND (f.ended_at IS NULL OR f.ended_at >= since.from_time OR f.began_at >= since.from_time
      OR f.decided_at >= since.from_time);

-- name: save_findings
INSERT INTO findings (finding_id, person_id, condition, device_id, kind, severity, began_at, decided_at, ended_at, late,
                      withdrawn_at, because, visible_at)
VALUES (%(finding_id)s, %(person_id)s, %(condition)s, %(device_id)s, %(kind)s, %(severity)s, %(began_at)s,
        %(decided_at)s, %(ended_at)s, %(late)s, %(withdrawn_at)s, %(because)s, %(visible_at)s)
ON CONFLICT (finding_id) DO UPDATE SET
    kind = excluded.kind, severity = excluded.severity, ended_at = excluded.ended_at, late = excluded.late,
    decided_at = excluded.decided_at, withdrawn_at = excluded.withdrawn_at, because = excluded.because;

-- name: latest_fixes
SELECT wanted.device_id, newest.happened_at
FROM unnest(%(devices)s::bigint[]) AS wanted (device_id),
LATERAL (SELECT happened_at FROM fixes f WHERE f.device_id = wanted.device_id ORDER BY happened_at DESC LIMIT 1) newest;

-- name: latest_signals
SELECT wanted.device_id, newest.happened_at
FROM unnest(%(devices)s::bigint[]) AS wanted (device_id),
LATERAL (SELECT happened_at FROM signals s WHERE s.device_id = wanted.device_id ORDER BY happened_at DESC LIMIT 1) newest;

-- name: known_fixes
SELECT f.device_id, f.happened_at, f.source, f.lat, f.lon
FROM unnest(%(devices)s::bigint[], %(times)s::timestamptz[]) AS wanted (device_id, happened_at)
JOIN fixes f USING (device_id, happened_at);

-- name: known_signals
SELECT s.device_id, s.happened_at, s.kind, s.detail
FROM unnest(%(devices)s::bigint[], %(times)s::timestamptz[]) AS wanted (device_id, happened_at)
JOIN signals s USING (device_id, happened_at);

-- name: save_quarantined
INSERT INTO quarantine (received_at, protocol, transport, peer, device, reason, field, byte_offset, raw)
VALUES (%(received_at)s, %(protocol)s, %(transport)s, %(peer)s, %(device)s, %(reason)s, %(field)s, %(offset)s, %(raw)s);

-- name: count_refused_device
INSERT INTO refused_devices (identity, protocol, first_seen_at, last_seen_at, times, last_peer)
VALUES (%(identity)s, %(protocol)s, %(seen_at)s, %(seen_at)s, 1, %(peer)s)
ON CONFLICT (identity, protocol) DO UPDATE SET
    last_seen_at = greatest(refused_devices.last_seen_at, excluded.last_seen_at),
    times = refused_devices.times + 1, last_peer = excluded.last_peer;

-- name: monitors_present
-- How many monitors hold a presence lock.
SELECT count(DISTINCT pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = %(space)s::int::oid AND granted;

-- name: save_cells
INSERT INTO device_cells (device_id, mcc, mnc, lac, cell_id, heard_at)
SELECT * FROM unnest(%(device_id)s::bigint[], %(mcc)s::integer[], %(mnc)s::integer[], %(lac)s::bigint[],
    %(cell_id)s::bigint[], %(heard_at)s::timestamptz[])
ON CONFLICT (device_id) DO UPDATE SET mcc = excluded.mcc, mnc = excluded.mnc, lac = excluded.lac,
    cell_id = excluded.cell_id, heard_at = excluded.heard_at
WHERE device_cells.heard_at <= excluded.heard_at;
