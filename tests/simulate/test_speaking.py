"""A device of our own language by itself: what it does when it is told something."""

from __future__ import annotations

import json
from random import Random

from baqylau.platform.clock import SystemClock
from baqylau.simulate.speak.baqylau_device import Messages
from baqylau.simulate.speaking import Broker, SpeakingDevice
from baqylau.simulate.twins.bodies import Body
from baqylau.simulate.twins.kit import kit_of
from baqylau.simulate.twins.script import Script
from baqylau.simulate.twins.truth import truth_of
from baqylau.simulate.wearer import Tally


def test_a_command_is_obeyed_once() -> None:
    """A command that comes twice is answered once, and one that the device cannot carry out is refused in words."""
    script = Script(person="A", class_="mobile_unit")
    truth = truth_of(script)
    kit = kit_of(script, 7)
    tally = Tally()
    device = SpeakingDevice(
        Messages(kit[0].identity, 1), "", Broker("127.0.0.1", 1), Body(truth, kit[0], kit),
        SystemClock(1.0, origin_ms=truth.from_ms), tally, Random(1), truth.to_ms,
    )  # fmt: skip
    locate = {"v": 1, "command": "17", "kind": "locate", "time_ms": truth.from_ms}
    for told in (locate, locate, {**locate, "command": "18", "kind": "breath_test"}):
        device._told("baqylau/v1/x/command", json.dumps(told).encode())
    device._remember(truth.from_ms + 60_000)
    said = [json.loads(each.payload)["observations"] for each in device._memory]
    assert [[each["kind"] for each in observations] for observations in said] == [
        ["position", "command_result"],
        ["command_result"],
    ]
    assert [observations[-1]["outcome"] for observations in said] == ["done", "refused"]
