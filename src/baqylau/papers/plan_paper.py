"""Where on the paper a place of a map is."""

from __future__ import annotations

from baqylau.papers.plan import Frame, Line, LonLat

Spot = tuple[float, float]
"""Millimetres from the left and from the top of the page."""
NEAREST_MM = 0.15
"""Points of a line nearer than this to the one before do not show on paper."""


class Paper:
    """Degrees to millimetres: equirectangular about the middle of the frame, true to angle over a city."""

    def __init__(self, frame: Frame, left: float, top: float, width: float, height: float) -> None:
        self.frame = frame
        self.left, self.top, self.width, self.height = left, top, width, height
        self.x_scale = width / (frame[2] - frame[0])
        self.y_scale = height / (frame[3] - frame[1])

    def spot(self, at: LonLat) -> Spot:
        return (
            self.left + (at[0] - self.frame[0]) * self.x_scale,
            self.top + (self.frame[3] - at[1]) * self.y_scale,
        )

    def line(self, line: Line) -> list[Spot]:
        """Without points that fall upon the one before."""
        found: list[Spot] = []
        for at in line:
            x, y = self.spot(at)
            if not found or abs(x - found[-1][0]) > NEAREST_MM or abs(y - found[-1][1]) > NEAREST_MM:
                found.append((x, y))
        return found

    def touches(self, line: Line) -> bool:
        lons, lats = [at[0] for at in line], [at[1] for at in line]
        west, south, east, north = self.frame
        return min(lons) <= east and max(lons) >= west and min(lats) <= north and max(lats) >= south
