"""Where a condition holds: a circle or a polygon, as close to GeoJSON as a circle allows."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from baqylau.register.zone import ZoneName

Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Coordinate = tuple[Longitude, Latitude]
"""[lon, lat], degrees, WGS 84: the order GeoJSON writes them in."""


class _Place(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    timezone: ZoneName | None = Field(
        default=None, description="IANA zone of the place where it is not the order's."
    )
    name: str | None = Field(default=None, max_length=200, description="What people call it.")


class Circle(_Place):
    """All points within `radius_m` metres of the point."""

    type: Literal["Point"]
    coordinates: Coordinate
    radius_m: float = Field(gt=0, le=200_000, description="Metres.")


class Polygon(_Place):
    """An outer ring, then holes; a ring is closed and has at least four points (RFC 7946 §3.1.6)."""

    type: Literal["Polygon"]
    coordinates: tuple[tuple[Coordinate, ...], ...] = Field(min_length=1)

    @field_validator("coordinates")
    @classmethod
    def _rings_are_closed(
        cls, rings: tuple[tuple[Coordinate, ...], ...]
    ) -> tuple[tuple[Coordinate, ...], ...]:
        for number, ring in enumerate(rings, start=1):
            if len(ring) < 4:
                raise ValueError(f"ring {number} has {len(ring)} points, at least 4 are needed")
            if ring[0] != ring[-1]:
                raise ValueError(f"ring {number} is not closed: its first and last points differ")
            if any(abs(b[0] - a[0]) > 180 for a, b in pairwise(ring)):
                raise ValueError(f"ring {number} crosses the antimeridian; split the place there")
            if _twice_area(ring) == 0:
                raise ValueError(f"ring {number} has no area")
        _refuse_crossing(rings)
        return rings


Place = Annotated[Circle | Polygon, Field(discriminator="type")]


def _refuse_crossing(rings: tuple[tuple[Coordinate, ...], ...]) -> None:
    # Loaded for polygons only: most orders have none, and a replay must start at once.
    import shapely  # type: ignore[import-untyped]

    polygon = shapely.Polygon(rings[0], rings[1:])
    if not polygon.is_valid:
        raise ValueError(f"the rings cross themselves or each other: {shapely.is_valid_reason(polygon)}")


def _twice_area(ring: tuple[Coordinate, ...]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)))
