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

-- name: head
SELECT size, chain_hash FROM ledger_head;

-- name: entries_after
-- In the order of the table's columns; store.entry_from reads them by place.
SELECT seq, happened_at, account, role, office_id, act, object_kind, object_id, person_id, purpose, detail,
       leaf_hash, chain_hash
FROM ledger_entries WHERE seq > %(after)s ORDER BY seq;

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
