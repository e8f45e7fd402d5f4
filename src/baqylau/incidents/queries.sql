-- name: links
-- Which incidents already have these findings as grounds.
SELECT DISTINCT incident_id FROM incident_findings WHERE finding_id = ANY (%(findings)s::uuid[]);

-- name: lock_for_findings
-- Always in the order of their numbers, so that two monitors never wait for one another.
SELECT incidents.* FROM incidents
WHERE incident_id = ANY (%(known)s)
   OR (state <> 'closed' AND (person_id, cause) IN
       (SELECT * FROM unnest(%(people)s::bigint[], %(causes)s::text[])))
ORDER BY incident_id
FOR UPDATE;

-- name: lock_incident
SELECT * FROM incidents WHERE incident_id = %(incident_id)s FOR UPDATE;

-- name: grounds
SELECT incident_id, finding_id::text, kind, severity, began_at, ended_at, withdrawn_at
FROM incident_findings WHERE incident_id = ANY (%(incidents)s);

-- name: fresh_ids
SELECT nextval(pg_get_serial_sequence('incidents', 'incident_id')) AS incident_id
FROM generate_series(1, %(count)s);

-- name: insert_incidents
INSERT INTO incidents (incident_id, person_id, cause, condition, kind, severity, priority, state, version, began_at,
    decided_at, pending_until, opened_at, acknowledged_at, closed_at, cleared_at, groundless_at, owner, disposition,
    reason, escalation, escalate_at, merged_into, visible_at, scope)
OVERRIDING SYSTEM VALUE
SELECT * FROM unnest(%(incident_id)s::bigint[], %(person_id)s::bigint[], %(cause)s::text[], %(condition)s::text[],
    %(kind)s::text[], %(severity)s::text[], %(priority)s::smallint[], %(state)s::text[], %(version)s::integer[],
    %(began_at)s::timestamptz[], %(decided_at)s::timestamptz[], %(pending_until)s::timestamptz[],
    %(opened_at)s::timestamptz[], %(acknowledged_at)s::timestamptz[], %(closed_at)s::timestamptz[],
    %(cleared_at)s::timestamptz[], %(groundless_at)s::timestamptz[], %(owner)s::text[], %(disposition)s::text[],
    %(reason)s::text[], %(escalation)s::smallint[], %(escalate_at)s::timestamptz[], %(merged_into)s::bigint[],
    %(visible_at)s::timestamptz[], %(scope)s::text[]);

-- name: update_incidents
-- The rows are locked by whoever read them; that is what makes writing them whole safe.
UPDATE incidents SET kind = new.kind, severity = new.severity, priority = new.priority, state = new.state,
    version = new.version, began_at = new.began_at, pending_until = new.pending_until, opened_at = new.opened_at,
    acknowledged_at = new.acknowledged_at, closed_at = new.closed_at, cleared_at = new.cleared_at,
    groundless_at = new.groundless_at, owner = new.owner, disposition = new.disposition, reason = new.reason,
    escalation = new.escalation, escalate_at = new.escalate_at, merged_into = new.merged_into,
    shelved_until = new.shelved_until, shelved_by = new.shelved_by, shelved_reason = new.shelved_reason,
    shelved_priority = new.shelved_priority
FROM unnest(%(incident_id)s::bigint[], %(kind)s::text[], %(severity)s::text[], %(priority)s::smallint[],
    %(state)s::text[], %(version)s::integer[], %(began_at)s::timestamptz[], %(pending_until)s::timestamptz[],
    %(opened_at)s::timestamptz[], %(acknowledged_at)s::timestamptz[], %(closed_at)s::timestamptz[],
    %(cleared_at)s::timestamptz[], %(groundless_at)s::timestamptz[], %(owner)s::text[], %(disposition)s::text[],
    %(reason)s::text[], %(escalation)s::smallint[], %(escalate_at)s::timestamptz[], %(merged_into)s::bigint[],
    %(shelved_until)s::timestamptz[], %(shelved_by)s::text[], %(shelved_reason)s::text[], %(shelved_priority)s::smallint[])
    AS new (incident_id, kind, severity, priority, state, version, began_at, pending_until, opened_at,
        acknowledged_at, closed_at, cleared_at, groundless_at, owner, disposition, reason, escalation, escalate_at,
        merged_into, shelved_until, shelved_by, shelved_reason, shelved_priority)
WHERE incidents.incident_id = new.incident_id;

