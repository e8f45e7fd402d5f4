"""What a device does when it is told to by command (docs/protocols/baqylau-device.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from baqylau.simulate.speak.baqylau_device import Said
from baqylau.simulate.twins.answers import check_in, tested_at
from baqylau.simulate.twins.fixes import Fix, position
from baqylau.simulate.twins.noise import Satellites

if TYPE_CHECKING:
    from baqylau.simulate.twins.bodies import Body

Obeyed = Callable[["Body", int, Mapping[str, Any]], tuple[Said, ...]]


def _nothing_to_say(body: Body, now_ms: int, given: Mapping[str, Any]) -> tuple[Said, ...]:  # noqa: ARG001
    return ()


def _where_it_is(body: Body, now_ms: int, given: Mapping[str, Any]) -> tuple[Said, ...]:  # noqa: ARG001
    there = body.truth.path.at(now_ms)
    seen = Satellites(body.random("located", now_ms), lying_share=0.0).see(body.truth.home, there)
    if seen is None:
        return ()
    fix = Fix(now_ms, *seen, there.speed_kmh, there.course_deg)
    return position(body, fix)


def _tested_now(body: Body, now_ms: int, given: Mapping[str, Any]) -> tuple[Said, ...]:
    if body.waits_for_script(now_ms, given):
        return ()
    return tuple(said | _asked_for(given) for note in tested_at(body, now_ms) for said in note.observations)


def _checked_in_now(body: Body, now_ms: int, given: Mapping[str, Any]) -> tuple[Said, ...]:
    if body.waits_for_script(now_ms, given):
        return ()
    return tuple(
        said | _asked_for(given) for note in check_in(body, now_ms)[:1] for said in note.observations
    )


def _asked_for(given: Mapping[str, Any]) -> Said:
    return {"request": str(given["request"])} if "request" in given else {}


EVERYWHERE: dict[str, Obeyed] = {"interval": _nothing_to_say, "reboot": _nothing_to_say}
_CARRIED: dict[str, Obeyed] = {
    **EVERYWHERE,
    "locate": _where_it_is,
    "vibrate": _nothing_to_say,
    "message": _nothing_to_say,
}
COMMANDS: dict[str, dict[str, Obeyed]] = {
    "tracker": _CARRIED,
    "mobile_unit": _CARRIED,
    "phone": {**_CARRIED, "check_in": _checked_in_now},
    "breath_unit": {**EVERYWHERE, "breath_test": _tested_now},
    "audiovisual_unit": {**EVERYWHERE, "check_in": _checked_in_now},
}
