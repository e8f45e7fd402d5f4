-- name: known_protected
SELECT code, protected_id FROM protected_people WHERE code = ANY(%(keys)s)

-- name: write_protected
-- An address that the file does not have is left as it is: an export leaves it out.
INSERT INTO protected_people (code, name, office_id, language, channel)
SELECT r.code, r.name, o.office_id, r.language, r.channel
FROM json_to_recordset(%(rows)s::json) AS r (code text, name text, office text, language text, channel text)
LEFT JOIN offices o ON o.code = r.office
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, office_id = excluded.office_id, language = excluded.language,
    channel = coalesce(excluded.channel, protected_people.channel)
WHERE (protected_people.name, protected_people.office_id, protected_people.language, protected_people.channel)
      IS DISTINCT FROM
      (excluded.name, excluded.office_id, excluded.language, coalesce(excluded.channel, protected_people.channel))
RETURNING xmax = 0

-- name: consents_of
SELECT protected_id, person_id, consent_from, consent_to, withdrawn_at, protection_id
FROM protections
WHERE protected_id = ANY(%(protected)s)
ORDER BY protection_id

-- name: insert_consents
INSERT INTO protections (protected_id, person_id, consent_from, consent_to, recorded_by, withdrawn_at, withdrawn_by)
SELECT r.protected_id, r.person_id, r.from_at, r.to_at, %(by)s, r.withdrawn_at,
       CASE WHEN r.withdrawn_at IS NOT NULL THEN %(by)s END
FROM json_to_recordset(%(rows)s::json)
         AS r (protected_id bigint, person_id bigint, from_at timestamptz, to_at timestamptz, withdrawn_at timestamptz)

-- name: withdraw_consents
UPDATE protections p SET withdrawn_at = r.withdrawn_at, withdrawn_by = %(by)s
FROM json_to_recordset(%(rows)s::json) AS r (row_id bigint, withdrawn_at timestamptz)
WHERE p.protection_id = r.row_id AND p.withdrawn_at IS NULL

-- name: carried_of_devices
SELECT device_id, protected_id, from_at, to_at, protected_device_id
FROM protected_devices
WHERE device_id = ANY(%(devices)s)
ORDER BY protected_device_id

-- name: insert_carried
INSERT INTO protected_devices (device_id, protected_id, from_at, to_at)
SELECT r.device_id, r.protected_id, r.from_at, r.to_at
FROM json_to_recordset(%(rows)s::json)
         AS r (device_id bigint, protected_id bigint, from_at timestamptz, to_at timestamptz)

-- name: end_carried
UPDATE protected_devices d SET to_at = r.to_at
FROM json_to_recordset(%(rows)s::json) AS r (row_id bigint, to_at timestamptz)
WHERE d.protected_device_id = r.row_id
