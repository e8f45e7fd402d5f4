-- name: conditions_of_tests
-- Every condition with a schedule that binds somebody now.
SELECT c.condition_id, o.person_id
FROM conditions c
JOIN order_versions v USING (order_version_id)
JOIN orders o USING (order_id)
WHERE c.schedule IS NOT NULL
      AND greatest(v.in_force_from, v.valid_from) <= %(now)s
      AND %(now)s < least(v.in_force_to, v.valid_to, 'infinity')

-- name: terms_of_tests
SELECT c.condition_id, v.timezone, encode(t.seed, 'hex') AS seed, json_build_object(
           'id', c.key, 'kind', c.kind, 'exceptions', c.exceptions, 'permitted_absences', c.permitted_absences,
           'schedule', c.schedule, 'limit_mg_l', c.limit_mg_l, 'tolerance_mg_l', c.tolerance_mg_l, 'way', c.way) AS terms
FROM conditions c
JOIN order_versions v USING (order_version_id)
JOIN test_seeds t ON t.order_id = v.order_id AND t.key = c.key
WHERE c.condition_id = ANY(%(conditions)s)

-- name: second_tests_awaited
-- Positive tests whose second one nobody asked for yet, once it would count: a device asks its wearer at once, and by
-- a clock that may be behind ours.
SELECT f.finding_id, f.person_id, f.condition, (extract(epoch FROM f.began_at) * 1000)::bigint AS began_ms
FROM findings f
WHERE f.kind = 'alcohol_positive' AND f.ended_at IS NULL AND f.withdrawn_at IS NULL AND f.began_at > %(since)s
      AND greatest(f.began_at, f.decided_at) <= %(counts)s
      AND NOT EXISTS (SELECT FROM test_requests t WHERE t.request = 's-' || f.finding_id)
