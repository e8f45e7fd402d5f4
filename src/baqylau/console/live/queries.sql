-- name: monitored_now
-- Everyone who wears a device now: whose they are, and what their orders need.
SELECT a.person_id, a.device_id, a.from_at, p.office_id, f.account AS officer, needed.positions, needed.homes
FROM activations AS a
JOIN people AS p USING (person_id)
LEFT JOIN officers AS f USING (officer_id)
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(c.kind IN ('exclusion', 'inclusion', 'attendance', 'protection')), false) AS positions,
           coalesce(json_agg(pl.geometry) FILTER (WHERE c.kind = 'curfew'), '[]') AS homes
    FROM orders AS o JOIN order_versions AS v USING (order_id) JOIN conditions AS c USING (order_version_id)
    JOIN places AS pl USING (place_id)
    WHERE o.person_id = a.person_id
      AND %(now)s >= greatest(v.valid_from, v.in_force_from)
      AND %(now)s < least(v.valid_to, v.in_force_to, 'infinity')
) AS needed
WHERE a.from_at <= %(now)s AND (a.to_at IS NULL OR a.to_at > %(now)s);

-- name: newest_fixes
-- Of these devices; one index lookup each.
SELECT wanted.device_id, f.happened_at, f.visible_at, f.lat, f.lon, f.accuracy_m, f.hdop, f.source, f.speed_kmh, f.course_deg
FROM unnest(%(devices)s::bigint[]) AS wanted (device_id)
CROSS JOIN LATERAL (
    SELECT * FROM fixes WHERE device_id = wanted.device_id AND valid ORDER BY happened_at DESC, source LIMIT 1
) AS f;

-- name: newest_visible
-- An invalid fix is none, but the instant at which it became visible still shows that data flow.
SELECT max(visible_at) AS visible_at FROM unnest(%(devices)s::bigint[]) AS wanted (device_id)
CROSS JOIN LATERAL (
    SELECT visible_at FROM fixes WHERE device_id = wanted.device_id ORDER BY happened_at DESC LIMIT 1
) AS f;

-- name: visible_since
SELECT device_id, happened_at, visible_at, lat, lon, accuracy_m, hdop, source, valid, speed_kmh, course_deg
FROM fixes WHERE visible_at > %(since)s;

-- name: office_tree
SELECT office_id, parent_id FROM offices;

-- name: changed_incidents
SELECT i.*, p.name_cyrillic, p.name_latin, p.office_id, f.account AS officer,
       (SELECT count(*) FROM incident_findings AS g WHERE g.incident_id = i.incident_id) AS grounds,
       (SELECT count(*) FROM incident_people AS m
        WHERE m.incident_id = i.incident_id AND m.back_at IS NULL AND m.split_into IS NULL) AS people
FROM incidents AS i LEFT JOIN people AS p USING (person_id) LEFT JOIN officers AS f USING (officer_id)
WHERE i.incident_id = ANY (%(incidents)s::bigint[])
ORDER BY i.incident_id;

-- name: changed_findings
SELECT g.finding_id, g.person_id, g.condition, g.device_id, g.kind, g.severity, g.began_at, g.decided_at, g.ended_at,
       g.late, g.withdrawn_at, g.visible_at, g.because, p.office_id, f.account AS officer
FROM findings AS g JOIN people AS p USING (person_id) LEFT JOIN officers AS f USING (officer_id)
WHERE g.finding_id = ANY (%(findings)s::uuid[])
ORDER BY g.visible_at, g.finding_id;
