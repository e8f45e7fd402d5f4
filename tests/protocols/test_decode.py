"""`baqylau decode`: a line of a file in, its reading as one JSON object out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from baqylau.cli.decode import decode
from baqylau.protocols.catalogue import LANGUAGES, UnknownLanguage, language
from baqylau.protocols.decoding import decode_line, iso
from baqylau.protocols.language import Transport
from tests.protocols import golden

NOW = golden.NOW_MS
EGTS = {frame.id: frame for frame in golden.read(golden.VECTORS / "egts.jsonl")}
OSMAND = {frame.id: frame for frame in golden.read(golden.VECTORS / "osmand.jsonl")}


def reading(line: str | bytes, protocol: str = "egts", transport: Transport = "tcp") -> dict[str, Any]:
    raw = line if isinstance(line, bytes) else line.encode()
    read: dict[str, Any] = json.loads(decode_line(raw, protocol, transport, NOW))
    return read


def test_position() -> None:
    """A position is printed with its time in ISO 8601 and every field by name, and the replies as hex."""
    frame = EGTS["egts/position-of-identified"]
    read = reading(json.dumps(frame.line))
    position = read["observations"][0]
    assert position.pop("lat") == pytest.approx(51.1283)
    assert position.pop("lon") == pytest.approx(71.4305)
    assert position == {
        "kind": "position",
        "time": "2026-11-18T10:56:40.000Z",
        "valid": True,
        "source": "satellite",
        "accuracy_m": None,
        "hdop": 0.85,
        "satellites": 11,
        "altitude_m": 348.0,
        "speed_kmh": 43.7,
        "course_deg": 301.0,
        "archived": False,
    }
    assert read["observations"][1] == {"kind": "motion", "time": "2026-11-18T10:56:40.000Z", "moving": True}
    assert read["device"] == "356307042441013"
    assert (read["ok"], read["error"], read["offset"], read["field"]) == (True, None, None, None)
    assert read["reply"] == [reply["hex"] for reply in frame.line["reply"]]


def test_plain_hex_is_a_connection_of_its_own() -> None:
    """A line of plain hex is read without what the lines before it said."""
    identity, position = EGTS["egts/identity-imei"], EGTS["egts/position-of-identified"]
    assert reading(identity.data.hex())["device"] == "356307042441013"
    assert reading(f" {position.data.hex(' ')} \r\n")["device"] == "77"


def test_http_and_network() -> None:
    """HTTP input is read as a request; cells and access points are objects."""
    line = {"input": {"http": {"method": "GET", "uri": "/?id=7&timestamp=1795000000&cell=401,1,5,6,-70"}}}
    read = reading(json.dumps(line), "osmand")
    assert read["observations"] == [
        {
            "kind": "network",
            "time": "2026-11-18T11:06:40.000Z",
            "cells": [{"mcc": 401, "mnc": 1, "lac": 5, "cell_id": 6, "signal_dbm": -70}],
            "wifi": [],
        }
    ]
    assert bytes.fromhex(read["reply"][0]).startswith(b"HTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize("frame", [pytest.param(frame, id=frame.id) for frame in OSMAND.values()])
def test_http_as_golden(frame: golden.Frame) -> None:
    """HTTP lines of the golden format are read as the requests they stand for."""
    read = reading(json.dumps(frame.line), "osmand")
    assert (read["ok"], read["device"]) == (True, frame.line["device"])


def test_text_gets_its_line_ending() -> None:
    """A text line is ended as its protocol wants, once."""
    for ending in ("", "\r\n"):
        read = reading(json.dumps({"input": {"text": f"#L#356307042441013;NA{ending}"}}), "wialon_ips")
        assert (read["ok"], read["device"]) == (True, "356307042441013")


def test_several_devices() -> None:
    """Where one frame speaks for several devices, each observation names its own."""
    text = EGTS["egts/two-services"].data
    assert all("device" not in seen for seen in reading(text.hex())["observations"])
    both = OSMAND["osmand/battery-only"].data + OSMAND["osmand/battery-only"].data.replace(b"id=7", b"id=8")
    read = reading(both.hex(), "osmand")
    assert [seen["device"] for seen in read["observations"]] == ["7", "8"]


def test_refused_frame() -> None:
    """A frame that is refused names byte and field, and gives the reply to it."""
    frame = EGTS["egts/wrong-data-checksum"]
    read = reading(frame.data.hex())
    assert (read["ok"], read["observations"]) == (False, [])
    assert (read["offset"], read["field"]) == (46, "SFRCS")
    assert read["error"] == "byte 46, SFRCS: wrong checksum"
    assert read["reply"] == [frame.line["reply"][0]["hex"]]


@pytest.mark.parametrize(
    ("line", "offset", "field"),
    [
        ("01zz", 2, "line"),
        ("010", 3, "line"),
        ("ы", 0, "line"),
        ("{", 1, "line"),
        ('{"input": 5}', 0, "line"),
        ('{"input": {}}', 0, "input"),
        ('{"input": {"hex": "0q"}}', 1, "input.hex"),
        ('{"input": {"hex": ""}}', 0, "frame"),
        ('{"input": {"hex": "01"}, "before": [{"hex": "x"}]}', 0, "before.hex"),
    ],
)
def test_bad_line(line: str, offset: int, field: str) -> None:
    """A line that holds no frame says where it goes wrong."""
    read = reading(line)
    assert (read["ok"], read["offset"], read["field"]) == (False, offset, field)


@given(st.one_of(st.binary(), st.text().map(str.encode), st.from_regex(rb"\A[0-9a-f]*\Z")))
@pytest.mark.parametrize("protocol", list(LANGUAGES))
def test_any_line(protocol: str, line: bytes) -> None:
    """Whatever a line holds, its reading is one JSON object."""
    read = reading(line, protocol, LANGUAGES[protocol].transports[0])
    assert set(read) >= {"ok", "error", "device", "observations", "reply"}


def test_times() -> None:
    """Times are printed to the millisecond, and not at all outside the calendar."""
    assert iso(0) == "1970-01-01T00:00:00.000Z"
    assert iso(1_795_000_000_007) == "2026-11-18T11:06:40.007Z"
    assert iso(253_402_300_799_999) == "9999-12-31T23:59:59.999Z"
    assert iso(253_402_300_800_000) is iso(-1) is None


@pytest.mark.parametrize(("name", "transport"), [("morse", "tcp"), ("osmand", "udp")])
def test_unknown_language(name: str, transport: Transport) -> None:
    """A language that is not there is refused by a message that lists those that are."""
    with pytest.raises(UnknownLanguage, match=r"teltonika, wialon_ips|only over tcp"):
        language(name, transport)


def test_names() -> None:
    """Every language is listed under its own name and opens over each of its transports."""
    for name, found in LANGUAGES.items():
        assert found.name == name
        for transport in found.transports:
            assert language(name, transport).receive(b"", NOW) == []


app = typer.Typer()
app.command()(decode)


def test_command_reads_a_file(tmp_path: Path) -> None:
    """The command prints one object a line, goes on after a bad one and ends well."""
    lines = [EGTS["egts/identity-imei"].data.hex(), "nonsense", "", EGTS["egts/state"].data.hex()]
    file = tmp_path / "frames"
    file.write_text("\n".join(lines))
    result = CliRunner().invoke(app, ["egts", str(file)])
    assert result.exit_code == 0
    assert [json.loads(line)["ok"] for line in result.stdout.splitlines()] == [True, False, True]


def test_command_over_udp() -> None:
    """The transport can be chosen."""
    data = EGTS["egts/state"].data.hex()
    result = CliRunner().invoke(app, ["egts", "--transport", "udp"], input=data)
    assert json.loads(result.stdout)["device"] == "5"


def test_command_with_unknown_protocol() -> None:
    """An unknown protocol ends the command with status 2 and the names there are."""
    result = CliRunner().invoke(app, ["morse"], input="")
    assert result.exit_code == 2
    assert "'morse'; there are: teltonika, wialon_ips, egts, gt06, osmand" in result.stderr


def test_answers_line_by_line() -> None:
    """In a pipe each line is answered before the next is sent, and a reader may leave early."""
    program = "import typer; from baqylau.cli.decode import decode; typer.run(decode)"
    line = EGTS["egts/state"].data.hex().encode() + b"\n"
    with subprocess.Popen(
        [sys.executable, "-c", program, "egts"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(3):
            process.stdin.write(line)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["ok"]
        process.stdout.close()
        process.stdin.write(line)
        process.stdin.close()
        assert process.wait(10) == 0
