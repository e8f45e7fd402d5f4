-- name: batteries_worn
-- What the batteries of devices worn now said in the last two days of this activation, how their wearers are reached,
-- and in what ways they were told meanwhile: [ms, means, whether it failed].
SELECT a.device_id, a.person_id, d.protocol, p.language, coalesce(o.timezone, 'Asia/Almaty') AS timezone,
       c.phone, c.email, told.steps, series.readings
FROM activations AS a
JOIN devices AS d USING (device_id)
JOIN people AS p USING (person_id)
JOIN offices AS o ON o.office_id = p.office_id
LEFT JOIN person_contacts AS c ON c.person_id = a.person_id
CROSS JOIN battery_readings(a.device_id, a.from_at, %(now)s) AS series (readings)
CROSS JOIN LATERAL (
    SELECT coalesce(json_agg(json_build_array(
               (extract(epoch FROM r.reminded_at) * 1000)::bigint, r.means,
               coalesce(r.state = 'failed', m.state IN ('refused', 'no_answer', 'expired')))), '[]')
    FROM battery_reminders AS r LEFT JOIN commands AS m USING (command_id)
    WHERE r.device_id = a.device_id AND r.reminded_at >= %(now)s::timestamptz - interval '48 hours') AS told (steps)
WHERE a.from_at <= %(now)s AND (a.to_at IS NULL OR a.to_at > %(now)s) AND series.readings IS NOT NULL;

-- name: write_reminder
INSERT INTO battery_reminders (device_id, reminded_at, person_id, empty_at, means, command_id, title, text, state)
VALUES (%(device_id)s, %(now)s, %(person_id)s, %(empty_at)s, %(means)s, %(command_id)s, %(title)s, %(text)s, %(state)s)
RETURNING reminder_id;

-- name: defer_delivery
SELECT procrastinate_defer_jobs_v1(ARRAY[
    ROW('notifications', 'deliver_reminder', 0, NULL, NULL, jsonb_build_object('reminder_id', %(reminder_id)s::bigint),
        now() + make_interval(secs => %(delay_s)s::float8))::procrastinate_job_to_defer_v1]);

-- name: next_reminder
SELECT r.means, r.title, r.text, r.attempt, r.empty_at, CASE r.means WHEN 'sms' THEN c.phone ELSE c.email END AS reached_at
FROM battery_reminders AS r LEFT JOIN person_contacts AS c USING (person_id)
WHERE r.reminder_id = %(reminder_id)s AND r.state = 'queued'
FOR UPDATE OF r SKIP LOCKED;

-- name: record_delivery
UPDATE battery_reminders SET state = %(state)s, attempt = attempt + 1, error = %(error)s, tried_at = %(now)s,
    sent_to = coalesce(%(sent_to)s, sent_to), delivered_at = CASE WHEN %(state)s = 'delivered' THEN %(now)s::timestamptz END
WHERE reminder_id = %(reminder_id)s;