-- name: link
INSERT INTO incident_findings (finding_id, incident_id, kind, severity, began_at, ended_at, withdrawn_at)
SELECT * FROM unnest(%(finding_id)s::uuid[], %(incident_id)s::bigint[], %(kind)s::text[], %(severity)s::text[],
    %(began_at)s::timestamptz[], %(ended_at)s::timestamptz[], %(withdrawn_at)s::timestamptz[])
ON CONFLICT (finding_id) DO UPDATE SET incident_id = excluded.incident_id, kind = excluded.kind,
    severity = excluded.severity, began_at = excluded.began_at, ended_at = excluded.ended_at,
    withdrawn_at = excluded.withdrawn_at;

-- name: add_events
INSERT INTO incident_events (incident_id, version, happened_at, actor, action, from_state, to_state, note, detail)
SELECT * FROM unnest(%(incident_id)s::bigint[], %(version)s::integer[], %(happened_at)s::timestamptz[],
    %(actor)s::text[], %(action)s::text[], %(from_state)s::text[], %(to_state)s::text[], %(note)s::text[],
    %(detail)s::jsonb[]);

-- name: returned
UPDATE incident_people SET back_at = new.back_at
FROM unnest(%(incident_id)s::bigint[], %(person_id)s::bigint[], %(back_at)s::timestamptz[])
    AS new (incident_id, person_id, back_at)
WHERE incident_people.incident_id = new.incident_id AND incident_people.person_id = new.person_id;

-- name: defer_looks
-- No queueing lock: a second timer is harmless, a unique violation would undo the monitor's transaction.
SELECT procrastinate_defer_jobs_v1(array_agg(
    ROW('incidents', 'look', 0, NULL, NULL, jsonb_build_object('incident_id', incident_id, 'raised', %(raised)s::boolean), NULL::timestamptz)
        ::procrastinate_job_to_defer_v1))
FROM unnest(%(incidents)s::bigint[]) AS incident_id
HAVING count(*) > 0;

-- name: defer_timer
-- scheduled_at is real time by the database's clock, which is the one the worker's queue is read by.
SELECT procrastinate_defer_jobs_v1(ARRAY[
    ROW('incidents', 'look', 0, NULL, NULL,
        jsonb_build_object('incident_id', %(incident_id)s::bigint, 'due_ms', %(due_ms)s::bigint),
        now() + make_interval(secs => %(delay_s)s::float8))::procrastinate_job_to_defer_v1]);

-- name: announce
-- One message for many; `*` when there are too many to name (a payload holds 8000 bytes).
SELECT pg_notify('incident_changed', CASE WHEN length(%(incidents)s) > 7000 THEN '*' ELSE %(incidents)s END);

-- name: sweep_lock
SELECT pg_try_advisory_xact_lock(hashtextextended('baqylau.incidents.sweep', 0)) AS mine;

-- name: sweep_needed
SELECT EXISTS (SELECT FROM incidents WHERE state = 'pending')
    OR EXISTS (SELECT FROM incidents WHERE person_id IS NULL AND cause = 'mass_silence' AND state <> 'closed')
    OR EXISTS (SELECT FROM incident_people JOIN incidents USING (incident_id)
               WHERE state = 'closed' AND back_at IS NULL AND split_into IS NULL) AS needed;

-- name: sweep_incidents
-- Silences nobody has taken up (open ones only while recent), mass incidents that go on or still have someone silent
-- in their list, and the other silences of those people. One statement, so that locks are taken in one order.
SELECT * FROM incidents
WHERE (cause = 'silence' AND state = 'pending')
   OR (cause = 'silence' AND state = 'open' AND decided_at >= %(since)s)
   OR (cause = 'silence' AND state <> 'closed' AND person_id IN
       (SELECT person_id FROM incident_people WHERE back_at IS NULL AND split_into IS NULL))
   OR (person_id IS NULL AND cause = 'mass_silence' AND (state <> 'closed' OR EXISTS (
       SELECT FROM incident_people AS p
       WHERE p.incident_id = incidents.incident_id AND p.back_at IS NULL AND p.split_into IS NULL)))
ORDER BY incident_id
FOR UPDATE;

-- name: monitored
SELECT count(DISTINCT person_id) AS people FROM activations
WHERE from_at <= %(now)s AND (to_at IS NULL OR to_at > %(now)s);

