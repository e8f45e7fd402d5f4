"""Opening and closing findings about a device: switches that stay on, and momentary signals."""

from __future__ import annotations

from msgspec.structs import replace

from baqylau.rules.breaches import Changed
from baqylau.rules.finding import SEVERITY, Finding, Ground, finding_id
from baqylau.rules.programme import Programme
from baqylau.rules.state import Worn


class Scene:
    """Where and when a signal came: began_ms, when it happened; decided_ms, when it was heard."""

    __slots__ = ("began_ms", "changed", "decided_ms", "due_ms", "programme", "worn")

    def __init__(
        self,
        programme: Programme,
        worn: Worn,
        began_ms: int,
        decided_ms: int,
        due_ms: int,
        changed: Changed,
    ) -> None:
        self.programme = programme
        self.worn = worn
        self.began_ms = began_ms
        self.decided_ms = decided_ms
        self.due_ms = due_ms
        self.changed = changed

    def mark(self, name: str, time_ms: int) -> None:
        if self.worn.marks is None:
            self.worn.marks = {}
        self.worn.marks[name] = max(time_ms, self.worn.marks.get(name, 0))

    def last(self, name: str) -> int:
        return self.worn.marks.get(name, 0) if self.worn.marks is not None else 0


def open_once(scene: Scene, kind: str, about: str, because: tuple[Ground, ...]) -> Finding:
    """The open finding about this, or a new one."""
    worn = scene.worn
    if worn.open is not None and about in worn.open:
        return worn.open[about]
    finding = _finding(scene, kind, about, because, None)
    if worn.open is None:
        worn.open = {}
    worn.open[about] = finding
    return finding


def close(worn: Worn, about: str, ended_ms: int, changed: Changed) -> None:
    """Ends the finding about this, if one is open; it never ends before it began."""
    if worn.open is None or about not in worn.open:
        return
    finding = worn.open.pop(about)
    if not worn.open:
        worn.open = None
    if finding.ended_ms is not None:
        return
    changed[finding.finding_id] = replace(finding, ended_ms=max(ended_ms, finding.began_ms))


def switch(scene: Scene, kind: str, active: bool, ground: Ground, about: str | None = None) -> None:
    """A signal that stays on until the device says it is off. about: which of several of that kind.

    Memory that is uploaded newest first says "off" before the "on" it ended: that on-time is then a finding that
    has already ended.
    """
    worn, time_ms = scene.worn, scene.began_ms
    about = kind if about is None else about
    off_ms = scene.last(about)
    if not active:
        finding = worn.open.get(about) if worn.open is not None else None
        if finding is not None and time_ms >= finding.began_ms:
            close(worn, about, time_ms, scene.changed)
            scene.mark(f"{about}/told", time_ms)
        scene.mark(about, time_ms)
    elif time_ms >= off_ms:
        open_once(scene, kind, about, (ground,))
    elif scene.last(f"{about}/told") < off_ms:
        _finding(scene, kind, about, (ground,), off_ms)
        scene.mark(f"{about}/told", off_ms)


def momentary(scene: Scene, kind: str, about: str, ground: Ground) -> Finding | None:
    """A signal of an instant; the same again soon after is the same finding, and then None."""
    last_ms = scene.last(about)
    if last_ms and abs(scene.began_ms - last_ms) < scene.programme.thresholds.repeat_s * 1000:
        scene.mark(about, scene.began_ms)
        return None
    scene.mark(about, scene.began_ms)
    return _finding(scene, kind, about, (ground,), scene.began_ms)


def _finding(
    scene: Scene, kind: str, about: str, because: tuple[Ground, ...], ended_ms: int | None
) -> Finding:
    programme = scene.programme
    finding = Finding(
        finding_id(programme.person_id, scene.worn.device_id, None, about, scene.began_ms),
        programme.person_id,
        None,
        kind,
        SEVERITY[kind],
        scene.began_ms,
        scene.decided_ms,
        ended_ms,
        scene.decided_ms - scene.due_ms > programme.thresholds.late_after_s * 1000,
        None,
        because,
        scene.worn.device_id,
    )
    scene.changed[finding.finding_id] = finding
    return finding
