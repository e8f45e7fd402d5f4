"""The clock of a data folder goes on from start to start: what happened there never lies in its future."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from baqylau.platform.clock import SystemClock
from baqylau.platform.settings import Settings


@dataclass(frozen=True, slots=True)
class Course:
    """How a clock runs: at `origin_real_ms` it read `origin_ms`, and it goes `speed` times as fast as real time."""

    speed: float
    origin_real_ms: int
    origin_ms: int

    def at_real_ms(self, real_ms: int) -> int:
        """What it reads at a real instant, both milliseconds since the epoch."""
        return SystemClock(self.speed, self.origin_real_ms, self.origin_ms).at_real_ms(real_ms)


def settle_clock(settings: Settings, folder: Path, real_now_ms: int) -> Settings:
    """Settings with one origin for all processes, which never sets the folder's clock back.

    An origin that is set is taken as it is. A folder that only ever ran at real time needs none.
    """
    earlier = _read(folder)
    course = _course(settings, earlier, real_now_ms)
    if course is None:
        return settings
    if course != earlier:
        _file(folder).write_text(json.dumps(asdict(course)) + "\n", encoding="ascii")
    found = {"clock_origin_real_ms": course.origin_real_ms, "clock_origin_ms": course.origin_ms}
    return settings.model_copy(update=found)


def _course(settings: Settings, earlier: Course | None, real_now_ms: int) -> Course | None:
    speed, origin_real_ms = settings.clock_speed, settings.clock_origin_real_ms
    if origin_real_ms is not None:
        origin_ms = settings.clock_origin_ms
        return Course(speed, origin_real_ms, origin_real_ms if origin_ms is None else origin_ms)
    if earlier is None:
        return None if speed == 1.0 else Course(speed, real_now_ms, real_now_ms)
    if earlier.speed == speed:
        return earlier
    return Course(speed, real_now_ms, max(real_now_ms, earlier.at_real_ms(real_now_ms)))


def _file(folder: Path) -> Path:
    return folder / "clock.json"


def _read(folder: Path) -> Course | None:
    if not _file(folder).exists():
        return None
    return Course(**json.loads(_file(folder).read_text(encoding="ascii")))