-- name: scopes
-- Regions, mobile operators and cells with enough silent people, or with a mass incident that goes on. A device's cell
-- is the one it last said it heard best.
WITH worn AS (
    SELECT DISTINCT person_id, device_id FROM activations
    WHERE from_at <= %(now)s AND (to_at IS NULL OR to_at > %(now)s)
), scoped AS (
    SELECT w.person_id, 'region:' || r.code AS scope
    FROM worn w JOIN people p USING (person_id) JOIN offices o USING (office_id)
    JOIN offices r ON r.office_id = CASE o.level WHEN 'region' THEN o.office_id ELSE o.parent_id END
    WHERE o.level <> 'republic'
    UNION
    SELECT w.person_id, 'operator:' || c.mcc || '-' || c.mnc FROM worn w JOIN device_cells c USING (device_id)
    UNION
    SELECT w.person_id, 'cell:' || c.mcc || '-' || c.mnc || '-' || c.lac || '-' || c.cell_id
    FROM worn w JOIN device_cells c USING (device_id)
)
SELECT scope, count(*) AS monitored,
       coalesce(array_agg(person_id) FILTER (WHERE person_id = ANY (%(silent)s)), '{}') AS silent
FROM scoped
GROUP BY scope
HAVING count(*) FILTER (WHERE person_id = ANY (%(silent)s)) >= %(people)s OR scope = ANY (%(living)s);

-- name: known_spots
-- Confirmed places without coverage in which these people's last fix before the silence lies.
SELECT i.incident_id, s.profile_id, s.lat, s.lon, s.radius_m, s.losses, s.longest_s, s.first_at, s.last_at,
       last.lat AS last_lat, last.lon AS last_lon
FROM unnest(%(incidents)s::bigint[], %(people)s::bigint[], %(since)s::timestamptz[])
     AS i (incident_id, person_id, since)
JOIN coverage_profiles s ON s.person_id = i.person_id AND s.state = 'confirmed' AND s.valid_to > %(now)s
CROSS JOIN LATERAL (
    SELECT f.lat, f.lon FROM activations a JOIN fixes f ON f.device_id = a.device_id
                                                       AND f.activation_id = a.activation_id
    WHERE a.person_id = i.person_id AND f.valid AND f.happened_at <= i.since
      AND f.happened_at > i.since - interval '2 hours'
    ORDER BY f.happened_at DESC LIMIT 1
) AS last
ORDER BY i.incident_id, s.longest_s DESC;

-- name: losses
-- Losses of contact that ended and were no part of a mass, with the last place known before each.
SELECT f.person_id, f.began_at, f.ended_at, last.lat, last.lon
FROM findings f
CROSS JOIN LATERAL (
    SELECT x.lat, x.lon FROM activations a JOIN fixes x ON x.device_id = a.device_id
                                                       AND x.activation_id = a.activation_id
    WHERE a.person_id = f.person_id AND x.valid AND x.happened_at <= f.began_at
      AND x.happened_at > f.began_at - interval '30 minutes'
    ORDER BY x.happened_at DESC LIMIT 1
) AS last
WHERE f.kind IN ('device_silent', 'position_lost') AND f.began_at >= %(since)s AND f.ended_at IS NOT NULL
  AND f.withdrawn_at IS NULL
  AND NOT EXISTS (SELECT FROM incident_findings g JOIN incidents i USING (incident_id)
                  WHERE g.finding_id = f.finding_id AND i.person_id IS NULL)
ORDER BY f.person_id, f.began_at;

-- name: profiles_of
SELECT person_id, lat, lon, radius_m FROM coverage_profiles WHERE person_id = ANY (%(people)s);

-- name: propose_profiles
INSERT INTO coverage_profiles (person_id, lat, lon, radius_m, losses, longest_s, first_at, last_at)
SELECT * FROM unnest(%(person_id)s::bigint[], %(lat)s::float8[], %(lon)s::float8[], %(radius_m)s::float8[],
    %(losses)s::integer[], %(longest_s)s::integer[], %(first_at)s::timestamptz[], %(last_at)s::timestamptz[]);

-- name: protected_by
SELECT DISTINCT w.protected_id, w.language
FROM protections p JOIN protected_people w USING (protected_id)
JOIN orders o ON o.person_id = p.person_id
JOIN order_versions v USING (order_id)
JOIN conditions c USING (order_version_id)
WHERE p.person_id = %(person_id)s AND c.key = %(condition)s AND c.protects = w.code AND w.channel IS NOT NULL
  AND p.consent_from <= %(now)s AND p.consent_to > %(now)s AND p.withdrawn_at IS NULL;

-- name: protected_channel
SELECT channel, language FROM protected_people WHERE protected_id = %(protected_id)s AND channel IS NOT NULL;

-- name: members
SELECT person_id, silent_since, back_at FROM incident_people
WHERE incident_id = %(incident_id)s AND split_into IS NULL
ORDER BY person_id;

