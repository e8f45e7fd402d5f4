-- What must be looked at by a person, what was done about it, and whom we told.
-- All times are the platform's own clock (milliseconds, UTC), never the database's.

-- person_id is NULL for mass incidents, whose people stand in incident_people.
-- version counts every change; an officer's transition names the version that the officer saw.
-- priority: 1 is the most urgent. escalation: how many times nobody answered in time; escalate_at: when next.
-- cleared_at: all grounds have ended; groundless_at: all grounds were withdrawn. Neither closes an incident.
CREATE TABLE incidents (
    incident_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id       bigint,
    cause           text NOT NULL,
    condition       text,
    kind            text NOT NULL,
    severity        text NOT NULL,
    priority        smallint NOT NULL CHECK (priority BETWEEN 1 AND 4),
    state           text NOT NULL CHECK (state IN ('pending', 'open', 'acknowledged', 'in_hand', 'closed')),
    version         integer NOT NULL DEFAULT 1,
    began_at        timestamptz NOT NULL,
    decided_at      timestamptz NOT NULL,
    pending_until   timestamptz,
    opened_at       timestamptz,
    acknowledged_at timestamptz,
    closed_at       timestamptz,
    cleared_at      timestamptz,
    groundless_at   timestamptz,
    owner           text REFERENCES accounts (login),
    disposition     text,
    reason          text,
    escalation      smallint NOT NULL DEFAULT 0,
    escalate_at     timestamptz,
    merged_into     bigint REFERENCES incidents (incident_id),
    visible_at      timestamptz NOT NULL,
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK (state <> 'closed' OR (disposition IS NOT NULL AND reason IS NOT NULL))
);
-- One incident per person and cause: the database's own word on it.
CREATE UNIQUE INDEX one_open_incident_per_cause ON incidents (person_id, cause) WHERE state <> 'closed';
CREATE INDEX incidents_alive ON incidents (state, priority, incident_id) WHERE state <> 'closed';
CREATE INDEX incidents_of_person ON incidents (person_id, incident_id);
CREATE INDEX incidents_due ON incidents (escalate_at) WHERE state = 'open' AND escalate_at IS NOT NULL;

-- A finding is a ground of one incident. ended_at and withdrawn_at as last taken in, to see what is new.
CREATE TABLE incident_findings (
    finding_id   uuid PRIMARY KEY,
    incident_id  bigint NOT NULL REFERENCES incidents (incident_id),
    kind         text NOT NULL,
    severity     text NOT NULL,
    began_at     timestamptz NOT NULL,
    ended_at     timestamptz,
    withdrawn_at timestamptz
);
CREATE INDEX findings_of_incident ON incident_findings (incident_id);

-- The people of a mass incident: silent since when, and back when.
CREATE TABLE incident_people (
    incident_id  bigint NOT NULL REFERENCES incidents (incident_id),
    person_id    bigint NOT NULL,
    silent_since timestamptz NOT NULL,
    joined_at    timestamptz NOT NULL,
    back_at      timestamptz,
    split_into   bigint REFERENCES incidents (incident_id),
    PRIMARY KEY (incident_id, person_id)
);
CREATE INDEX incident_people_of_person ON incident_people (person_id) WHERE back_at IS NULL;

-- Everything that ever happened to an incident: added to, never changed. actor is a login or 'system'.
CREATE TABLE incident_events (
    event_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id bigint NOT NULL REFERENCES incidents (incident_id),
    version     integer NOT NULL,
    happened_at timestamptz NOT NULL,
    actor       text NOT NULL,
    action      text NOT NULL,
    from_state  text,
    to_state    text NOT NULL,
    note        text,
    detail      jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX events_of_incident ON incident_events (incident_id, event_id);

-- What we tried to tell, by which channel, and whether it arrived. channel is a name: addresses hold secrets.
-- version: the incident's when it became worth telling; 0 for its opening. So each thing is told once a channel.
CREATE TABLE notifications (
    notification_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id     bigint NOT NULL REFERENCES incidents (incident_id),
    occasion        text NOT NULL CHECK (occasion IN ('opened', 'raised', 'escalated')),
    version         integer NOT NULL,
    channel         text NOT NULL,
    language        text NOT NULL,
    title           text NOT NULL,
    text            text NOT NULL,
    state           text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'delivered', 'failed')),
    attempt         smallint NOT NULL DEFAULT 0,
    error           text,
    created_at      timestamptz NOT NULL,
    tried_at        timestamptz,
    delivered_at    timestamptz,
    UNIQUE (incident_id, occasion, version, channel)
);
CREATE INDEX notifications_waiting ON notifications (notification_id) WHERE state = 'queued';
