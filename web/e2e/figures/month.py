"""Writes thirty days of a fix a minute for one wearer of a demonstration that runs. Usage: month.py DATA_FOLDER"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import psycopg

FIXES = 43_200
MINUTE_MS = 60_000
_WEARER = """
SELECT a.person_id, a.device_id, extract(epoch FROM a.from_at)::bigint * 1000 FROM activations AS a
JOIN orders AS o USING (person_id) JOIN order_versions AS v USING (order_id)
JOIN conditions AS c USING (order_version_id)
WHERE c.kind = 'exclusion' AND v.valid_from < a.from_at - interval '29 days' AND a.to_at IS NULL
ORDER BY a.person_id LIMIT 1
"""
_EARLIER = (
    "UPDATE activations SET from_at = from_at - interval '31 days' WHERE device_id = %s AND to_at IS NULL"
)
_WALK = """
INSERT INTO fixes (device_id, happened_at, source, ordinal, valid, archived, received_at, visible_at, frame_id,
                   lat, lon, accuracy_m, speed_kmh)
SELECT %(device)s, t, 1, 0, true, false, t + interval '2 s', t + interval '2 s', 1,
       43.24 + 0.05 * sin(n / 700.0) + 0.002 * sin(n / 13.0), 76.89 + 0.06 * cos(n / 900.0) + 0.002 * cos(n / 11.0),
       CASE WHEN n %% 40 = 0 THEN 300 ELSE 8 END, 30
FROM (SELECT n, to_timestamp(%(from)s / 1000.0) + n * interval '1 min' AS t FROM generate_series(0, %(last)s) AS n) AS f
ON CONFLICT DO NOTHING
"""


def main(folder: Path) -> None:
    runtime = json.loads((folder / "runtime.json").read_text())
    with psycopg.connect(runtime["database_url"]) as connection:
        found = connection.execute(_WEARER).fetchone()
        if found is None:
            sys.exit("nobody wears a device under an order with an exclusion zone that is thirty days old")
        person_id, device_id, began_ms = found
        to_ms = began_ms - began_ms % MINUTE_MS
        from_ms = to_ms - FIXES * MINUTE_MS
        connection.execute(_EARLIER, (device_id,))
        connection.execute(_WALK, {"device": device_id, "from": from_ms, "last": FIXES - 1})
    print(json.dumps({"person_id": person_id, "from_ms": from_ms, "to_ms": to_ms, "fixes": FIXES}))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
