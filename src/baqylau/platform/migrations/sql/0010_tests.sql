-- Breath tests and check-ins: conditions that have a schedule in place of a place.
ALTER TABLE conditions
    DROP CONSTRAINT conditions_kind_check,
    ADD CONSTRAINT conditions_kind_check
        CHECK (kind IN ('curfew', 'exclusion', 'inclusion', 'attendance', 'alcohol', 'check_in')),
    ALTER COLUMN place_id DROP NOT NULL,
    ADD COLUMN schedule jsonb CHECK (jsonb_typeof(schedule) = 'object'),
    ADD COLUMN limit_mg_l double precision CHECK (limit_mg_l >= 0),
    ADD COLUMN tolerance_mg_l double precision CHECK (tolerance_mg_l >= 0),
    ADD COLUMN way text CHECK (way IN ('face', 'voice', 'phone')),
    ADD CONSTRAINT conditions_place_or_schedule CHECK (
        CASE WHEN kind IN ('alcohol', 'check_in') THEN place_id IS NULL AND schedule IS NOT NULL
             ELSE place_id IS NOT NULL AND schedule IS NULL END);

-- From what the times of random tests are drawn. Never read by the console, so never shown or exported; kept as long
-- as the order, because what was due on a day that lies back must come out the same again.
CREATE TABLE test_seeds (
    order_id bigint NOT NULL REFERENCES orders,
    key      text NOT NULL,
    seed     bytea NOT NULL CHECK (length(seed) = 32),
    PRIMARY KEY (order_id, key)
);
