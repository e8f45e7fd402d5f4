-- Passkeys, an agency's own directory, tokens that end, and looks that repeat. Times of signing in are real ones.

-- user_handle: what an authenticator knows the account by; random, so that a lost key names nobody.
-- token_expires_at: NULL is a token that holds until it is renewed.
ALTER TABLE accounts
    ADD COLUMN user_handle      bytea UNIQUE CHECK (octet_length(user_handle) = 64),
    ADD COLUMN token_expires_at timestamptz;

-- One public key of an account (WebAuthn). public_key: COSE_Key, RFC 9052. sign_count: of the last use; a key that
-- counts and has not counted on is a copy. synced: it lives in an account of its maker and not in one device.
CREATE TABLE passkeys (
    passkey_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login         text NOT NULL REFERENCES accounts,
    credential_id bytea NOT NULL UNIQUE,
    public_key    bytea NOT NULL,
    sign_count    bigint NOT NULL,
    synced        boolean NOT NULL,
    name          text NOT NULL CHECK (name <> ''),
    made_at       timestamptz NOT NULL,
    used_at       timestamptz
);
CREATE INDEX passkeys_login ON passkeys (login);

-- Does the account have a second factor? From then on it is asked for after the password.
CREATE FUNCTION has_factor(account text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN EXISTS (SELECT FROM totp_secrets WHERE totp_secrets.login = account AND totp_secrets.secret IS NOT NULL)
        OR EXISTS (SELECT FROM passkeys WHERE passkeys.login = account);

-- Challenges that were handed out and not answered yet; whoever answers takes the row with it.
-- login: who registers a key; NULL where somebody signs in.
CREATE TABLE passkey_challenges (
    challenge  bytea PRIMARY KEY,
    login      text REFERENCES accounts,
    address    text NOT NULL,
    expires_at timestamptz NOT NULL
);

-- method: how the session began. A one-time password is to be changed only by who came in with it.
ALTER TABLE sessions ADD COLUMN method text NOT NULL DEFAULT 'password'
    CHECK (method IN ('password', 'passkey', 'directory'));

-- Browsers that were sent to the agency's directory and have not come back. browser_hash: SHA-256 of a cookie,
-- so that only the browser that went comes back. verifier: of PKCE, RFC 7636.
CREATE TABLE directory_visits (
    state        text PRIMARY KEY,
    browser_hash bytea NOT NULL,
    nonce        text NOT NULL,
    verifier     text NOT NULL,
    address      text NOT NULL,
    expires_at   timestamptz NOT NULL
);

-- Whom of the directory an account belongs to, from the first time they came through it: logins are given to
-- somebody else there, subjects never are (OpenID Connect Core 1.0 section 5.7).
CREATE TABLE directory_subjects (
    login    text PRIMARY KEY REFERENCES accounts,
    issuer   text NOT NULL,
    subject  text NOT NULL,
    bound_at timestamptz NOT NULL,
    UNIQUE (issuer, subject)
);

-- How often the look of an entry was repeated within the span in which one entry stands for all of them.
-- Counts only: that the look was taken is in the ledger itself.
CREATE TABLE ledger_repeats (
    seq     bigint PRIMARY KEY,
    times   bigint NOT NULL CHECK (times > 0),
    last_at timestamptz NOT NULL
);

CREATE INDEX ledger_entries_looks ON ledger_entries (account, happened_at) WHERE act = 'read';
