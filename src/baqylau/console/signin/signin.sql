-- name: account_of_token
SELECT login, role, office_id, language FROM accounts
WHERE token_hash = %(token_hash)s AND disabled_at IS NULL
  AND (token_expires_at IS NULL OR token_expires_at > %(now)s);

-- name: account_named
SELECT login, role, office_id, language FROM accounts WHERE login = %(login)s AND disabled_at IS NULL;

-- name: session_of_token
SELECT a.login, a.role, a.office_id, a.language, s.session_id, s.began_at, s.seen_at, s.expires_at, s.proved_at,
       p.expires_at IS NOT NULL AND s.method = 'password' AS one_time, has_factor(a.login)
FROM sessions AS s JOIN accounts AS a USING (login) LEFT JOIN passwords AS p USING (login)
WHERE s.token_hash = %(token_hash)s AND a.disabled_at IS NULL AND s.revoked_at IS NULL
  AND s.expires_at > %(now)s AND s.seen_at > %(idle_since)s;

-- name: touch_session
-- Whoever finds the row locked by another request of the same page lets that one write.
UPDATE sessions SET seen_at = %(now)s
WHERE session_id = (SELECT session_id FROM sessions WHERE session_id = %(session_id)s FOR UPDATE SKIP LOCKED);

-- name: begin_session
INSERT INTO sessions (token_hash, login, began_at, seen_at, expires_at, proved_at, method, address, agent)
VALUES (%(token_hash)s, %(login)s, %(now)s, %(now)s, %(expires_at)s, %(proved_at)s, %(method)s, %(address)s, %(agent)s);

-- name: prove_session
UPDATE sessions SET proved_at = %(now)s, token_hash = %(token_hash)s WHERE session_id = %(session_id)s;

-- name: sessions_of
SELECT session_id, began_at, seen_at, expires_at, method, address, agent FROM sessions
WHERE login = %(login)s AND revoked_at IS NULL AND expires_at > %(now)s AND seen_at > %(idle_since)s
ORDER BY seen_at DESC, session_id DESC;

-- name: revoke_session
UPDATE sessions SET revoked_at = %(now)s
WHERE session_id = %(session_id)s AND login = %(login)s AND revoked_at IS NULL
RETURNING session_id;

-- name: revoke_sessions
UPDATE sessions SET revoked_at = %(now)s
WHERE login = %(login)s AND revoked_at IS NULL AND session_id IS DISTINCT FROM %(but)s::bigint;

-- name: forget_old
WITH old_tries AS (DELETE FROM sign_in_tries WHERE tried_at < %(tries_before)s)
DELETE FROM sessions WHERE expires_at < %(sessions_before)s;

-- name: lock_subject
SELECT pg_advisory_xact_lock(%(space)s, hashtext(%(subject)s));

-- name: failures_of_subject
-- Since the last time it was all right.
SELECT count(*) AS failures, max(tried_at) AS last_at FROM sign_in_tries
WHERE subject = %(subject)s AND outcome = 'failed' AND tried_at > %(since)s
  AND try_id > coalesce((SELECT max(try_id) FROM sign_in_tries
                         WHERE subject = %(subject)s AND outcome = 'signed_in'), 0);

-- name: failures_of_address
SELECT count(*) AS failures, max(tried_at) AS last_at FROM sign_in_tries
WHERE address = %(address)s AND outcome = 'failed' AND tried_at > %(since)s;

-- name: begin_try
INSERT INTO sign_in_tries (subject, address, tried_at) VALUES (%(subject)s, %(address)s, %(now)s) RETURNING try_id;

-- name: end_try
UPDATE sign_in_tries SET outcome = %(outcome)s WHERE try_id = %(try_id)s;

-- name: password_of
SELECT p.hash, p.expires_at FROM passwords AS p JOIN accounts AS a USING (login)
WHERE login = %(login)s AND a.disabled_at IS NULL;

-- name: set_password
INSERT INTO passwords (login, hash, set_at, expires_at) VALUES (%(login)s, %(hash)s, %(now)s, %(expires_at)s)
ON CONFLICT (login) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at, expires_at = excluded.expires_at;

