-- name: watched_incidents
-- Priority, then the one that waits longest. A shelf that is over is none.
SELECT i.*, p.name_cyrillic, p.name_latin, p.office_id,
       CASE WHEN i.shelved_until > %(now)s THEN i.shelved_until END AS shelved_until,
       (SELECT count(*) FROM incident_findings AS f WHERE f.incident_id = i.incident_id) AS grounds,
       (SELECT count(*) FROM incident_people AS m
        WHERE m.incident_id = i.incident_id AND m.back_at IS NULL AND m.split_into IS NULL) AS people
FROM incidents AS i LEFT JOIN people AS p USING (person_id)
WHERE i.state IN ('open', 'acknowledged', 'in_hand')
  AND (%(person_id)s::bigint IS NULL OR i.person_id = %(person_id)s)
  AND (i.person_id IS NULL OR sees_person(%(account_office)s, p.office_id, p.officer_id))
ORDER BY i.priority, i.began_at, i.incident_id
LIMIT %(limit)s;

-- name: standing
-- One row: how many are ordered but wear nothing, are being fitted, monitored, not reporting, and lost in a mass
-- silence. Whoever wears one device that is fitted is monitored, however many others are being fitted.
SELECT count(*) FILTER (WHERE ordered AND NOT worn AND NOT being_fitted) AS ordered_not_monitored,
       count(*) FILTER (WHERE being_fitted AND NOT worn) AS being_fitted,
       count(*) FILTER (WHERE worn) AS monitored,
       count(*) FILTER (WHERE EXISTS (
           SELECT FROM findings AS f
           WHERE f.person_id = each.person_id AND f.kind = 'device_silent' AND f.ended_at IS NULL
             AND f.withdrawn_at IS NULL) AND (worn OR being_fitted)) AS non_reporting,
       count(*) FILTER (WHERE EXISTS (
           SELECT FROM incident_people AS m JOIN incidents AS i USING (incident_id)
           WHERE m.person_id = each.person_id AND m.back_at IS NULL AND m.split_into IS NULL
             AND i.state <> 'closed')) AS blind
FROM (
    SELECT p.person_id, coalesce(w.worn, false) AS worn, coalesce(w.being_fitted, false) AS being_fitted,
           EXISTS (
               SELECT FROM orders AS o JOIN order_versions AS v USING (order_id)
               WHERE o.person_id = p.person_id AND %(now)s >= greatest(v.valid_from, v.in_force_from)
                 AND %(now)s < least(v.valid_to, v.in_force_to, 'infinity')) AS ordered
    FROM people AS p
    LEFT JOIN LATERAL (
        SELECT bool_or(f.activation_id IS NULL OR f.completed_at IS NOT NULL) AS worn,
               bool_or(f.activation_id IS NOT NULL AND f.completed_at IS NULL) AS being_fitted
        FROM activations AS a LEFT JOIN fittings AS f USING (activation_id)
        WHERE a.person_id = p.person_id AND a.from_at <= %(now)s
          AND (a.to_at IS NULL OR a.to_at > %(now)s)) AS w ON true
    WHERE sees_person(%(account_office)s, p.office_id, p.officer_id)
) AS each;

-- name: by_priority
SELECT i.priority, count(*) AS incidents, count(*) FILTER (WHERE i.state = 'open') AS unacknowledged
FROM incidents AS i LEFT JOIN people AS p USING (person_id)
WHERE i.state IN ('open', 'acknowledged', 'in_hand')
  AND (i.person_id IS NULL OR sees_person(%(account_office)s, p.office_id, p.officer_id))
GROUP BY i.priority;

-- name: my_shift
SELECT (SELECT count(*) FROM incidents WHERE owner = %(login)s AND state <> 'closed') AS mine,
       (SELECT count(*) FROM incident_events
        WHERE actor = %(login)s AND action = 'acknowledge' AND happened_at >= %(since)s) AS acknowledged_12h,
       (SELECT count(*) FROM incident_events
        WHERE actor = %(login)s AND action = 'close' AND happened_at >= %(since)s) AS closed_12h,
       (SELECT count(*) FROM handovers WHERE to_login = %(login)s AND accepted_at IS NULL) AS handed_to_me;

-- name: not_monitored
-- Ordered and not fitted, or not to the end: who has waited longest since the order began to bind comes first.
SELECT p.person_id, p.name_cyrillic, p.name_latin, p.office_id, v.number AS order_number,
       greatest(v.valid_from, v.in_force_from) AS ordered_from, w.begun_at AS fitting_since,
       CASE WHEN w.begun_at IS NULL THEN 'not_fitted' ELSE 'being_fitted' END AS standing,
       floor(extract(epoch FROM %(now)s - greatest(v.valid_from, v.in_force_from)) / 86400)::integer AS days_waiting