-- name: join_mass
INSERT INTO incident_people (incident_id, person_id, silent_since, joined_at)
SELECT %(incident_id)s, person_id, silent_since, %(now)s
FROM unnest(%(people)s::bigint[], %(since)s::timestamptz[]) AS new (person_id, silent_since)
ON CONFLICT (incident_id, person_id) DO UPDATE SET silent_since = excluded.silent_since,
    joined_at = excluded.joined_at, back_at = NULL, split_into = NULL;

-- name: move_grounds
UPDATE incident_findings SET incident_id = %(target)s WHERE incident_id = ANY (%(sources)s);

-- name: split_off
UPDATE incident_people SET split_into = new.incident_id
FROM unnest(%(people)s::bigint[], %(incidents)s::bigint[]) AS new (person_id, incident_id)
WHERE incident_people.incident_id = %(mass)s AND incident_people.person_id = new.person_id;

-- name: grounds_of_members
-- The silences of these people among a mass incident's grounds.
SELECT f.finding_id::text, f.person_id, f.condition, f.kind, f.severity, f.began_at, f.decided_at, f.ended_at, f.withdrawn_at
FROM incident_findings AS g JOIN findings AS f USING (finding_id)
WHERE g.incident_id = %(mass)s AND f.person_id = ANY (%(people)s)
  AND g.ended_at IS NULL AND g.withdrawn_at IS NULL
ORDER BY f.person_id, f.began_at;

-- name: due
-- What a timer should have looked at by now: the safety net under the timers.
SELECT incident_id, escalate_at FROM incidents WHERE state = 'open' AND escalate_at <= %(now)s
ORDER BY incident_id
LIMIT 1000;

-- name: queue_notification
INSERT INTO notifications (incident_id, occasion, version, channel, language, title, text, created_at)
VALUES (%(incident_id)s, %(occasion)s, %(version)s, %(channel)s, %(language)s, %(title)s, %(text)s, %(now)s)
ON CONFLICT (incident_id, occasion, version, channel) DO NOTHING
RETURNING notification_id;

-- name: defer_delivery
SELECT procrastinate_defer_jobs_v1(ARRAY[
    ROW('notifications', 'deliver', 0, NULL, NULL, jsonb_build_object('notification_id', %(notification_id)s::bigint),
        now() + make_interval(secs => %(delay_s)s::float8))::procrastinate_job_to_defer_v1]);

-- name: next_notification
SELECT notification_id, channel, language, title, text, attempt FROM notifications
WHERE notification_id = %(notification_id)s AND state = 'queued'
FOR UPDATE SKIP LOCKED;

-- name: record_delivery
UPDATE notifications SET state = %(state)s, attempt = attempt + 1, error = %(error)s, tried_at = %(now)s,
    delivered_at = CASE WHEN %(state)s = 'delivered' THEN %(now)s END
WHERE notification_id = %(notification_id)s AND state = 'queued';

-- name: queued_notifications
SELECT notification_id FROM notifications
WHERE state = 'queued' AND coalesce(tried_at, created_at) < %(before)s
ORDER BY notification_id LIMIT 1000;

-- name: remember_for_undo
INSERT INTO incident_undo (incident_id, actor, action, version, taken_at, before)
VALUES (%(incident_id)s, %(actor)s, %(action)s, %(version)s, %(taken_at)s, %(before)s)
ON CONFLICT (incident_id) DO UPDATE SET actor = excluded.actor, action = excluded.action, version = excluded.version,
    taken_at = excluded.taken_at, before = excluded.before;

-- name: to_undo
SELECT actor, action, version, taken_at, before FROM incident_undo WHERE incident_id = %(incident_id)s;

-- name: forget_undo
DELETE FROM incident_undo WHERE incident_id = %(incident_id)s;

-- name: newest_thresholds
SELECT version_id, valid_from, values, written_by, reason FROM threshold_versions ORDER BY version_id DESC LIMIT 1;

-- name: threshold_history
SELECT version_id, valid_from, values, written_by, reason FROM threshold_versions ORDER BY version_id;

-- name: lock_thresholds
LOCK TABLE threshold_versions IN SHARE ROW EXCLUSIVE MODE;

-- name: write_thresholds
INSERT INTO threshold_versions (valid_from, values, written_by, reason)
VALUES (%(now)s, %(values)s, %(written_by)s, %(reason)s)
RETURNING version_id;

-- name: active_channels
SELECT channel_id, address, language, least_priority FROM notification_channels
WHERE active AND carries = 'incidents'
ORDER BY channel_id;

-- name: wearer_channels
-- The first active one of each means.
SELECT DISTINCT ON (carries) carries, name, address, language FROM notification_channels
WHERE active AND carries <> 'incidents'
ORDER BY carries, channel_id;
