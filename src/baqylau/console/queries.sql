-- name: list_incidents
-- The most urgent first, among equals the newest. after_priority, after_id: where the page before ended.
SELECT i.*, p.name_cyrillic, p.name_latin, p.office_id,
       (SELECT count(*) FROM incident_findings AS f WHERE f.incident_id = i.incident_id) AS grounds,
       (SELECT count(*) FROM incident_people AS m
        WHERE m.incident_id = i.incident_id AND m.back_at IS NULL AND m.split_into IS NULL) AS people
FROM incidents AS i LEFT JOIN people AS p USING (person_id)
WHERE i.state = ANY (%(states)s)
  AND (%(person_id)s::bigint IS NULL OR i.person_id = %(person_id)s)
  AND (%(priority)s::smallint IS NULL OR i.priority <= %(priority)s)
  AND (%(cause)s::text IS NULL OR split_part(i.cause, ':', 1) = %(cause)s)
  AND (%(owner)s::text IS NULL OR i.owner = %(owner)s)
  AND (%(after_id)s::bigint IS NULL OR i.priority > %(after_priority)s
       OR (i.priority = %(after_priority)s AND i.incident_id < %(after_id)s))
  AND (i.person_id IS NULL OR sees_person(%(account_office)s, p.office_id, p.officer_id))
ORDER BY i.priority, i.incident_id DESC
LIMIT %(limit)s;

-- name: one_incident
SELECT i.*, p.name_cyrillic, p.name_latin, p.office_id,
       (SELECT count(*) FROM incident_findings AS f WHERE f.incident_id = i.incident_id) AS grounds,
       (SELECT count(*) FROM incident_people AS m
        WHERE m.incident_id = i.incident_id AND m.back_at IS NULL AND m.split_into IS NULL) AS people
FROM incidents AS i LEFT JOIN people AS p USING (person_id)
WHERE i.incident_id = %(incident_id)s
  AND (i.person_id IS NULL OR sees_person(%(account_office)s, p.office_id, p.officer_id));

-- name: history
SELECT version, happened_at, actor, action, from_state, to_state, note, detail
FROM incident_events WHERE incident_id = %(incident_id)s ORDER BY event_id;

-- name: grounds
-- Of a mass incident only those of people whose office the account sees.
SELECT f.finding_id, f.person_id, f.condition, f.device_id, f.kind, f.severity, f.began_at, f.decided_at, f.ended_at,
       f.late, f.withdrawn_at, f.visible_at, f.because
FROM incident_findings AS g JOIN findings AS f USING (finding_id) JOIN people AS p USING (person_id)
WHERE g.incident_id = %(incident_id)s
  AND sees_person(%(account_office)s, p.office_id, p.officer_id)
ORDER BY f.began_at, f.finding_id
LIMIT 1000;

-- name: told
SELECT occasion, version, channel, language, title, state, attempt, error, created_at, delivered_at
FROM notifications WHERE incident_id = %(incident_id)s ORDER BY notification_id;

-- name: people_of_mass
SELECT m.person_id, p.name_cyrillic, p.name_latin, m.silent_since, m.back_at, m.split_into
FROM incident_people AS m JOIN people AS p USING (person_id)
WHERE m.incident_id = %(incident_id)s
  AND sees_person(%(account_office)s, p.office_id, p.officer_id)
ORDER BY m.back_at NULLS FIRST, m.silent_since, m.person_id;

-- name: possible_owner
-- An officer only of an incident in the own caseload.
SELECT login, role FROM accounts
WHERE login = %(login)s AND disabled_at IS NULL
  AND (office_id IS NULL OR %(office_id)s::bigint IS NULL OR sees_office(office_id, %(office_id)s))
  AND (role <> 'officer' OR %(person_id)s::bigint IS NULL
       OR EXISTS (SELECT FROM people AS p JOIN officers AS f USING (officer_id)
                  WHERE p.person_id = %(person_id)s AND f.account = login));

-- name: possible_owners
-- Whom `possible_owner` would take, but whoever has it now.
SELECT a.login, a.role, o.code AS office FROM accounts AS a LEFT JOIN offices AS o USING (office_id)
WHERE a.disabled_at IS NULL AND a.role = ANY(%(roles)s) AND a.login IS DISTINCT FROM %(owner)s::text
  AND (a.office_id IS NULL OR %(office_id)s::bigint IS NULL OR sees_office(a.office_id, %(office_id)s))
  AND (a.role <> 'officer' OR %(person_id)s::bigint IS NULL
       OR EXISTS (SELECT FROM people AS p JOIN officers AS f USING (officer_id)
                  WHERE p.person_id = %(person_id)s AND f.account = a.login))