FROM people AS p
CROSS JOIN LATERAL (
    SELECT v.* FROM orders AS o JOIN order_versions AS v USING (order_id)
    WHERE o.person_id = p.person_id AND %(now)s >= greatest(v.valid_from, v.in_force_from)
      AND %(now)s < least(v.valid_to, v.in_force_to, 'infinity')
    ORDER BY greatest(v.valid_from, v.in_force_from) LIMIT 1
) AS v
LEFT JOIN LATERAL (
    SELECT min(f.begun_at) AS begun_at, bool_or(f.activation_id IS NULL OR f.completed_at IS NOT NULL) AS worn
    FROM activations AS a LEFT JOIN fittings AS f USING (activation_id)
    WHERE a.person_id = p.person_id AND a.from_at <= %(now)s AND (a.to_at IS NULL OR a.to_at > %(now)s)
) AS w ON true
WHERE sees_person(%(account_office)s, p.office_id, p.officer_id) AND w.worn IS NOT TRUE
ORDER BY ordered_from, p.person_id
LIMIT %(limit)s;

-- name: non_reporting
SELECT p.person_id, p.name_cyrillic, p.name_latin, p.office_id, f.device_id, d.identity, f.began_at AS since,
       (SELECT max(x.received_at) FROM fixes AS x
        WHERE x.device_id = f.device_id AND x.happened_at >= f.began_at - interval '1 day') AS heard_at
FROM findings AS f JOIN people AS p USING (person_id) LEFT JOIN devices AS d ON d.device_id = f.device_id
WHERE f.kind = 'device_silent' AND f.ended_at IS NULL AND f.withdrawn_at IS NULL
  AND sees_person(%(account_office)s, p.office_id, p.officer_id)
  AND EXISTS (
      SELECT FROM activations AS a
      WHERE a.person_id = p.person_id AND a.device_id = f.device_id AND a.from_at <= %(now)s
        AND (a.to_at IS NULL OR a.to_at > %(now)s))
ORDER BY f.began_at, p.person_id
LIMIT %(limit)s;

-- name: identity
SELECT p.person_id, p.iin, p.name_cyrillic, p.name_latin, p.language,
       json_build_object('office_id', o.office_id, 'code', o.code,
           'name', json_build_object('kk', o.name_kk, 'ru', o.name_ru, 'en', o.name_en)) AS office,
       CASE WHEN f.officer_id IS NOT NULL THEN json_build_object(
           'code', f.code, 'name_cyrillic', f.name_cyrillic, 'name_latin', f.name_latin) END AS officer
FROM people AS p JOIN offices AS o USING (office_id) LEFT JOIN officers AS f ON f.officer_id = p.officer_id
WHERE p.person_id = %(person_id)s AND sees_person(%(account_office)s, p.office_id, p.officer_id);

-- name: orders_in_force
-- Orders in force now or later, with their conditions in the published format.
SELECT v.order_id, v.version, v.number, v.court, v.ground, v.issued_on, v.valid_from, v.valid_to, v.timezone,
       greatest(v.valid_from, v.in_force_from) AS began, least(v.valid_to, v.in_force_to) AS ended,
       coalesce((
           SELECT json_agg(json_build_object(
                      'id', c.key, 'kind', c.kind,
                      'place', pl.geometry || jsonb_build_object('name', pl.name, 'timezone', pl.timezone),
                      'hours', c.hours, 'exceptions', c.exceptions, 'permitted_absences', c.permitted_absences,
                      'warning_m', c.warning_m, 'schedule', c.schedule, 'limit_mg_l', c.limit_mg_l,
                      'tolerance_mg_l', c.tolerance_mg_l, 'way', c.way, 'protects', c.protects,
                      'distance_m', c.distance_m) ORDER BY c.ordinal)
           FROM conditions AS c LEFT JOIN places AS pl USING (place_id)
           WHERE c.order_version_id = v.order_version_id), '[]') AS conditions
FROM orders AS o JOIN order_versions AS v USING (order_id)
WHERE o.person_id = %(person_id)s
  AND greatest(v.valid_from, v.in_force_from) < least(v.valid_to, v.in_force_to, 'infinity')
  AND %(now)s < least(v.valid_to, v.in_force_to, 'infinity')
ORDER BY began, v.order_id;

