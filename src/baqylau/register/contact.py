"""How a supervised person is reached beside the device: words of service, such as that a battery ends."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Phone = Annotated[
    str,
    Field(
        pattern=r"^\+[1-9][0-9]{6,14}$",
        description="International, with a plus and digits alone (E.164).",
        examples=["+77011234567"],
    ),
]
Email = Annotated[
    str,
    # A valid address as forms of the web know it (WHATWG HTML, "valid email address"), with a dot in its domain.
    Field(
        max_length=254,
        pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$",
        examples=["a.serik@example.kz"],
    ),
]


class Contact(BaseModel):
    """The person's own; in which language they are addressed stands with the person."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phone: Phone | None = None
    email: Email | None = None
