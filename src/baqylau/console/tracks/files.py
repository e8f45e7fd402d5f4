"""A track as a file that other programs read: CSV, GPX 1.1, GeoJSON (RFC 7946). Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import quoteattr

from baqylau.console.routes.shapes import SOURCES
from baqylau.console.tracks.reasons import REASONS
from baqylau.console.tracks.track import WholeTrack
from baqylau.platform.instants import to_datetime

_NAMES = (
    "time", "lat", "lon", "accuracy_m", "circle_m", "speed_kmh", "source", "device",
    "valid", "archived", "lag_s", "reason",
)  # fmt: skip


def points(track: WholeTrack) -> Iterator[dict[str, Any]]:
    """A fix a line, in words; None where a value is missing."""
    columns = track.columns()
    identities = [one["identity"] for one in track.devices]
    for row in zip(*columns.values(), strict=True):
        point: dict[str, Any] = {
            name: None if isinstance(value, float) and value != value else value
            for name, value in zip(columns, row, strict=True)
        }
        yield {
            **point,
            "time": _iso(point["time_ms"]),
            "source": SOURCES[point["source"]],
            "device": identities[point["device"]],
            "reason": REASONS[point["reason"]],
        }


def as_csv(track: WholeTrack) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, _NAMES, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(points(track))
    return text.getvalue()


def as_gpx(track: WholeTrack) -> str:
    """Only fixes that the rules use; a gap begins a new segment, so that no line is drawn over it."""
    ends = iter([begin_ms for begin_ms, _ in track.gaps()])
    next_ms = next(ends, None)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gpx version="1.1" creator="Baqylau" xmlns="http://www.topografix.com/GPX/1/1">',
        f"<trk><name>{track.person_id}</name><trkseg>",
    ]
    for point in points(track):
        if point["reason"] != "used":
            continue
        parts.append(
            f"<trkpt lat={quoteattr(str(point['lat']))} lon={quoteattr(str(point['lon']))}>"
            f"<time>{point['time']}</time></trkpt>"
        )
        while next_ms is not None and point["time_ms"] >= next_ms:
            parts.append("</trkseg><trkseg>")
            next_ms = next(ends, None)
    parts.append("</trkseg></trk></gpx>")
    return "\n".join(parts)


def as_geojson(track: WholeTrack) -> str:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [point["lon"], point["lat"]]},
            "properties": {name: point[name] for name in _NAMES if name not in ("lat", "lon")},
        }
        for point in points(track)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))


def _iso(time_ms: int) -> str:
    return to_datetime(time_ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")
