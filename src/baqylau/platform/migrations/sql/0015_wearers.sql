-- How a wearer is reached beside the device, and what they were told.

-- phone: E.164. Both may be empty; a person who was never asked has no row.
CREATE TABLE person_contacts (
    person_id bigint PRIMARY KEY REFERENCES people,
    phone     text CHECK (phone ~ '^\+[1-9][0-9]{6,14}$'),
    email     text CHECK (length(email) BETWEEN 3 AND 254)
);

-- carries: incidents to staff, or words to wearers by SMS or e-mail. The address of the latter has `{phone}` or `{email}`
-- where the wearer's own goes.
ALTER TABLE notification_channels
    ADD COLUMN carries text NOT NULL DEFAULT 'incidents' CHECK (carries IN ('incidents', 'sms', 'email')),
    ADD CHECK (CASE carries WHEN 'sms' THEN position('{phone}' IN address) > 0
                            WHEN 'email' THEN position('{email}' IN address) > 0 ELSE true END);

-- A row is one way in which the wearer was told in a discharge. By the device: a command, with its states. By SMS or
-- e-mail: a message of ours, tried until it is delivered or has failed. sent_to: where it went the last time.
ALTER TABLE battery_reminders
    ADD COLUMN reminder_id  bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    ADD COLUMN means        text NOT NULL DEFAULT 'device' CHECK (means IN ('device', 'sms', 'email')),
    ADD COLUMN title        text NOT NULL DEFAULT '',
    ADD COLUMN text         text NOT NULL DEFAULT '',
    ADD COLUMN state        text CHECK (state IN ('queued', 'delivered', 'failed')),
    ADD COLUMN attempt      smallint NOT NULL DEFAULT 0,
    ADD COLUMN error        text,
    ADD COLUMN sent_to      text,
    ADD COLUMN tried_at     timestamptz,
    ADD COLUMN delivered_at timestamptz,
    ALTER COLUMN command_id DROP NOT NULL,
    ADD CHECK ((means = 'device') = (command_id IS NOT NULL)),
    ADD CHECK ((means = 'device') = (state IS NULL));

-- Each kind of device has a time of silence of its own from now on. Where an installation had chosen the one for all, the
-- kinds that speak all the time keep it.
INSERT INTO threshold_versions (valid_from, values, written_by, reason)
SELECT now(), newest.values || jsonb_build_object(
           'phone_silent_s', newest.values -> 'silent_s', 'mobile_unit_silent_s', newest.values -> 'silent_s',
           'home_unit_silent_s', newest.values -> 'silent_s', 'beacon_silent_s', newest.values -> 'silent_s'),
       'system', 'silence by kind of device: these stay as they were'
FROM (SELECT * FROM threshold_versions ORDER BY version_id DESC LIMIT 1) AS newest
WHERE newest.values ? 'silent_s';
