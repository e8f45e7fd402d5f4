-- Who may use the console. An account is disabled, never deleted: the history of incidents names it.
-- office_id: the office whose people the account sees, with the offices below it; NULL is the whole republic.
-- token_hash: SHA-256 of a random token of 256 bits; the token itself is shown once and kept nowhere.
CREATE TABLE accounts (
    login       text PRIMARY KEY CHECK (login ~ '^[a-z0-9][a-z0-9._-]{1,63}$' AND login <> 'system'),
    role        text NOT NULL CHECK (role IN ('operator', 'officer', 'supervisor', 'technician', 'administrator')),
    office_id   bigint REFERENCES offices,
    token_hash  bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    language    text NOT NULL CHECK (language IN ('kk', 'ru', 'en')),
    created_at  timestamptz NOT NULL,
    disabled_at timestamptz
);

-- May an account of `account_office` see what belongs to `office`? Its own office and all below it; NULL sees all.
-- What belongs to no office is seen only by an account of the whole republic.
CREATE FUNCTION sees_office(account_office bigint, office bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
BEGIN
    RETURN account_office IS NULL OR account_office IN (
        WITH RECURSIVE above AS (
            SELECT offices.office_id, offices.parent_id FROM offices WHERE offices.office_id = office
            UNION
            SELECT offices.office_id, offices.parent_id FROM offices JOIN above ON offices.office_id = above.parent_id
        )
        SELECT above.office_id FROM above
    );
END
$$;