-- name: rehash_password
UPDATE passwords SET hash = %(hash)s WHERE login = %(login)s AND hash = %(old)s;

-- name: totp_of
SELECT secret, pending, pending_at, last_step FROM totp_secrets WHERE login = %(login)s FOR UPDATE;

-- name: propose_totp
INSERT INTO totp_secrets (login, pending, pending_at) VALUES (%(login)s, %(pending)s, %(now)s)
ON CONFLICT (login) DO UPDATE SET pending = excluded.pending, pending_at = excluded.pending_at;

-- name: confirm_totp
UPDATE totp_secrets SET secret = pending, pending = NULL, pending_at = NULL, last_step = %(step)s
WHERE login = %(login)s;

-- name: take_step
UPDATE totp_secrets SET last_step = %(step)s WHERE login = %(login)s;

-- name: forget_factors
WITH codes AS (DELETE FROM totp_secrets WHERE login = %(login)s),
     keys AS (DELETE FROM passkeys WHERE login = %(login)s),
     subject AS (DELETE FROM directory_subjects WHERE login = %(login)s)
UPDATE sessions SET revoked_at = %(now)s WHERE login = %(login)s AND revoked_at IS NULL;

-- name: factors_of
SELECT EXISTS (SELECT FROM totp_secrets WHERE login = %(login)s AND secret IS NOT NULL) AS totp,
       (SELECT count(*) FROM passkeys WHERE login = %(login)s) AS passkeys,
       EXISTS (SELECT FROM passwords WHERE login = %(login)s) AS password;

-- name: office_of
SELECT code, json_build_object('kk', name_kk, 'ru', name_ru, 'en', name_en) AS name
FROM offices WHERE office_id = %(office_id)s;

-- name: office_named
SELECT office_id FROM offices WHERE code = %(code)s AND sees_office(%(account_office)s, office_id);

-- name: accounts
SELECT a.login, a.role, o.code AS office, a.language, a.created_at, a.disabled_at,
       a.token_hash IS NOT NULL AS has_token, p.login IS NOT NULL AS has_password,
       p.expires_at AS one_time_until,
       has_factor(a.login), a.token_expires_at,
       (SELECT max(seen_at) FROM sessions AS s WHERE s.login = a.login) AS seen_at,
       (SELECT code FROM officers AS f WHERE f.account = a.login) AS officer
FROM accounts AS a LEFT JOIN offices AS o USING (office_id) LEFT JOIN passwords AS p USING (login)
WHERE (%(account_office)s::bigint IS NULL OR sees_office(%(account_office)s, a.office_id))
  AND (%(login)s::text IS NULL OR a.login = %(login)s)
  AND a.login > %(after)s
ORDER BY a.login
LIMIT %(limit)s;

-- name: add_account
INSERT INTO accounts (login, role, office_id, language, created_at)
VALUES (%(login)s, %(role)s, %(office_id)s, %(language)s, %(now)s)
ON CONFLICT (login) DO NOTHING
RETURNING login;

-- name: change_account
UPDATE accounts SET role = %(role)s, office_id = %(office_id)s, language = %(language)s WHERE login = %(login)s;

-- name: disable_account
UPDATE accounts SET disabled_at = coalesce(disabled_at, %(now)s) WHERE login = %(login)s;

-- name: enable_account
UPDATE accounts SET disabled_at = NULL WHERE login = %(login)s;

-- name: ask_reset
INSERT INTO factor_resets (login, reason, asked_by, asked_at, expires_at)
VALUES (%(login)s, %(reason)s, %(asked_by)s, %(now)s, %(expires_at)s)
RETURNING reset_id;

-- name: resets
SELECT r.reset_id, r.login, r.reason, r.asked_by, r.asked_at, r.expires_at, r.granted_by, r.granted_at
FROM factor_resets AS r JOIN accounts AS a USING (login)
WHERE (%(reset_id)s::bigint IS NULL OR r.reset_id = %(reset_id)s)
  AND (%(account_office)s::bigint IS NULL OR sees_office(%(account_office)s, a.office_id))
ORDER BY r.reset_id DESC
LIMIT 500;

