"""`baqylau simulate --script FILE`: the days of a script, against a gateway or in simulated time."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from baqylau.platform.clock import SystemClock
from baqylau.platform.data_folder import DataFolder
from baqylau.platform.nats_admission import device_key
from baqylau.platform.nats_server import NatsServer
from baqylau.platform.problems import OperatorProblem
from baqylau.platform.settings import LOOPBACK, Settings
from baqylau.simulate.demo.devices import addresses
from baqylau.simulate.network import Weather
from baqylau.simulate.speaking import Broker
from baqylau.simulate.twins.chance import draw
from baqylau.simulate.twins.compare import Comparison
from baqylau.simulate.twins.judged import play
from baqylau.simulate.twins.live import Gateway, devices_of
from baqylau.simulate.twins.people import Twin, sections
from baqylau.simulate.twins.script import Script, read_scripts
from baqylau.simulate.wearer import Playing, Tally


def scripts_of(path: Path | None, people: list[str] | None, random: int, seed: int) -> list[Script]:
    """Of the file, those asked for; or as many drawn by chance. Raises ScriptError, OperatorProblem."""
    if path is None:
        return [draw(number, seed=seed) for number in range(random)]
    try:
        found = list(read_scripts(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as problem:
        raise OperatorProblem(f"{path} cannot be read: {problem}") from problem
    known = [script.person for script in found]
    strangers = sorted(set(people or ()) - set(known))
    if strangers:
        raise OperatorProblem(f"{path} has nobody called {', '.join(strangers)}; it has {', '.join(known)}")
    return [script for script in found if not people or script.person in people]


def register_text(twins: list[Twin], now_ms: int) -> str:
    """For `baqylau register load`; the devices are put on now."""
    return json.dumps(sections(twins, now_ms), ensure_ascii=False, indent=1)


def playing(
    twins: list[Twin],
    settings: Settings,
    host: str | None,
    clock: SystemClock,
    tally: Tally,
    weather: Weather,
) -> list[Playing]:
    """Their devices, ready to run. Raises OperatorProblem."""
    gateway = Gateway(addresses(settings.listeners, host), _broker(settings, host), _key_of(settings))
    from_ms = clock.now_ms()
    return [
        device
        for twin in twins
        for device in devices_of(twin.truth, twin.kit, gateway, clock, tally, weather, from_ms, twin.carried)
    ]


def _broker(settings: Settings, host: str | None) -> Broker | None:
    runtime = DataFolder(settings.data_folder).runtime()
    if runtime is None or runtime.mqtt_port is None:
        return None
    if settings.mqtt_tls_cert is not None:
        raise OperatorProblem(
            "simulated devices speak MQTT without TLS: start `baqylau up` without certificates"
        )
    return Broker(host or LOOPBACK, runtime.mqtt_port)


def _key_of(settings: Settings) -> Any:
    def key(identity: str) -> str:
        secret = settings.mqtt_secret or NatsServer(settings.data_folder).access.mqtt_secret
        return device_key(secret, identity)

    return key


def rehearse(scripts: list[Script], seed: int) -> Comparison:
    """Plays them in simulated time, without a gateway, and compares what is found with what has to be."""
    comparison = Comparison()
    for number, script in enumerate(scripts):
        played = play(script, number, seed)
        comparison.add(script.person, played.expected, played.findings)
    return comparison


def show(comparison: Comparison, console: Console) -> None:
    table = Table("kind", "as scripted", "missed", "too much")
    for kind, counts in comparison.by_kind().items():
        table.add_row(kind, str(counts["agreed"]), str(counts["missed"]), str(counts["extra"]))
    console.print(table)
    for person, expected in comparison.missed:
        console.print(
            f"missed, {person}: {' or '.join(expected.kinds)} from {_utc(expected.began[0])}: {expected.why}"
        )
    for person, finding in comparison.extra:
        console.print(f"too much, {person}: {finding.kind} from {_utc(finding.began_ms)}")


def _utc(time_ms: int) -> str:
    return datetime.fromtimestamp(time_ms / 1000, UTC).isoformat(timespec="seconds")
