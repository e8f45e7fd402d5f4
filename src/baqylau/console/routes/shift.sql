-- name: operators
-- Steps of people within the span, and the busiest ten minutes of each.
WITH acts AS (
    SELECT e.actor, e.action, floor(extract(epoch FROM e.happened_at) / 600) AS slot, e.incident_id
    FROM incident_events AS e JOIN incidents AS i USING (incident_id) LEFT JOIN people AS p USING (person_id)
    WHERE e.actor <> 'system' AND e.happened_at >= %(from)s AND e.happened_at < %(to)s
      AND (i.person_id IS NULL OR sees_person(%(account_office)s, p.office_id, p.officer_id))
      AND (%(office_id)s::bigint IS NULL OR sees_office(%(office_id)s, p.office_id))
), slots AS (
    SELECT actor, count(DISTINCT incident_id) AS incidents FROM acts GROUP BY actor, slot
)
SELECT actor AS login, count(*) FILTER (WHERE action = 'acknowledge') AS acknowledged,
       count(*) FILTER (WHERE action = 'close') AS closed,
       (SELECT max(incidents) FROM slots WHERE slots.actor = acts.actor) AS busiest_10min
FROM acts GROUP BY actor ORDER BY actor;

-- name: arrivals
SELECT (floor(extract(epoch FROM i.opened_at) / 600) * 600000)::bigint AS time_ms, count(*) AS incidents
FROM incidents AS i LEFT JOIN people AS p USING (person_id)
WHERE i.opened_at >= %(from)s AND i.opened_at < %(to)s
  AND (i.person_id IS NULL OR sees_person(%(account_office)s, p.office_id, p.officer_id))
  AND (%(office_id)s::bigint IS NULL OR sees_office(%(office_id)s, p.office_id))
GROUP BY 1 ORDER BY 1;

-- name: stale
SELECT i.incident_id, i.kind, i.priority, i.began_at, i.owner, count(*) OVER () AS stale_count
FROM incidents AS i LEFT JOIN people AS p USING (person_id)
WHERE i.state IN ('open', 'acknowledged', 'in_hand') AND i.opened_at < %(stale_before)s
  AND (i.person_id IS NULL OR sees_person(%(account_office)s, p.office_id, p.officer_id))
  AND (%(office_id)s::bigint IS NULL OR sees_office(%(office_id)s, p.office_id))
ORDER BY i.priority, i.began_at LIMIT 100;

-- name: top_causes
SELECT split_part(i.cause, ':', 1) AS cause, count(*) AS incidents,
       count(*) / sum(count(*)) OVER ()::double precision AS share
FROM incidents AS i LEFT JOIN people AS p USING (person_id)
WHERE i.opened_at >= %(from)s AND i.opened_at < %(to)s
  AND (i.person_id IS NULL OR sees_person(%(account_office)s, p.office_id, p.officer_id))
  AND (%(office_id)s::bigint IS NULL OR sees_office(%(office_id)s, p.office_id))
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10;

-- name: false_share
-- What people closed: false are false alarms and technical causes.
SELECT i.kind, count(*) AS closed, count(*) FILTER (WHERE i.disposition IN ('false_alarm', 'technical')) AS "false",
       avg((i.disposition IN ('false_alarm', 'technical'))::int)::double precision AS share
FROM incidents AS i LEFT JOIN people AS p USING (person_id)
WHERE i.closed_at >= %(from)s AND i.closed_at < %(to)s
  AND i.disposition IN ('breach_confirmed', 'permitted', 'explained', 'technical', 'false_alarm')
  AND (i.person_id IS NULL OR sees_person(%(account_office)s, p.office_id, p.officer_id))
  AND (%(office_id)s::bigint IS NULL OR sees_office(%(office_id)s, p.office_id))
GROUP BY i.kind ORDER BY i.kind;

-- name: delays
-- From opening to the first acknowledgement, and to the closing by a person; seconds.
WITH firsts AS (
    SELECT incident_id, min(happened_at) FILTER (WHERE action IN ('acknowledge', 'take')) AS acknowledged_at,
           max(happened_at) FILTER (WHERE action = 'close') AS closed_at
    FROM incident_events WHERE actor <> 'system' AND happened_at >= %(from)s AND happened_at < %(to)s
    GROUP BY incident_id
), spans AS (
    SELECT extract(epoch FROM f.acknowledged_at - i.opened_at)::double precision AS acknowledge_s,
           extract(epoch FROM f.closed_at - i.opened_at)::double precision AS close_s
    FROM firsts AS f JOIN incidents AS i USING (incident_id) LEFT JOIN people AS p USING (person_id)
    WHERE (i.person_id IS NULL OR sees_person(%(account_office)s, p.office_id, p.officer_id))
      AND (%(office_id)s::bigint IS NULL OR sees_office(%(office_id)s, p.office_id))
)
SELECT count(acknowledge_s) AS acknowledge_n, count(close_s) AS close_n,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY acknowledge_s) AS acknowledge_median,
       percentile_cont(0.95) WITHIN GROUP (ORDER BY acknowledge_s) AS acknowledge_p95,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY close_s) AS close_median,
       percentile_cont(0.95) WITHIN GROUP (ORDER BY close_s) AS close_p95
FROM spans;

-- name: handed
SELECT i.incident_id, i.version, i.priority, i.kind, i.person_id, i.state, i.owner, i.began_at
FROM incidents AS i LEFT JOIN people AS p USING (person_id)
WHERE i.state IN ('open', 'acknowledged', 'in_hand')
  AND (i.person_id IS NULL OR sees_person(%(account_office)s, p.office_id, p.officer_id))
ORDER BY i.priority, i.began_at, i.incident_id;

-- name: watcher
SELECT login FROM accounts
WHERE login = %(login)s AND disabled_at IS NULL AND role IN ('operator', 'officer', 'supervisor');

-- name: successors
SELECT a.login, a.role, o.code AS office FROM accounts AS a LEFT JOIN offices AS o USING (office_id)
WHERE a.disabled_at IS NULL AND a.role IN ('operator', 'officer', 'supervisor') AND a.login <> %(login)s
  AND (%(account_office)s::bigint IS NULL OR a.office_id IS NULL
       OR sees_office(%(account_office)s, a.office_id) OR sees_office(a.office_id, %(account_office)s))
ORDER BY a.login;

-- name: add_handover
INSERT INTO handovers (office_id, made_at, from_login, to_login, note, list, sha256)
VALUES (%(office_id)s, %(made_at)s, %(from_login)s, %(to_login)s, %(note)s, %(list)s, %(sha256)s)
RETURNING *;

-- name: handovers
SELECT * FROM handovers
WHERE from_login = %(login)s OR to_login = %(login)s
   OR (%(all)s AND (%(account_office)s::bigint IS NULL OR sees_office(%(account_office)s, office_id)))
ORDER BY handover_id DESC LIMIT %(limit)s;

-- name: accept_handover
UPDATE handovers SET accepted_at = %(now)s
WHERE handover_id = %(handover_id)s AND to_login = %(login)s AND accepted_at IS NULL
RETURNING *;
