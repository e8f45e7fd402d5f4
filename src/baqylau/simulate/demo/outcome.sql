-- name: fixes_stored
SELECT count(*) FROM fixes;

-- name: incidents
SELECT kind, count(*) FROM incidents WHERE decided_at <= to_timestamp(%(until_ms)s / 1000.0)
GROUP BY kind ORDER BY count(*) DESC, kind;

-- name: findings
SELECT kind, count(*), count(withdrawn_at) FROM findings WHERE decided_at <= to_timestamp(%(until_ms)s / 1000.0)
GROUP BY kind ORDER BY count(*) DESC, kind;

-- name: times_of_device
SELECT (extract(epoch FROM f.happened_at) * 1000)::bigint
FROM fixes AS f JOIN devices AS d USING (device_id)
WHERE d.identity = %(identity)s;

-- name: receipt_to_commit
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY took), percentile_disc(0.99) WITHIN GROUP (ORDER BY took), max(took)
FROM (SELECT (extract(epoch FROM visible_at - received_at) * 1000)::float8 AS took FROM fixes) AS each;

-- name: people
SELECT person_id FROM people ORDER BY person_id;

-- name: ids_of
SELECT iin, person_id FROM people WHERE iin = ANY(%(iins)s);

-- name: absences_found
SELECT p.iin, (extract(epoch FROM f.began_at) * 1000)::bigint
FROM findings AS f JOIN people AS p USING (person_id)
WHERE f.kind LIKE 'curfew%%' AND f.withdrawn_at IS NULL;

-- name: findings_of
SELECT p.iin, f.finding_id::text, f.person_id, f.condition, f.kind, f.severity,
       (extract(epoch FROM f.began_at) * 1000)::bigint, (extract(epoch FROM f.decided_at) * 1000)::bigint,
       (extract(epoch FROM f.ended_at) * 1000)::bigint
FROM findings AS f JOIN people AS p USING (person_id)
WHERE p.iin = ANY(%(iins)s) AND f.withdrawn_at IS NULL;

-- name: messages_of_device
SELECT sha256(f.raw) FROM frames AS f JOIN devices AS d USING (device_id) WHERE d.identity = %(identity)s;

-- name: tests_asked
SELECT p.iin, t.request, CASE t.kind WHEN 'breath_test' THEN 'alcohol' ELSE 'check_in' END, t.origin,
       (extract(epoch FROM t.due_at) * 1000)::bigint, (extract(epoch FROM t.reached_at) * 1000)::bigint
FROM test_requests AS t JOIN people AS p USING (person_id)
WHERE p.iin = ANY(%(iins)s) AND t.origin IN ('random', 'on_demand')
ORDER BY t.due_at;
