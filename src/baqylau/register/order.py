"""A court's order in its published format: whom it binds, where, when, on what ground, from when to when.

The same format is read by the register, by `baqylau replay` and by the rules; its JSON Schema is
docs/reference/order.schema.json.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from baqylau.platform.refusal import Refusal
from baqylau.register.grounds import ground_at, legal_grounds
from baqylau.register.hours import Hours, HoursException, PermittedAbsence
from baqylau.register.place import Circle, Place, Polygon
from baqylau.register.schedule import Schedule
from baqylau.register.zone import ZoneName

ConditionKind = Literal["curfew", "exclusion", "inclusion", "attendance", "alcohol", "check_in", "protection"]
TEST_KINDS = frozenset(("alcohol", "check_in"))
"""Kinds that are kept by doing something when it is due, wherever that is; they have a schedule and no place."""
TEST_TERMS = frozenset(("schedule", "limit_mg_l", "tolerance_mg_l", "way"))
"""What only they have."""
PROTECTION_TERMS = frozenset(("protects", "distance_m"))
"""What only a condition of kind `protection` has."""
Way = Literal["face", "voice", "phone"]


class OrderError(ValueError):
    """The order cannot be accepted; the message names each field and what is wrong with it, a line each."""


class Person(BaseModel):
    """Whom the order binds, as the court wrote it; the register knows the rest. Further fields are kept."""

    model_config = ConfigDict(frozen=True, extra="allow")

    name: str = Field(min_length=1, max_length=200)
    iin: str | None = Field(
        default=None, pattern=r"^\d{12}$", description="Individual identification number."
    )


class Validity(BaseModel):
    """The order binds from `from` until before `to`; without `to` until it is ended."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    from_: AwareDatetime = Field(alias="from")
    to: AwareDatetime | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Validity:
        if self.to is not None and self.to <= self.from_:
            raise Refusal("order_ends_before")
        return self


