-- What devices are told to do. The states and steps are those of register/command.py.
CREATE TABLE commands (
    command_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device_id     bigint NOT NULL REFERENCES devices,
    activation_id bigint REFERENCES activations,  -- who wore it when it was asked for; NULL: nobody
    kind          text NOT NULL CHECK (kind IN ('locate', 'interval', 'reboot', 'vibrate', 'message',
                                                'breath_test', 'check_in')),
    parameters    jsonb NOT NULL DEFAULT '{}',
    asked_by      text NOT NULL,  -- a login or 'system'
    asked_at      timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    state         text NOT NULL DEFAULT 'queued'
                  CHECK (state IN ('queued', 'sent', 'confirmed', 'refused', 'no_answer', 'expired')),
    attempts      smallint NOT NULL DEFAULT 0,  -- how often it went out
    sent_at       timestamptz,  -- the last time it went out
    reference     text NOT NULL DEFAULT '',  -- what the device's answer repeats; '': its language repeats nothing
    settled_at    timestamptz,
    reason        text NOT NULL DEFAULT '',  -- why it was refused or not carried out, a snake_case word
    answer        text NOT NULL DEFAULT '',  -- the device's own words
    CHECK (expires_at > asked_at),
    CHECK ((state IN ('queued', 'sent')) = (settled_at IS NULL)),
    CHECK (state <> 'sent' OR sent_at IS NOT NULL)
);
CREATE INDEX commands_of_device ON commands (device_id, command_id);
CREATE INDEX commands_under_way ON commands (expires_at) WHERE state IN ('queued', 'sent');

-- Everything that ever happened to a command: added to, never changed.
CREATE TABLE command_events (
    event_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    command_id  bigint NOT NULL REFERENCES commands,
    happened_at timestamptz NOT NULL,
    state       text NOT NULL,  -- the state it led to
    attempt     smallint NOT NULL DEFAULT 0,
    reason      text NOT NULL DEFAULT '',
    answer      text NOT NULL DEFAULT ''
);
CREATE INDEX events_of_command ON command_events (command_id, event_id);

CREATE FUNCTION command_events_stay() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'what happened to a command is only ever added to: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$body$;
CREATE TRIGGER command_events_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON command_events
    FOR EACH STATEMENT EXECUTE FUNCTION command_events_stay();

-- Each gateway hears at once of a new command and of each step, and reads that device's commands again.
CREATE FUNCTION commands_announced() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM pg_notify('command_changed', NEW.device_id::text);
    RETURN NULL;
END
$body$;
CREATE TRIGGER commands_announced AFTER INSERT OR UPDATE ON commands
    FOR EACH ROW EXECUTE FUNCTION commands_announced();
