-- name: lock_head
SELECT size, chain_hash FROM ledger_head FOR UPDATE;

-- name: add
WITH added AS (
    INSERT INTO ledger_entries (seq, happened_at, account, role, office_id, act, object_kind, object_id, person_id,
                                purpose, detail, leaf_hash, chain_hash)
    VALUES (%(seq)s, %(happened_at)s, %(account)s, %(role)s, %(office_id)s, %(act)s, %(object_kind)s, %(object_id)s,
            %(person_id)s, %(purpose)s, %(detail)s, %(leaf_hash)s, %(chain_hash)s)
)
UPDATE ledger_head SET size = %(seq)s, chain_hash = %(chain_hash)s;

-- name: same_look
-- The newest entry since then that says word for word the same.
SELECT seq FROM ledger_entries
WHERE account = %(account)s AND act = 'read' AND happened_at > %(since)s AND detail = %(detail)s
  AND role = %(role)s AND office_id IS NOT DISTINCT FROM %(office_id)s::bigint AND object_kind = %(object_kind)s
  AND object_id IS NOT DISTINCT FROM %(object_id)s::text AND person_id IS NOT DISTINCT FROM %(person_id)s::bigint
  AND purpose IS NOT DISTINCT FROM %(purpose)s::text
ORDER BY happened_at DESC
LIMIT 1;

-- name: count_repeat
INSERT INTO ledger_repeats (seq, times, last_at) VALUES (%(seq)s, 1, %(now)s)
ON CONFLICT (seq) DO UPDATE SET times = ledger_repeats.times + 1, last_at = excluded.last_at;

-- name: head
SELECT size, chain_hash FROM ledger_head;

-- name: entries_between
-- In the order of the table's columns; store.entry_from reads them by place.
SELECT seq, happened_at, account, role, office_id, act, object_kind, object_id, person_id, purpose, detail,
       leaf_hash, chain_hash
FROM ledger_entries WHERE seq > %(after)s AND (%(until)s::bigint IS NULL OR seq <= %(until)s) ORDER BY seq;

-- name: chain_at
SELECT chain_hash FROM ledger_entries WHERE seq = %(seq)s;

-- name: newest_checkpoint
SELECT size, root, frontier, note FROM ledger_checkpoints ORDER BY size DESC LIMIT 1;

-- name: checkpoint_notes
SELECT size, note FROM ledger_checkpoints ORDER BY size;

-- name: keep_checkpoint
-- One of this size is there when two were taken at once, or when an earlier key signed it: it stays.
INSERT INTO ledger_checkpoints (size, taken_at, root, frontier, note)
VALUES (%(size)s, %(taken_at)s, %(root)s, %(frontier)s, %(note)s)
ON CONFLICT (size) DO NOTHING;

-- name: shown_entries
-- For `baqylau ledger show`: the newest first.
SELECT seq, happened_at, account, role, act, object_kind, object_id, person_id, purpose, detail
FROM ledger_entries
WHERE (%(person_id)s::bigint IS NULL OR person_id = %(person_id)s)
  AND (%(account)s::text IS NULL OR account = %(account)s)
  AND (%(act)s::text IS NULL OR act = %(act)s)
ORDER BY seq DESC
LIMIT %(limit)s;

-- name: seen_entries
-- The newest first. What concerns a person is seen by whoever sees the person; the rest by the office of the actor.
-- before: the number of the last entry of the page before.
SELECT e.seq, e.happened_at, e.account, e.role, e.office_id, e.act, e.object_kind, e.object_id, e.person_id, e.purpose,
       e.detail, e.leaf_hash, coalesce(r.times, 0) AS repeats, r.last_at AS repeated_at
FROM ledger_entries AS e LEFT JOIN people AS p USING (person_id) LEFT JOIN ledger_repeats AS r USING (seq)
WHERE (%(before)s::bigint IS NULL OR e.seq < %(before)s)
  AND (%(person_id)s::bigint IS NULL OR e.person_id = %(person_id)s)
  AND (%(account)s::text IS NULL OR e.account = %(account)s)
  AND (%(act)s::text IS NULL OR e.act = %(act)s)
  AND (%(kind)s::text IS NULL OR e.object_kind = %(kind)s)
  AND (%(purpose)s::text IS NULL OR split_part(e.purpose, ':', 1) = %(purpose)s)
  AND (%(from)s::timestamptz IS NULL OR e.happened_at >= %(from)s)
  AND (%(to)s::timestamptz IS NULL OR e.happened_at < %(to)s)
  AND (%(account_office)s::bigint IS NULL
       OR CASE WHEN p.person_id IS NOT NULL THEN sees_person(%(account_office)s, p.office_id, p.officer_id)
          ELSE sees_office(%(account_office)s, e.office_id) END)
ORDER BY e.seq DESC
LIMIT %(limit)s;

-- name: person_is_seen
SELECT FROM people AS p
WHERE p.person_id = %(person_id)s AND sees_person(%(account_office)s, p.office_id, p.officer_id);

-- name: owner_of_incident
SELECT person_id FROM incidents WHERE incident_id = %(id)s;

-- name: owner_of_order
SELECT person_id FROM orders WHERE order_id = %(id)s;

-- name: owner_of_place
SELECT person_id FROM places WHERE place_id = %(id)s;

-- name: owner_of_activation
SELECT person_id FROM activations WHERE activation_id = %(id)s;

-- name: owner_of_finding
SELECT person_id FROM findings WHERE finding_id = %(id)s::uuid;

-- name: incident_at_hand
-- The most urgent incident of a person that is not closed, if the account sees the person.
SELECT i.incident_id FROM incidents AS i JOIN people AS p USING (person_id)
WHERE i.person_id = %(person_id)s AND i.state <> 'closed'
  AND sees_person(%(account_office)s, p.office_id, p.officer_id)
ORDER BY i.priority, i.incident_id DESC
LIMIT 1;