ORDER BY a.login;

-- name: list_findings
SELECT f.finding_id, f.person_id, f.condition, f.device_id, f.kind, f.severity, f.began_at, f.decided_at, f.ended_at,
       f.late, f.withdrawn_at, f.visible_at, f.because
FROM findings AS f JOIN people AS p USING (person_id)
WHERE (%(person_id)s::bigint IS NULL OR f.person_id = %(person_id)s)
  AND (%(kind)s::text IS NULL OR f.kind = %(kind)s)
  AND (%(withdrawn)s::boolean IS NULL OR (f.withdrawn_at IS NOT NULL) = %(withdrawn)s)
  AND (%(from)s::timestamptz IS NULL OR f.began_at >= %(from)s)
  AND (%(to)s::timestamptz IS NULL OR f.began_at < %(to)s)
  AND (%(before_visible)s::timestamptz IS NULL
       OR (f.visible_at, f.finding_id) < (%(before_visible)s, %(before_id)s::uuid))
  AND sees_person(%(account_office)s, p.office_id, p.officer_id)
ORDER BY f.visible_at DESC, f.finding_id DESC
LIMIT %(limit)s;

-- name: one_finding
SELECT f.finding_id, f.person_id, f.condition, f.device_id, f.kind, f.severity, f.began_at, f.decided_at, f.ended_at,
       f.late, f.withdrawn_at, f.visible_at, f.because
FROM findings AS f JOIN people AS p USING (person_id)
WHERE f.finding_id = %(finding_id)s
  AND sees_person(%(account_office)s, p.office_id, p.officer_id);

-- name: person_seen
SELECT person_id FROM people
WHERE person_id = %(person_id)s
  AND sees_person(%(account_office)s, office_id, officer_id);

-- name: periods_with_positions
-- When, between two instants, an order of this person had a condition that cannot be judged without positions.
SELECT lower(period) AS begins, upper(period) AS ends
FROM unnest((
    SELECT range_agg(tstzrange(greatest(v.valid_from, v.in_force_from), least(v.valid_to, v.in_force_to))
                     * tstzrange(%(from)s, %(to)s))
    FROM orders AS o JOIN order_versions AS v USING (order_id)
    WHERE o.person_id = %(person_id)s
      AND greatest(v.valid_from, v.in_force_from) < least(v.valid_to, v.in_force_to, 'infinity')
      AND EXISTS (SELECT FROM conditions AS c WHERE c.order_version_id = v.order_version_id
                  AND c.kind IN ('exclusion', 'inclusion', 'attendance', 'protection')))) AS period
WHERE NOT isempty(period);

-- name: track
SELECT f.happened_at, f.lat, f.lon, f.accuracy_m, f.speed_kmh, f.source, f.archived
FROM unnest(%(begins)s::timestamptz[], %(ends)s::timestamptz[]) AS period (begins, ends)
JOIN activations AS a ON a.person_id = %(person_id)s AND a.from_at < period.ends
    AND (a.to_at IS NULL OR a.to_at > period.begins)
CROSS JOIN LATERAL (
    SELECT * FROM fixes
    WHERE device_id = a.device_id AND valid
      AND happened_at >= greatest(a.from_at, period.begins)
      AND happened_at < least(a.to_at, period.ends)
) AS f
ORDER BY f.happened_at, f.device_id, f.source
LIMIT %(limit)s;

-- name: last_positions
-- A position is given only while an order has a condition that needs positions; contact is given to all.
SELECT a.activation_id, a.person_id, a.device_id, d.identity, p.name_cyrillic, p.name_latin, needed.positions,
       f.happened_at, f.received_at, f.visible_at, f.lat, f.lon, f.accuracy_m, f.speed_kmh, f.source,
       greatest(f.received_at, s.received_at) AS heard_at
