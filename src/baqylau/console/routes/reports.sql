-- name: compliance
-- A condition-day is a day (UTC) on which a condition was in force; a breach day is one on which a breach began.
-- confirmed: breaches whose incident an officer closed as one.
WITH bound AS (
    SELECT p.office_id, p.person_id, c.key, c.kind, day::date AS day
    FROM people AS p JOIN orders AS o USING (person_id) JOIN order_versions AS v USING (order_id)
    JOIN conditions AS c USING (order_version_id)
    CROSS JOIN LATERAL generate_series(
        date_trunc('day', greatest(v.valid_from, v.in_force_from, %(from)s), 'UTC'),
        least(v.valid_to, v.in_force_to, %(to)s) - interval '1 microsecond', interval '1 day') AS day
    WHERE greatest(v.valid_from, v.in_force_from) < least(v.valid_to, v.in_force_to, %(to)s)
      AND sees_person(%(account_office)s, p.office_id, p.officer_id)
      AND (%(office_id)s::bigint IS NULL OR sees_office(%(office_id)s, p.office_id))
), days AS (
    SELECT DISTINCT office_id, person_id, key, kind, day FROM bound
), breaches AS (
    SELECT f.person_id, f.condition AS key, (f.began_at AT TIME ZONE 'UTC')::date AS day, count(*) AS breaches,
           count(*) FILTER (WHERE i.disposition = 'breach_confirmed') AS confirmed
    FROM findings AS f LEFT JOIN incident_findings AS g USING (finding_id) LEFT JOIN incidents AS i USING (incident_id)
    WHERE f.began_at >= %(from)s AND f.began_at < %(to)s AND f.withdrawn_at IS NULL AND f.condition IS NOT NULL
      AND f.kind <> 'exclusion_approach'
    GROUP BY 1, 2, 3
)
SELECT d.office_id, o.code AS office, d.kind, count(DISTINCT d.person_id) AS people,
       count(DISTINCT (d.person_id, d.key)) AS conditions, count(*) AS condition_days,
       coalesce(sum(b.breaches), 0)::bigint AS breaches, count(b.day) AS breach_days,
       coalesce(sum(b.confirmed), 0)::bigint AS confirmed,
       1 - count(b.day) / count(*)::double precision AS kept_share
FROM days AS d JOIN offices AS o USING (office_id) LEFT JOIN breaches AS b USING (person_id, key, day)
GROUP BY d.office_id, o.code, d.kind
ORDER BY o.code, d.kind;

-- name: incidents
SELECT p.office_id, o.code AS office, i.kind, i.priority, count(*) AS incidents,
       count(*) FILTER (WHERE i.state = 'closed') AS closed, count(*) FILTER (WHERE i.state <> 'closed') AS open,
       count(*) FILTER (WHERE i.disposition = 'false_alarm') AS false_alarm,
       count(*) FILTER (WHERE i.disposition = 'technical') AS technical,
       count(*) FILTER (WHERE i.disposition = 'breach_confirmed') AS breach_confirmed,
       percentile_cont(0.5) WITHIN GROUP (
           ORDER BY extract(epoch FROM i.acknowledged_at - i.opened_at)::double precision) AS median_acknowledge_s,
       percentile_cont(0.5) WITHIN GROUP (
           ORDER BY extract(epoch FROM i.closed_at - i.opened_at)::double precision) AS median_close_s
FROM incidents AS i LEFT JOIN people AS p USING (person_id) LEFT JOIN offices AS o USING (office_id)
WHERE i.opened_at >= %(from)s AND i.opened_at < %(to)s
  AND (i.person_id IS NULL OR sees_person(%(account_office)s, p.office_id, p.officer_id))
  AND (%(office_id)s::bigint IS NULL OR sees_office(%(office_id)s, p.office_id))
GROUP BY p.office_id, o.code, i.kind, i.priority
ORDER BY o.code, i.priority, i.kind;

-- name: devices
WITH worn AS (
    SELECT a.device_id, a.activation_id, greatest(a.from_at, %(from)s) AS begins, least(a.to_at, %(to)s) AS ends
    FROM activations AS a JOIN people AS p USING (person_id)
    WHERE a.from_at < %(to)s AND (a.to_at IS NULL OR a.to_at > %(from)s)
      AND sees_person(%(account_office)s, p.office_id, p.officer_id)
      AND (%(office_id)s::bigint IS NULL OR sees_office(%(office_id)s, p.office_id))
), each AS (
    SELECT w.device_id, extract(epoch FROM w.ends - w.begins) / 86400 AS worn_days, f.*, g.*
    FROM worn AS w
    CROSS JOIN LATERAL (
        SELECT count(*) AS fixes, count(*) FILTER (WHERE valid) AS valid, count(*) FILTER (WHERE archived) AS archived,
               percentile_cont(0.5) WITHIN GROUP (
                   ORDER BY extract(epoch FROM received_at - happened_at)::double precision) AS lag_s
        FROM fixes WHERE device_id = w.device_id AND happened_at >= w.begins AND happened_at < w.ends) AS f
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE kind = 'device_silent') AS silences,
               count(*) FILTER (WHERE kind IN ('strap_opened', 'case_opened', 'tamper', 'jamming')) AS tampers
        FROM findings WHERE device_id = w.device_id AND began_at >= w.begins AND began_at < w.ends
          AND withdrawn_at IS NULL) AS g
)
SELECT d.kind AS device_kind, d.model, d.protocol, count(DISTINCT e.device_id) AS devices,
       round(sum(e.worn_days), 2)::double precision AS worn_days, sum(e.fixes)::bigint AS fixes,
       (sum(e.valid) / nullif(sum(e.fixes), 0))::double precision AS valid_share,
       (sum(e.archived) / nullif(sum(e.fixes), 0))::double precision AS archived_share,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY e.lag_s) AS median_lag_s,
       sum(e.silences)::bigint AS silences, sum(e.tampers)::bigint AS tampers
FROM each AS e JOIN devices AS d USING (device_id)
GROUP BY d.kind, d.model, d.protocol
ORDER BY d.kind, d.model, d.protocol;
