"""The register file: offices, officers, places, devices, people and whom they keep away from, as YAML.

Everything that is wrong is found at once, each with its line. docs/reference/register-file.md describes the format.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from baqylau.register.contact import Contact
from baqylau.register.device import Device
from baqylau.register.hours import PermittedAbsence
from baqylau.register.instant import Instant
from baqylau.register.marked import FileRefused, Marked, Trouble
from baqylau.register.office import Office, Officer
from baqylau.register.order import Order, Validity
from baqylau.register.person import Person
from baqylau.register.place import Circle, Place, Polygon
from baqylau.register.protected_entry import ProtectedEntry

T = TypeVar("T")
Path = tuple[str | int, ...]
AnyPlace = Circle | Polygon

SECTIONS = ("offices", "officers", "places", "devices", "people", "protected_people")


class WornEntry(BaseModel):
    """A device that the person wears, by its identity; a home unit or beacon with the place where it was put up.

    installed_at: when it was put up there or last seen to stand there; without it, when the activation begins.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    device: str
    from_: Instant = Field(alias="from")
    to: Instant | None = None
    installed_lat: float | None = Field(None, ge=-90, le=90)
    installed_lon: float | None = Field(None, ge=-180, le=180)
    installed_at: Instant | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> WornEntry:
        if self.to is not None and self.to <= self.from_:
            raise ValueError("it is taken off before it is put on")
        return self

    @model_validator(mode="after")
    def _is_installed_somewhere(self) -> WornEntry:
        if (self.installed_lat is None) != (self.installed_lon is None):
            raise ValueError("where it was put up needs both installed_lat and installed_lon")
        if self.installed_at is not None and self.installed_lat is None:
            raise ValueError("installed_at says when, installed_lat and installed_lon must say where")
        return self


class PersonEntry(Person):
    """A person with places of their own, orders and devices. contact: without it, it stays as it is."""

    contact: Contact | None = None
    places: tuple[Place, ...] = ()
    orders: tuple[dict[str, Any], ...] = ()
    activations: tuple[WornEntry, ...] = ()


class OrderDates(BaseModel):
    """What the register keeps of an order beside its published format."""

    issued_on: date | None = None
    in_force_from: Instant | None = None


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """Something of the file and where it stands there."""

    path: Path
    value: T


@dataclass(slots=True)
class RegisterFile:
    """What a file says, with `troubles` for what it says wrongly."""

    marked: Marked
    offices: list[Entry[Office]] = field(default_factory=list)
    officers: list[Entry[Officer]] = field(default_factory=list)
    places: list[Entry[AnyPlace]] = field(default_factory=list)
    devices: list[Entry[Device]] = field(default_factory=list)
    people: list[Entry[PersonEntry]] = field(default_factory=list)
    protected_people: list[Entry[ProtectedEntry]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def refuse(self, path: Path, message: str) -> None:
        self.troubles.append(self.marked.trouble(path, message))


PLACE: TypeAdapter[AnyPlace] = TypeAdapter(Place)
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "offices": Office.model_validate,
    "officers": Officer.model_validate,
    "places": PLACE.validate_python,
    "devices": Device.model_validate,
    "people": PersonEntry.model_validate,
    "protected_people": ProtectedEntry.model_validate,
}
_KEYS: Mapping[str, Callable[[Any], Hashable]] = {
    "offices": lambda office: office.code,
    "officers": lambda officer: officer.code,
    "places": lambda place: place.name,
    "devices": lambda device: device.identity,
    "people": lambda person: person.iin,
    "protected_people": lambda protected: protected.code,
}


def read_register(marked: Marked) -> RegisterFile:
    """The entries of a file. Raises FileRefused when it is no mapping of the known sections."""
    if not isinstance(marked.value, dict):
        raise FileRefused([marked.trouble((), f"the file must have one or more of: {', '.join(SECTIONS)}")])
    register = RegisterFile(marked)
    for name in marked.value.keys() - set(SECTIONS):
        register.refuse((name,), f"no such section; there are {', '.join(SECTIONS)}")
    for section in SECTIONS:
        _read_section(register, section, marked.value.get(section))
    for person in register.people:
        _check_names(
            register, [Entry((*person.path, "places", i), p) for i, p in enumerate(person.value.places)]
        )
    _check_names(register, register.places)
    return register


def _read_section(register: RegisterFile, section: str, raw: Any) -> None:
    if raw is None:
        return
    if not isinstance(raw, list):
        register.refuse((section,), "this must be a list: each entry begins with `- `")
        return
    seen: dict[Hashable, Path] = {}
    into = getattr(register, section)
    for number, one in enumerate(raw):
        path = (section, number)
        value = checked(register, path, lambda one=one: _READERS[section](one))  # type: ignore[misc]
        if value is not None:
            _refuse_twice(register, path, _KEYS[section](value), seen)
            into.append(Entry(path, value))


