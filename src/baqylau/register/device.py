"""A device that is worn, carried or set up at home; the kinds follow Order 404 of 17 May 2023."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

DeviceKind = Literal[
    "bracelet",
    "tracker",
    "home_unit",
    "mobile_unit",
    "beacon",
    "audiovisual_unit",
    "breath_unit",
    "phone",
]
DeviceState = Literal["stock", "issued", "fitted", "faulty", "returned", "wiped", "retired", "lost"]

_FORMERLY = {"serviceable": "stock", "repair": "faulty"}


def _as_now_called(state: Any) -> Any:
    return _FORMERLY.get(state, state) if isinstance(state, str) else state


class Device(BaseModel):
    """Who wears it is no property of the device: that is an activation."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    identity: str = Field(
        min_length=1, description="What the device calls itself on the wire: an IMEI, a terminal id."
    )
    protocol: str = Field(
        pattern=r"^[a-z][a-z0-9_]*$", description="The language it speaks.", examples=["teltonika"]
    )
    kind: DeviceKind
    radio_identity: str = Field(
        "",
        max_length=64,
        description="What a bracelet or beacon calls itself by radio. Empty: the same as `identity`.",
    )
    model: str = ""
    serial: str = ""
    state: Annotated[DeviceState, BeforeValidator(_as_now_called)] = Field(
        "stock",
        description="Where it is in its life. Counts for a new device; from then on it changes by steps alone.",
    )
    office: str | None = Field(
        None, description="Code of the office whose stock it belongs to; without it: as it was."
    )
