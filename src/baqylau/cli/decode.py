"""`baqylau decode`: frames from a file or a pipe, read as the gateway would read them."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from baqylau.protocols.catalogue import UnknownLanguage, language
from baqylau.protocols.decoding import decode_line
from baqylau.protocols.language import Transport


def decode(
    protocol: Annotated[
        str, typer.Argument(help="Device language, such as teltonika; a wrong name lists them all.")
    ],
    file: Annotated[
        Path | None,
        typer.Argument(exists=True, dir_okay=False, readable=True, help="Lines to read; stdin without it."),
    ] = None,
    transport: Annotated[
        Transport | None, typer.Option(help="What the frames came over; without it, TCP and else UDP.")
    ] = None,
) -> None:
    """Read frames, a line each, and print what they say as one JSON object a line.

    A line is plain hex, or JSON {"input": {"hex" | "text" | "http": …}, "before": […]}; each is a connection of
    its own. A line that cannot be read gives "ok": false with the byte and the field, and the rest goes on.
    """
    try:
        language(protocol, transport)
    except UnknownLanguage as error:
        typer.echo(f"baqylau decode: {error}", err=True)
        raise typer.Exit(2) from error
    if file is None:
        _decode_lines(sys.stdin.buffer, protocol, transport)
        return
    with file.open("rb") as lines:
        _decode_lines(lines, protocol, transport)


def _decode_lines(lines: BinaryIO, protocol: str, transport: Transport | None) -> None:
    out = sys.stdout.buffer
    try:
        for line in lines:
            if line := line.strip():
                out.write(decode_line(line, protocol, transport, time.time_ns() // 1_000_000) + b"\n")
                out.flush()
    except BrokenPipeError:
        # Whoever reads has seen enough; what is still buffered must not fail at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