def checked(register: RegisterFile, path: Path, read: Callable[[], T]) -> T | None:
    """What `read` gives; None when pydantic refuses it, with a trouble for each of the errors."""
    try:
        return read()
    except ValidationError as refused:
        for error in refused.errors(include_url=False, include_context=False, include_input=False):
            register.refuse((*path, *error["loc"]), error["msg"].removeprefix("Value error, "))
        return None


def _refuse_twice(register: RegisterFile, path: Path, key: Hashable, seen: dict[Hashable, Path]) -> None:
    if key is not None and key in seen:
        first = register.marked.line_of(seen[key])
        register.refuse(path, f"{key} stands here a second time, first on line {first}")
    seen.setdefault(key, path)


def _check_names(register: RegisterFile, places: list[Entry[AnyPlace]]) -> None:
    seen: dict[Hashable, Path] = {}
    for place in places:
        if place.value.name is None:
            register.refuse(place.path, "a place needs a name")
        elif place.path[0] == "people":
            _refuse_twice(register, place.path, place.value.name, seen)


@dataclass(frozen=True, slots=True)
class OrderEntry:
    order: Order
    dates: OrderDates


def place_names(register: RegisterFile) -> Iterator[str]:
    """The names that conditions use for their places, instead of writing the place out."""
    for person in register.people:
        for raw in person.value.orders:
            conditions = raw.get("conditions")
            for condition in conditions if isinstance(conditions, list) else []:
                if isinstance(condition, dict) and isinstance(condition.get("place"), str):
                    yield condition["place"]


def read_orders(
    register: RegisterFile, person: Entry[PersonEntry], shared: Mapping[str, AnyPlace]
) -> list[Entry[OrderEntry]]:
    """A person's orders with the named places put in: the person's own, else one of `shared`."""
    own = {place.name or "": place for place in person.value.places}
    found = []
    for number, raw in enumerate(person.value.orders):
        path = (*person.path, "orders", number)
        entry = _read_order(register, path, raw, person.value, {**shared, **own})
        if entry is not None:
            found.append(Entry(path, entry))
    return found


def _read_order(
    register: RegisterFile, path: Path, raw: dict[str, Any], person: Person, places: Mapping[str, AnyPlace]
) -> OrderEntry | None:
    dates = checked(register, path, lambda: OrderDates.model_validate(raw))
    for required in ("number", "court"):
        if not raw.get(required):
            register.refuse(path, f"an order in the register needs its {required}")
    published = {key: value for key, value in raw.items() if key not in OrderDates.model_fields}
    published["conditions"] = _with_places(register, path, raw.get("conditions") or [], places)
    published["person"] = {"name": person.name.cyrillic, "iin": person.iin}
    if "person" in raw:
        register.refuse((*path, "person"), "the person is the one the order stands under")
    order = checked(register, path, lambda: Order.model_validate(published))
    if order is None or dates is None:
        return None
    _check_instants(register, path, order)
    return OrderEntry(order, dates)


def _check_instants(register: RegisterFile, path: Path, order: Order) -> None:
    spans: list[Validity | PermittedAbsence] = [order.valid]
    spans += [absence for condition in order.conditions for absence in condition.permitted_absences]
    for span in spans:
        for at in (span.from_, span.to):
            if at is not None and not 1900 <= at.year <= 2200:
                register.refuse((*path, "valid"), f"the year {at.year} is not one that an order can name")


def _with_places(register: RegisterFile, path: Path, conditions: Any, places: Mapping[str, AnyPlace]) -> Any:
    if not isinstance(conditions, list):
        return conditions
    return [
        _with_place(register, (*path, "conditions", number, "place"), condition, places)
        for number, condition in enumerate(conditions)
    ]


def _with_place(register: RegisterFile, path: Path, condition: Any, places: Mapping[str, AnyPlace]) -> Any:
    if not isinstance(condition, dict) or not isinstance(condition.get("place"), str):
        return condition
    name = condition["place"]
    if name not in places:
        register.refuse(path, f"no place is called {name!r}, neither the person's nor in `places`")
        return {**condition, "place": _STAND_IN}
    return {**condition, "place": places[name]}


# Only so that the rest of the condition is still checked; a file with a trouble is never written.
_STAND_IN = Circle(type="Point", coordinates=(0, 0), radius_m=1, name=None, timezone=None)
