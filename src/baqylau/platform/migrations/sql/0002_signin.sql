-- Passwords, second factors and sessions of accounts. Times here are real ones: people and their
-- telephones live outside a demonstration that runs faster than the day.

ALTER TABLE accounts DROP CONSTRAINT accounts_role_check;
ALTER TABLE accounts ADD CONSTRAINT accounts_role_check CHECK (role IN (
    'operator', 'officer', 'supervisor', 'technician', 'prosecutor', 'auditor', 'administrator'));

-- Only integrators need a token; who signs in has none.
ALTER TABLE accounts ALTER COLUMN token_hash DROP NOT NULL;

-- hash: argon2id in the PHC format. expires_at: set for a one-time password, which its owner must change.
CREATE TABLE passwords (
    login      text PRIMARY KEY REFERENCES accounts,
    hash       text NOT NULL,
    set_at     timestamptz NOT NULL,
    expires_at timestamptz
);

-- secret counts; pending is shown to its owner and counts only after the first right code made with it.
-- last_step: the time step of the last code taken, so that no code works twice (RFC 6238 section 5.2).
CREATE TABLE totp_secrets (
    login      text PRIMARY KEY REFERENCES accounts,
    secret     text,
    pending    text,
    pending_at timestamptz,
    last_step  bigint NOT NULL DEFAULT 0
);

-- token_hash: SHA-256 of the 256 random bits in the cookie, which are kept nowhere.
-- proved_at: when the second factor was given in this session.
CREATE TABLE sessions (
    session_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    login      text NOT NULL REFERENCES accounts,
    began_at   timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    proved_at  timestamptz,
    revoked_at timestamptz,
    address    text NOT NULL,
    agent      text NOT NULL
);
CREATE INDEX sessions_login ON sessions (login) WHERE revoked_at IS NULL;

-- One row a try to sign in, written before the password is looked at, so that tries at the same time count too.
-- subject: SHA-256 of what was typed as the login; people type passwords there. outcome: failed until it is known
-- better; passed: right, but not the last step; signed_in: right, and what came before is forgiven.
CREATE TABLE sign_in_tries (
    try_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject  bytea NOT NULL,
    address  text NOT NULL,
    tried_at timestamptz NOT NULL,
    outcome  text NOT NULL DEFAULT 'failed' CHECK (outcome IN ('failed', 'passed', 'signed_in'))
);
CREATE INDEX sign_in_tries_subject ON sign_in_tries (subject, tried_at);
CREATE INDEX sign_in_tries_address ON sign_in_tries (address, tried_at);

-- A forgotten second factor: one administrator asks, another one grants; neither is the account itself.
CREATE TABLE factor_resets (
    reset_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login      text NOT NULL REFERENCES accounts,
    reason     text NOT NULL CHECK (reason <> ''),
    asked_by   text NOT NULL REFERENCES accounts,
    asked_at   timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    granted_by text REFERENCES accounts,
    granted_at timestamptz,
    CHECK (login <> asked_by),
    CHECK (granted_by <> asked_by AND granted_by <> login),
    CHECK ((granted_by IS NULL) = (granted_at IS NULL))
);

-- Is this officer's caseload the asking account's? `baqylau.caseload` is set for each transaction of a request:
-- an officer's login, or '*' for roles that are not bound to a caseload. Where it is not set nobody is seen.
CREATE FUNCTION in_caseload(officer bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
    IF current_setting('baqylau.caseload', true) = '*' THEN
        RETURN true;
    END IF;
    RETURN EXISTS (
        SELECT FROM officers WHERE officer_id = officer AND account = current_setting('baqylau.caseload', true));
END
$$;

-- May the asking account see this person? The office, and for an officer the caseload.
CREATE FUNCTION sees_person(account_office bigint, office bigint, officer bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
    RETURN in_caseload(officer) AND (account_office IS NULL OR sees_office(account_office, office));
END
$$;
