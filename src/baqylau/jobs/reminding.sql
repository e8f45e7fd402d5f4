-- name: batteries_worn
-- What the batteries of devices worn now said in the last two days of this activation, of those not seen full lately.
SELECT a.device_id, a.person_id, d.protocol, p.language, coalesce(o.timezone, 'Asia/Almaty') AS timezone,
       (SELECT max(r.reminded_at) FROM battery_reminders AS r WHERE r.device_id = a.device_id) AS reminded_at,
       series.readings
FROM activations AS a
JOIN devices AS d USING (device_id)
JOIN people AS p USING (person_id)
JOIN offices AS o ON o.office_id = p.office_id
CROSS JOIN battery_readings(a.device_id, a.from_at, %(now)s) AS series (readings)
WHERE a.from_at <= %(now)s AND (a.to_at IS NULL OR a.to_at > %(now)s) AND series.readings IS NOT NULL;

-- name: write_reminder
INSERT INTO battery_reminders (device_id, reminded_at, person_id, empty_at, command_id)
VALUES (%(device_id)s, %(now)s, %(person_id)s, %(empty_at)s, %(command_id)s);
