"""Tampering in two stages: momentary (high), then confirmed (critical).

Confirmed by a second report, by strap and case together, by movement or by leaving a place while it is open. A person
confirms by the disposition of the incident. What clears by itself stays for a person; that it hung on a charger at the
time is said in the grounds and hides nothing.
"""

from __future__ import annotations

from math import cos, hypot, radians

from msgspec.structs import replace

from baqylau.rules.breaches import Changed
from baqylau.rules.device_findings import Scene
from baqylau.rules.finding import Finding, Ground
from baqylau.rules.state import Worn

CONFIRMED = "critical"
OPENINGS = ("strap_opened", "case_opened")


def opened(scene: Scene, kind: str, before: Finding | None, ground: Ground) -> None:
    """A report that strap or case is open was taken in; before: the finding that was open until then."""
    worn, thresholds = scene.worn, scene.programme.thresholds
    finding = (worn.open or {}).get(kind)
    if finding is None or finding.severity == CONFIRMED:
        return
    if before is None:
        _note_charging(scene, kind)
        for name in ("opened/lat", "opened/lon"):
            (worn.marks or {}).pop(name, None)
        closed_ms = scene.last(kind)
        if closed_ms and scene.began_ms - closed_ms <= thresholds.together_s * 1000:
            confirm(worn, kind, Ground("opened_again", scene.began_ms, scene.decided_ms), scene.changed)
    elif scene.began_ms - finding.began_ms >= thresholds.confirm_s * 1000:
        confirm(worn, kind, replace(ground, fact="second_report"), scene.changed)
    _strap_and_case(scene)


def told(scene: Scene, about: str, finding: Finding | None, ground: Ground) -> None:
    """The device told of a tampering; finding: the new one, None where it repeats one told shortly before."""
    worn = scene.worn
    if finding is not None:
        # It ended as it began; it stays at hand for the report that confirms it.
        if worn.open is None:
            worn.open = {}
        worn.open[about] = finding
        return
    first = (worn.open or {}).get(about)
    if first is not None and scene.began_ms - first.began_ms >= scene.programme.thresholds.confirm_s * 1000:
        confirm(worn, about, replace(ground, fact="second_report"), scene.changed)


def moved(scene: Scene, ground: Ground) -> None:
    """The device moves: what is open on it is no flicker at rest."""
    for kind in OPENINGS:
        finding = (scene.worn.open or {}).get(kind)
        if finding is not None and scene.began_ms - finding.began_ms >= 0:
            confirm(scene.worn, kind, ground, scene.changed)


def travelled(scene: Scene, lat: float, lon: float, circle_m: float, ground: Ground) -> None:
    """Where the device is while strap or case is open: who has gone on with it has not had a flicker.

    The first place after the opening is kept among the marks, in millionths of a degree.
    """
    worn = scene.worn
    unconfirmed = [
        each for kind in OPENINGS if (each := (worn.open or {}).get(kind)) and each.severity != CONFIRMED
    ]
    if not unconfirmed or scene.began_ms < min(each.began_ms for each in unconfirmed):
        return
    marks = worn.marks
    if marks is None or "opened/lat" not in marks:
        # Not Scene.mark: that keeps the greater of two, and degrees are no times.
        worn.marks = {**(marks or {}), "opened/lat": round(lat * 1e6), "opened/lon": round(lon * 1e6)}
        return
    north_m = (lat - marks["opened/lat"] / 1e6) * 111_200
    east_m = (lon - marks["opened/lon"] / 1e6) * 111_320 * cos(radians(lat))
    if hypot(north_m, east_m) - circle_m > scene.programme.thresholds.left_open_m:
        for kind in OPENINGS:
            confirm(worn, kind, ground, scene.changed)


def confirm(worn: Worn, about: str, ground: Ground, changed: Changed) -> None:
    """The second stage of an open finding; once is enough."""
    finding = (worn.open or {}).get(about)
    if finding is None or finding.severity == CONFIRMED:
        return
    confirmed = replace(finding, severity=CONFIRMED, because=(*finding.because, ground))
    assert worn.open is not None
    worn.open[about] = changed[confirmed.finding_id] = confirmed


def charging(scene: Scene, connected: bool | None) -> None:
    """Remembers since when the device hangs on a charger."""
    marks = scene.worn.marks
    if connected and not (marks and "charging" in marks):
        scene.mark("charging", scene.began_ms)
    elif connected is False and marks is not None:
        marks.pop("charging", None)


def _note_charging(scene: Scene, kind: str) -> None:
    since_ms = scene.last("charging")
    if not since_ms or scene.worn.open is None:
        return
    finding = scene.worn.open[kind]
    noted = replace(finding, because=(*finding.because, Ground("while_charging", since_ms)))
    scene.worn.open[kind] = scene.changed[noted.finding_id] = noted


def _strap_and_case(scene: Scene) -> None:
    found = [(scene.worn.open or {}).get(kind) for kind in OPENINGS]
    if found[0] is None or found[1] is None:
        return
    for kind, other in zip(OPENINGS, reversed(OPENINGS), strict=True):
        confirm(scene.worn, kind, Ground(other, scene.began_ms, scene.decided_ms), scene.changed)