class Condition(BaseModel):
    """One thing the order demands.

    curfew: be in the place in these hours. exclusion: stay out of it (in these hours, or always). inclusion:
    do not leave it. attendance: be there at some time in each of these hours. `warning_m`: width of the ring
    around an exclusion zone in which an approach is warned of, metres.

    alcohol: no more alcohol in the breath than the limit, tested when `schedule` says. check_in: show oneself when
    `schedule` says. These two have no place and no hours. `limit_mg_l`, `tolerance_mg_l`: milligrams in a litre of
    breath; a test is positive when what was measured less the tolerance of the device is above the limit.

    protection: keep `distance_m` metres away from the protected person whose code is `protects`, wherever that person
    is. It has neither place nor hours; a permitted absence is a permitted meeting. The order has no name of theirs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1, max_length=64, pattern=r"^[\w.-]+$")
    kind: ConditionKind
    place: Place | None = Field(default=None, description="Needed, but for alcohol, check_in and protection.")
    hours: tuple[Hours, ...] = Field(
        default=(), description="Without hours: always (not for curfew and attendance)."
    )
    exceptions: tuple[HoursException, ...] = ()
    permitted_absences: tuple[PermittedAbsence, ...] = ()
    warning_m: float | None = Field(default=None, ge=0, le=50_000, description="Metres; exclusion only.")
    schedule: Schedule | None = Field(default=None, description="Needed for alcohol and check_in.")
    limit_mg_l: float | None = Field(
        default=None, ge=0, le=10, description="alcohol only; without it the threshold alcohol_limit_mg_l."
    )
    tolerance_mg_l: float | None = Field(
        default=None, ge=0, le=1, description="alcohol only; without it the threshold alcohol_tolerance_mg_l."
    )
    way: Way | None = Field(
        default=None, description="Needed for check_in: what the person shows oneself by."
    )

    protects: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9_.-]{1,64}$",
        description="protection only: code of the protected person.",
    )
    distance_m: float | None = Field(
        default=None, gt=0, le=50_000, description="protection only: metres to keep away."
    )

    @property
    def where(self) -> Circle | Polygon:
        """The place of a condition that has one. Raises ValueError for one that has none."""
        if self.place is None:
            raise Refusal("condition_has_no_place", condition_kind=self.kind)
        return self.place

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Condition:
        if self.kind in TEST_KINDS:
            _refuse_on_test(self)
        elif self.kind == "protection":
            _refuse_on_protection(self)
        else:
            _refuse_on_place(self)
        if self.kind != "protection" and (self.protects is not None or self.distance_m is not None):
            raise Refusal("protection_alone")
        if self.kind in ("curfew", "attendance") and not self.hours:
            raise Refusal("condition_needs_hours", condition_kind=self.kind)
        if self.warning_m is not None and self.kind != "exclusion":
            raise Refusal("exclusion_alone")
        dates = [exception.date for exception in self.exceptions]
        if len(dates) != len(set(dates)):
            raise Refusal("exceptions_twice")
        return self


def _refuse_on_test(condition: Condition) -> None:
    if condition.place is not None or condition.hours:
        raise Refusal("condition_without_place", condition_kind=condition.kind)
    if condition.schedule is None:
        raise Refusal("condition_needs_schedule", condition_kind=condition.kind)
    if (condition.way is not None) != (condition.kind == "check_in"):
        raise Refusal("check_in_way")
    if condition.kind != "alcohol" and _has_limits(condition):
        raise Refusal("alcohol_limits")


def _refuse_on_protection(condition: Condition) -> None:
    if condition.place is not None or condition.hours or condition.exceptions:
        raise Refusal("protection_everywhere")
    if condition.protects is None or condition.distance_m is None:
        raise Refusal("protection_needs")
    _refuse_test_terms(condition)


def _refuse_test_terms(condition: Condition) -> None:
    if condition.schedule is not None or condition.way is not None or _has_limits(condition):
        raise Refusal("tests_alone")


def _refuse_on_place(condition: Condition) -> None:
    if condition.place is None:
        raise Refusal("condition_needs_place", condition_kind=condition.kind)
    _refuse_test_terms(condition)


def _has_limits(condition: Condition) -> bool:
    return condition.limit_mg_l is not None or condition.tolerance_mg_l is not None


class Order(BaseModel):
    """An order, or one version of it: `replaces` then names the number of the version before it."""

    model_config = ConfigDict(frozen=True, extra="forbid", title="Order")

    person: Person
    timezone: ZoneName = Field(
        description="IANA zone in which hours are meant, where the place has none of its own."
    )
    ground: Annotated[str, Field(json_schema_extra={"enum": sorted(legal_grounds())})]
    number: str | None = Field(default=None, max_length=100)
    court: str | None = Field(default=None, max_length=300)
    valid: Validity
    conditions: tuple[Condition, ...]
    replaces: str | None = Field(default=None, max_length=100)

    @model_validator(mode="after")
    def _is_consistent(self) -> Order:
        ground_at(self.ground, self.valid.from_.date())
        ids = [condition.id for condition in self.conditions]
        twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
        if twice:
            raise Refusal("conditions_twice", condition=twice[0])
        return self


class OrderVersion(BaseModel):
    """An order as it was in force in one span of time, half open; without `in_force_to_ms`: still.

    seeds: by condition, hexadecimal, the secret from which its random tests are drawn; no part of the order's format.
    """

    model_config = ConfigDict(frozen=True)

    order: Order
    in_force_from_ms: int
    in_force_to_ms: int | None = None
    seeds: Mapping[str, str] = Field(default_factory=dict, repr=False)


def versions_in_force(orders: Sequence[Order]) -> tuple[OrderVersion, ...]:
    """The versions of one person's order, each in force until its own end or until the next one begins.

    A version that its successor replaces before it began was never in force and is left out.
    """
    ordered = sorted(orders, key=lambda order: order.valid.from_)
    begins = [epoch_ms(order.valid.from_) for order in ordered]
    versions = []
    for index, order in enumerate(ordered):
        ends = [begins[index + 1]] if index + 1 < len(ordered) else []
        if order.valid.to is not None:
            ends.append(epoch_ms(order.valid.to))
        end = min(ends, default=None)
        if end is None or end > begins[index]:
            versions.append(OrderVersion(order=order, in_force_from_ms=begins[index], in_force_to_ms=end))
    return tuple(versions)


def parse_order(data: Any) -> Order:
    """Reads decoded JSON or YAML. Raises OrderError."""
    try:
        return Order.model_validate(data)
    except ValidationError as error:
        raise OrderError(_explain(error)) from None


def read_order(path: Path) -> Order:
    """Reads a JSON file. Raises OrderError, also when the file is not there or is no JSON."""
    return parse_order(_json_of(path))


def read_versions(path: Path) -> tuple[OrderVersion, ...]:
    """Reads a JSON file of one order, or of a list of one person's versions. Raises OrderError."""
    data = _json_of(path)
    return versions_in_force([parse_order(each) for each in (data if isinstance(data, list) else [data])])


def order_schema() -> str:
    """The JSON Schema of the format, as published in docs/reference/order.schema.json."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Order.model_json_schema(by_alias=True),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def epoch_ms(moment: datetime) -> int:
    """Milliseconds since the epoch, exact; the moment must carry its zone."""
    delta = moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * 1000 + delta.microseconds // 1000


def _json_of(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OrderError(f"{path}: {error.strerror}") from None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise OrderError(f"{path}: not JSON: {error}") from None


def _explain(error: ValidationError) -> str:
    lines = []
    for each in error.errors(include_url=False, include_context=False):
        where = ".".join(str(part) for part in each["loc"]) or "order"
        lines.append(f"{where}: {each['msg'].removeprefix('Value error, ')}")
    return "\n".join(lines)
