-- name: on_paper
-- How papers name a person, the office behind them, and who asks for the paper.
SELECT p.name_cyrillic, p.name_latin, p.iin, o.phone, o.address, o.timezone,
       json_build_object('kk', o.name_kk, 'ru', o.name_ru, 'en', o.name_en) AS office,
       f.name_cyrillic AS officer_cyrillic, f.name_latin AS officer_latin,
       m.name_cyrillic AS maker_cyrillic, m.name_latin AS maker_latin
FROM people AS p JOIN offices AS o USING (office_id)
LEFT JOIN officers AS f ON f.officer_id = p.officer_id
LEFT JOIN officers AS m ON m.account = %(login)s
WHERE p.person_id = %(person_id)s AND sees_person(%(account_office)s, p.office_id, p.officer_id);

-- name: handed_over
-- The device of an activation, and how it was when it was put on or taken off.
SELECT d.kind, d.model, d.identity, a.from_at, a.to_at, c.device_condition, c.reason
FROM activations AS a JOIN devices AS d USING (device_id)
LEFT JOIN LATERAL (
    SELECT device_condition, reason FROM custody
    WHERE activation_id = a.activation_id AND step = ANY(%(steps)s)
    ORDER BY number DESC LIMIT 1) AS c ON true
WHERE a.activation_id = %(activation_id)s AND a.person_id = %(person_id)s;

-- name: kinds_worn
SELECT DISTINCT d.kind FROM activations AS a JOIN devices AS d USING (device_id)
WHERE a.person_id = %(person_id)s AND a.from_at <= %(now)s AND (a.to_at IS NULL OR a.to_at > %(now)s)
ORDER BY d.kind;
