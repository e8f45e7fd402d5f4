-- name: coverage
-- Where a person is may be shown only while an order has a condition that needs positions.
WITH needed AS (
    SELECT FROM orders o JOIN order_versions v USING (order_id) JOIN conditions c USING (order_version_id)
    WHERE o.person_id = %(person_id)s AND c.kind IN ('exclusion', 'inclusion', 'attendance', 'protection')
      AND greatest(v.valid_from, v.in_force_from) <= %(now)s
      AND %(now)s < least(v.valid_to, v.in_force_to, 'infinity')
    LIMIT 1
)
SELECT profile_id AS coverage_id, CASE WHEN EXISTS (TABLE needed) THEN lat END AS lat,
       CASE WHEN EXISTS (TABLE needed) THEN lon END AS lon, radius_m, losses, longest_s, first_at, last_at, state, decided_by,
       decided_at, valid_to, note
FROM coverage_profiles WHERE person_id = %(person_id)s
ORDER BY state <> 'proposed', coalesce(decided_at, last_at) DESC, profile_id;

-- name: decide
UPDATE coverage_profiles SET state = %(state)s, note = %(note)s, decided_by = %(login)s, decided_at = %(now)s,
    valid_to = %(valid_to)s
WHERE profile_id = %(coverage_id)s AND person_id = %(person_id)s;