-- name: worn_now
SELECT a.activation_id, a.device_id, d.identity, d.kind, d.model, d.protocol, d.state, a.from_at,
       EXISTS (SELECT FROM fittings AS f
               WHERE f.activation_id = a.activation_id AND f.completed_at IS NULL) AS being_fitted,
       greatest(x.received_at, s.received_at) AS heard_at, b.detail AS battery, b.happened_at AS battery_at,
       st.detail AS strap, c.detail AS case_state, curve.readings
FROM activations AS a JOIN devices AS d USING (device_id)
LEFT JOIN LATERAL (
    SELECT received_at FROM fixes WHERE device_id = a.device_id AND happened_at >= a.from_at
    ORDER BY happened_at DESC LIMIT 1) AS x ON true
LEFT JOIN LATERAL (
    SELECT received_at FROM signals WHERE device_id = a.device_id AND happened_at >= a.from_at
    ORDER BY happened_at DESC LIMIT 1) AS s ON true
LEFT JOIN LATERAL (
    SELECT detail, happened_at FROM signals
    WHERE device_id = a.device_id AND happened_at >= greatest(a.from_at, %(recent)s) AND kind = 'battery'
    ORDER BY happened_at DESC LIMIT 1) AS b ON true
LEFT JOIN LATERAL (
    SELECT detail FROM signals
    WHERE device_id = a.device_id AND happened_at >= greatest(a.from_at, %(recent)s) AND kind = 'strap'
    ORDER BY happened_at DESC LIMIT 1) AS st ON true
LEFT JOIN LATERAL (
    SELECT detail FROM signals
    WHERE device_id = a.device_id AND happened_at >= greatest(a.from_at, %(recent)s) AND kind = 'case'
    ORDER BY happened_at DESC LIMIT 1) AS c ON true
CROSS JOIN battery_readings(a.device_id, a.from_at, %(now)s) AS curve (readings)
WHERE a.person_id = %(person_id)s AND a.from_at <= %(now)s AND (a.to_at IS NULL OR a.to_at > %(now)s)
ORDER BY a.from_at, a.activation_id;

-- name: located
-- What the devices worn now were asked since they are worn.
SELECT c.command_id, c.device_id, c.kind, c.state, c.asked_at, c.expires_at, c.attempts, c.sent_at, c.settled_at,
       c.reason, c.asked_by
FROM activations AS a JOIN commands AS c ON c.device_id = a.device_id AND c.activation_id = a.activation_id
WHERE a.person_id = %(person_id)s AND a.from_at <= %(now)s AND (a.to_at IS NULL OR a.to_at > %(now)s)
  AND c.kind = 'locate'
ORDER BY c.command_id DESC
LIMIT 3;

-- name: newest_fix
SELECT f.happened_at, f.received_at, f.visible_at, f.lat, f.lon, f.accuracy_m, f.hdop, f.speed_kmh, f.course_deg, f.source
FROM activations AS a
CROSS JOIN LATERAL (
    SELECT * FROM fixes WHERE device_id = a.device_id AND happened_at >= a.from_at AND valid
    ORDER BY happened_at DESC, source LIMIT 1) AS f
WHERE a.person_id = %(person_id)s AND a.from_at <= %(now)s AND (a.to_at IS NULL OR a.to_at > %(now)s)
ORDER BY f.happened_at DESC
LIMIT 1;

-- name: timeline
-- Findings and incidents of one person by when they began, newest first.
SELECT * FROM (
    SELECT f.began_at AS at, 'finding' AS type, f.finding_id::text AS id
    FROM findings AS f WHERE f.person_id = %(person_id)s
    UNION ALL
    SELECT i.began_at, 'incident', lpad(i.incident_id::text, 20, '0') FROM incidents AS i WHERE i.person_id = %(person_id)s
) AS entries
WHERE %(before_at)s::timestamptz IS NULL OR (at, type, id) < (%(before_at)s, %(before_type)s, %(before_id)s)
ORDER BY at DESC, type DESC, id DESC
LIMIT %(limit)s;

-- name: findings_named
SELECT finding_id, person_id, condition, device_id, kind, severity, began_at, decided_at, ended_at, late, withdrawn_at,
       visible_at, because
FROM findings WHERE finding_id = ANY (%(ids)s::uuid[]);

-- name: incidents_named
SELECT i.*, p.name_cyrillic, p.name_latin, 0 AS people,
       (SELECT count(*) FROM incident_findings AS f WHERE f.incident_id = i.incident_id) AS grounds
FROM incidents AS i JOIN people AS p USING (person_id) WHERE i.incident_id = ANY (%(ids)s::bigint[]);
