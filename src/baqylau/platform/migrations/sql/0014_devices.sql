-- What several statements ask of a device, said once.

-- Whether a device, or who wears it, belongs to the account's offices, or the device to none. For single devices; lists
-- gather the offices first.
CREATE FUNCTION device_at_hand(account_office bigint, office bigint, wearers_office bigint) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN office IS NULL OR sees_office(account_office, office) OR coalesce(sees_office(account_office, wearers_office), false);

-- What a device said of its battery in the two days before a moment, since it was put on: [ms, per cent, V, charging], oldest
-- first; null where it said nothing.
CREATE FUNCTION battery_readings(device bigint, worn_from timestamptz, until timestamptz) RETURNS json
    LANGUAGE sql STABLE PARALLEL SAFE
RETURN (
    SELECT json_agg(json_build_array(
               (extract(epoch FROM happened_at) * 1000)::bigint, detail -> 'level_percent', detail -> 'voltage_v',
               detail -> 'charging') ORDER BY happened_at)
    FROM signals
    WHERE device_id = device AND kind = 'battery' AND happened_at <= until
          AND happened_at >= greatest(worn_from, until - interval '48 hours'));