FROM activations AS a
JOIN people AS p USING (person_id)
JOIN devices AS d USING (device_id)
CROSS JOIN LATERAL (
    SELECT EXISTS (
        SELECT FROM orders AS o JOIN order_versions AS v USING (order_id) JOIN conditions AS c USING (order_version_id)
        WHERE o.person_id = a.person_id AND c.kind IN ('exclusion', 'inclusion', 'attendance', 'protection')
          AND %(now)s >= greatest(v.valid_from, v.in_force_from)
          AND %(now)s < least(v.valid_to, v.in_force_to, 'infinity')) AS positions
) AS needed
LEFT JOIN LATERAL (
    SELECT * FROM fixes
    WHERE device_id = a.device_id AND happened_at >= a.from_at AND valid
    ORDER BY happened_at DESC, source LIMIT 1
) AS f ON true
LEFT JOIN LATERAL (
    SELECT received_at FROM signals
    WHERE device_id = a.device_id AND happened_at >= a.from_at
    ORDER BY happened_at DESC LIMIT 1
) AS s ON true
WHERE a.from_at <= %(now)s AND (a.to_at IS NULL OR a.to_at > %(now)s)
  AND a.activation_id > %(after)s
  AND (%(person_id)s::bigint IS NULL OR a.person_id = %(person_id)s)
  AND sees_person(%(account_office)s, p.office_id, p.officer_id)
ORDER BY a.activation_id
LIMIT %(limit)s;

-- name: list_quarantine
SELECT quarantine_id, received_at, protocol, transport, peer, device, reason, field, byte_offset,
       length(raw) AS bytes, encode(substring(raw FROM 1 FOR 512), 'hex') AS raw_hex
FROM quarantine
WHERE (%(before)s::bigint IS NULL OR quarantine_id < %(before)s)
  AND (%(protocol)s::text IS NULL OR protocol = %(protocol)s)
  AND (%(device)s::text IS NULL OR device = %(device)s)
ORDER BY quarantine_id DESC
LIMIT %(limit)s;

-- name: one_quarantined
SELECT quarantine_id, received_at, protocol, transport, peer, device, reason, field, byte_offset,
       length(raw) AS bytes, encode(raw, 'hex') AS raw_hex
FROM quarantine WHERE quarantine_id = %(quarantine_id)s;

-- name: refused_devices
SELECT identity, protocol, first_seen_at, last_seen_at, times, last_peer FROM refused_devices
ORDER BY last_seen_at DESC, identity, protocol
LIMIT %(limit)s OFFSET %(offset)s;

-- name: incidents_by_priority
SELECT priority, state, count(*) AS incidents FROM incidents WHERE state <> 'closed' GROUP BY priority, state;

-- name: closed_by_disposition
SELECT disposition, count(*) AS incidents FROM incidents WHERE state = 'closed' GROUP BY disposition;

-- name: findings_by_kind
SELECT kind, count(*) AS findings, count(withdrawn_at) AS withdrawn FROM findings GROUP BY kind;

-- name: table_sizes
-- Estimates, as the statistics have them: counting the fixes of a year takes minutes.
SELECT relname AS name, n_live_tup AS rows FROM pg_stat_user_tables
WHERE relname IN ('fixes', 'frames', 'signals', 'findings', 'incidents', 'quarantine', 'notifications');

-- name: newest_visible
-- Of the devices worn now; one index lookup a device.
SELECT max(f.visible_at) AS visible_at, max(f.received_at) AS received_at
FROM activations AS a
CROSS JOIN LATERAL (
    SELECT visible_at, received_at FROM fixes WHERE device_id = a.device_id ORDER BY happened_at DESC LIMIT 1
) AS f
WHERE a.to_at IS NULL OR a.to_at > %(now)s;

-- name: people_counts
SELECT count(*) FILTER (WHERE ordered AND NOT worn) AS ordered_not_monitored,
       count(*) FILTER (WHERE worn) AS monitored,
       count(*) FILTER (WHERE worn AND NOT ordered) AS monitored_without_order
FROM (
    SELECT EXISTS (
               SELECT FROM orders AS o JOIN order_versions AS v USING (order_id)
               WHERE o.person_id = p.person_id AND %(now)s >= greatest(v.valid_from, v.in_force_from)
                 AND %(now)s < least(v.valid_to, v.in_force_to, 'infinity')) AS ordered,
           EXISTS (
               SELECT FROM activations AS a
               WHERE a.person_id = p.person_id AND a.from_at <= %(now)s
                 AND (a.to_at IS NULL OR a.to_at > %(now)s)) AS worn
    FROM people AS p
) AS each;

-- name: restarts
SELECT process, count(*) AS restarts FROM process_restarts GROUP BY process;

-- name: counters
SELECT process, name, value FROM process_counters ORDER BY process, name;

-- name: notifications_by_state
SELECT state, count(*) AS notifications FROM notifications GROUP BY state;

-- name: reminders_by_state
SELECT means, state, count(*) AS reminders FROM battery_reminders WHERE state IS NOT NULL GROUP BY means, state;
