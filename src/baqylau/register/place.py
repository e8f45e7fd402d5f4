"""Where a condition holds: a circle or a polygon, as close to GeoJSON as a circle allows."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from baqylau.platform.refusal import Refusal
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
                raise Refusal("ring_points", ring=number, points=len(ring))
            if ring[0] != ring[-1]:
                raise Refusal("ring_open", ring=number)
            if any(abs(b[0] - a[0]) > 180 for a, b in pairwise(ring)):
                raise Refusal("ring_antimeridian", ring=number)
            if _twice_area(ring) == 0:
                raise Refusal("ring_without_area", ring=number)
        _refuse_crossing(rings)
        return rings


Place = Annotated[Circle | Polygon, Field(discriminator="type")]


def _refuse_crossing(rings: tuple[tuple[Coordinate, ...], ...]) -> None:
    # Loaded for polygons only: most orders have none, and a replay must start at once.
    import shapely  # type: ignore[import-untyped]

    polygon = shapely.Polygon(rings[0], rings[1:])
    if not polygon.is_valid:
        # As GEOS says it: Self-intersection[76.9 43.2].
        near = shapely.is_valid_reason(polygon).partition("[")[2].rstrip("]")
        raise Refusal("rings_cross", near=near)


def _twice_area(ring: tuple[Coordinate, ...]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)))
