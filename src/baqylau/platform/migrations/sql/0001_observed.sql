-- What devices said, what the rules found in it, and how far each partition has been judged.
-- Three clocks on everything: happened_at (the device's), received_at (the gateway's), visible_at (ours, at commit).

-- One row a frame: the bytes that everything else was read from.
-- frame_id = stream sequence * 4096 + place in the batch, so that a replay gives the same ids.
CREATE TABLE frames (
    frame_id      bigint PRIMARY KEY,
    device_id     bigint NOT NULL,
    activation_id bigint,
    received_at   timestamptz NOT NULL,
    protocol      text NOT NULL,
    raw           bytea NOT NULL
);

-- source: 0 unknown, 1 satellite, 2 cell, 3 wifi, 4 fused.
CREATE TABLE fixes (
    device_id     bigint NOT NULL,
    happened_at   timestamptz NOT NULL,
    source        smallint NOT NULL,
    ordinal       smallint NOT NULL,
    valid         boolean NOT NULL,
    archived      boolean NOT NULL,
    received_at   timestamptz NOT NULL,
    visible_at    timestamptz NOT NULL,
    frame_id      bigint NOT NULL,
    lat           double precision NOT NULL,
    lon           double precision NOT NULL,
    activation_id bigint,
    accuracy_m    real,
    hdop          real,
    satellites    smallint,
    altitude_m    real,
    speed_kmh     real,
    course_deg    real,
    PRIMARY KEY (device_id, happened_at, source)
);

-- Observations that are no positions. detail holds the observation's own fields.
CREATE TABLE signals (
    device_id     bigint NOT NULL,
    happened_at   timestamptz NOT NULL,
    kind          text NOT NULL,
    frame_id      bigint NOT NULL,
    ordinal       smallint NOT NULL,
    activation_id bigint,
    received_at   timestamptz NOT NULL,
    visible_at    timestamptz NOT NULL,
    detail        jsonb NOT NULL,
    PRIMARY KEY (device_id, happened_at, kind, detail)
);

CREATE TABLE findings (
    finding_id   uuid PRIMARY KEY,
    person_id    bigint NOT NULL,
    condition    text,
    device_id    bigint,
    kind         text NOT NULL,
    severity     text NOT NULL,
    began_at     timestamptz NOT NULL,
    decided_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    late         boolean NOT NULL,
    withdrawn_at timestamptz,
    because      jsonb NOT NULL,
    visible_at   timestamptz NOT NULL
);
CREATE INDEX findings_of_person ON findings (person_id, began_at);
CREATE INDEX findings_by_visibility ON findings (visible_at);

-- How far each partition is judged and stored. clock_ms: the clock as the last message gave it.
CREATE TABLE checkpoints (
    partition  integer PRIMARY KEY,
    partitions integer NOT NULL,
    stream_seq bigint NOT NULL,
    clock_ms   bigint NOT NULL
);

-- What the rules remember of each person, as of the checkpoint of the person's partition.
CREATE TABLE person_states (
    person_id bigint PRIMARY KEY,
    state     bytea NOT NULL
) WITH (fillfactor = 60);

-- Older states, from which a person is judged again when late data arrives.
-- judged_ms: everything that happened up to then is in the state. before_frame: frames below it had been heard.
CREATE TABLE person_snapshots (
    person_id    bigint NOT NULL,
    judged_ms    bigint NOT NULL,
    before_frame bigint NOT NULL,
    state        bytea NOT NULL,
    PRIMARY KEY (person_id, judged_ms)
);

-- Frames that were refused, as they came.
CREATE TABLE quarantine (
    quarantine_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    received_at   timestamptz NOT NULL,
    protocol      text NOT NULL,
    transport     text NOT NULL,
    peer          text NOT NULL,
    device        text,
    reason        text NOT NULL,
    field         text,
    byte_offset   integer,
    raw           bytea NOT NULL
);
CREATE INDEX quarantine_by_time ON quarantine (received_at);

-- Devices that spoke to us and are not in the register.
CREATE TABLE refused_devices (
    identity      text NOT NULL,
    protocol      text NOT NULL,
    first_seen_at timestamptz NOT NULL,
    last_seen_at  timestamptz NOT NULL,
    times         bigint NOT NULL,
    last_peer     text NOT NULL,
    PRIMARY KEY (identity, protocol)
);

-- What a process has counted since it started, so that an operator sees it in the metrics.
CREATE TABLE process_counters (
    process    text NOT NULL,
    name       text NOT NULL,
    value      bigint NOT NULL,
    counted_at timestamptz NOT NULL,
    PRIMARY KEY (process, name)
);
