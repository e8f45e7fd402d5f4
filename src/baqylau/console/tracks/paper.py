"""A whole track as what the paper for a court is made of. Pure."""

from __future__ import annotations

import hashlib

import numpy as np

from baqylau.console.routes.shapes import SOURCES
from baqylau.console.tracks.files import as_csv
from baqylau.console.tracks.fixes import times_ms
from baqylau.console.tracks.reasons import REASONS
from baqylau.console.tracks.track import WholeTrack
from baqylau.incidents.instants import milliseconds
from baqylau.papers.people import Office, Whom
from baqylau.papers.track_data import Found, Points, TrackPaper


def track_paper(track: WholeTrack, span: tuple[int, int], whom: Whom, office: Office) -> TrackPaper:
    """span: what was asked for, milliseconds since the epoch. Writes the CSV file to tell its digest."""
    return TrackPaper(
        whom,
        office,
        [
            version
            for version in track.versions
            if any(
                version.in_force_from_ms < end and begin < (version.in_force_to_ms or end)
                for begin, end in track.periods
            )
        ],
        span,
        track.periods,
        _points(track),
        list(track.gaps()),
        track.gap_s,
        [one["identity"] for one in track.devices],
        [
            Found(
                row["kind"],
                row["condition"],
                milliseconds(row["began_at"]),
                milliseconds(row["ended_at"]),
                row["withdrawn_at"] is not None,
            )
            for row in track.findings
        ],
        hashlib.sha256(as_csv(track).encode()).hexdigest(),
    )


def _points(track: WholeTrack) -> Points:
    fixes = track.fixes
    return Points(
        times_ms(fixes, "happened_us"),
        fixes["lat"].astype(np.float64),
        fixes["lon"].astype(np.float64),
        fixes["accuracy_m"].astype(np.float64),
        fixes["speed_kmh"].astype(np.float64),
        fixes["source"].astype(np.int16),
        track.reasons,
        SOURCES,
        REASONS,
    )