-- name: lock_reset
SELECT reset_id FROM factor_resets WHERE reset_id = %(reset_id)s FOR UPDATE;

-- name: grant_reset
UPDATE factor_resets SET granted_by = %(granted_by)s, granted_at = %(now)s WHERE reset_id = %(reset_id)s;

-- name: user_handle
UPDATE accounts SET user_handle = coalesce(user_handle, %(fresh)s) WHERE login = %(login)s RETURNING user_handle;

-- name: passkeys_of
SELECT passkey_id, name, synced, made_at, used_at FROM passkeys WHERE login = %(login)s ORDER BY passkey_id;

-- name: credentials_of
SELECT credential_id FROM passkeys WHERE login = %(login)s;

-- name: add_passkey
INSERT INTO passkeys (login, credential_id, public_key, sign_count, synced, name, made_at)
VALUES (%(login)s, %(credential_id)s, %(public_key)s, %(sign_count)s, %(synced)s, %(called)s, %(now)s)
ON CONFLICT (credential_id) DO NOTHING
RETURNING passkey_id, name, synced, made_at, used_at;

-- name: rename_passkey
UPDATE passkeys SET name = %(called)s WHERE passkey_id = %(passkey_id)s AND login = %(login)s
RETURNING passkey_id, name, synced, made_at, used_at;

-- name: remove_passkey
DELETE FROM passkeys WHERE passkey_id = %(passkey_id)s AND login = %(login)s RETURNING passkey_id;

-- name: passkey_of_credential
SELECT k.passkey_id, k.login, k.public_key, k.sign_count, a.user_handle
FROM passkeys AS k JOIN accounts AS a USING (login)
WHERE k.credential_id = %(credential_id)s AND a.disabled_at IS NULL
FOR UPDATE OF k;

-- name: use_passkey
UPDATE passkeys SET sign_count = %(sign_count)s, synced = %(synced)s, used_at = %(now)s
WHERE passkey_id = %(passkey_id)s;

-- name: forget_challenges
DELETE FROM passkey_challenges WHERE expires_at <= %(now)s;

-- name: challenges_of_address
SELECT count(*) AS open FROM passkey_challenges WHERE address = %(address)s;

-- name: keep_challenge
INSERT INTO passkey_challenges (challenge, login, address, expires_at)
VALUES (%(challenge)s, %(login)s, %(address)s, %(expires_at)s);

-- name: take_challenge
DELETE FROM passkey_challenges
WHERE challenge = %(challenge)s AND login IS NOT DISTINCT FROM %(login)s::text AND expires_at > %(now)s
RETURNING challenge;

-- name: plain_totp
-- Secrets as earlier versions kept them: in base32, without the mark of a sealed one.
SELECT login, secret, pending FROM totp_secrets
WHERE secret NOT LIKE 'sealed:%%' OR pending NOT LIKE 'sealed:%%'
ORDER BY login
FOR UPDATE;

-- name: seal_totp
UPDATE totp_secrets SET secret = %(secret)s, pending = %(pending)s WHERE login = %(login)s;

-- name: forget_visits
DELETE FROM directory_visits WHERE expires_at <= %(now)s;

-- name: visits_of_address
SELECT count(*) AS open FROM directory_visits WHERE address = %(address)s;

-- name: keep_visit
INSERT INTO directory_visits (state, browser_hash, nonce, verifier, address, expires_at)
VALUES (%(state)s, %(browser_hash)s, %(nonce)s, %(verifier)s, %(address)s, %(expires_at)s);

-- name: take_visit
DELETE FROM directory_visits
WHERE state = %(state)s AND browser_hash = %(browser_hash)s AND expires_at > %(now)s
RETURNING nonce, verifier;

-- name: bind_subject
-- Whom the account, or the subject, is bound to already stays.
INSERT INTO directory_subjects (login, issuer, subject, bound_at)
VALUES (%(login)s, %(issuer)s, %(subject)s, %(now)s)
ON CONFLICT DO NOTHING;

-- name: subject_of
SELECT login FROM directory_subjects
WHERE login = %(login)s AND issuer = %(issuer)s AND subject = %(subject)s;
