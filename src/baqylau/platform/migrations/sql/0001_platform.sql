-- What `baqylau up` did when one of its processes died, for operators and /metrics.

CREATE TABLE process_restarts (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    process      text        NOT NULL,  -- gateway, monitor-1, console, jobs, postgres, nats
    ended_at     timestamptz NOT NULL,  -- real time, whatever speed the system's clock runs at
    exit_code    integer     NOT NULL,  -- negative: the signal that ended it
    recorded_at  timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX process_restarts_ended_at ON process_restarts (ended_at);
