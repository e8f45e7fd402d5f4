-- name: test_requests
SELECT t.request, t.condition, t.kind, t.origin, t.due_at, t.until_at, t.reached_at, t.failed_at, t.asked_by, d.identity
FROM test_requests AS t LEFT JOIN devices AS d USING (device_id)
WHERE t.person_id = %(person_id)s AND t.due_at >= %(since)s
ORDER BY t.due_at DESC, t.request
LIMIT 500;

-- name: test_results
SELECT s.kind, s.happened_at, s.received_at, s.detail, d.identity, c.valid_to
FROM activations AS a
JOIN devices AS d USING (device_id)
JOIN signals AS s ON s.device_id = a.device_id AND s.happened_at >= greatest(a.from_at, %(since)s)
     AND (a.to_at IS NULL OR s.happened_at < a.to_at)
LEFT JOIN calibrations_counting AS c ON c.device_id = a.device_id AND c.serial = s.detail ->> 'calibration'
WHERE a.person_id = %(person_id)s AND s.kind IN ('breath_result', 'check_in_result')
      AND d.kind IN ('breath_unit', 'audiovisual_unit', 'phone')
ORDER BY s.happened_at DESC
LIMIT 500;

-- name: test_findings
SELECT kind, condition, began_at, ended_at FROM findings
WHERE person_id = %(person_id)s AND withdrawn_at IS NULL AND began_at >= %(since)s
      AND (kind LIKE 'breath\_%%' OR kind LIKE 'check\_in\_%%' OR kind LIKE 'alcohol\_%%');

-- name: conditions_to_ask_by
-- Those that a test can be asked for by now.
SELECT c.key AS condition, c.kind, c.way, c.limit_mg_l, c.tolerance_mg_l,
       (c.schedule ->> 'answer_minutes')::integer AS answer_minutes
FROM orders AS o JOIN order_versions AS v USING (order_id) JOIN conditions AS c USING (order_version_id)
WHERE o.person_id = %(person_id)s AND c.schedule IS NOT NULL
      AND greatest(v.in_force_from, v.valid_from) <= %(now)s
      AND %(now)s < least(v.in_force_to, v.valid_to, 'infinity')
ORDER BY o.order_id, c.ordinal;

-- name: test_asked
SELECT until_at, command_id FROM test_requests WHERE request = %(request)s;
