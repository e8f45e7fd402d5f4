"""Log lines carry what an operator or a collector needs."""

from __future__ import annotations

import json
import logging
import sys

from baqylau.platform.logs import JsonLines


def test_a_json_line_is_one_object() -> None:
    """Level, process, message and traceback are fields of one line, whatever is in the message."""
    try:
        raise ValueError("жаман\nкүн")
    except ValueError:
        caught = sys.exc_info()
    record = logging.LogRecord(
        "baqylau.x", logging.WARNING, "x.py", 1, "frame of %s refused", ("862…",), caught
    )
    line = JsonLines("gateway").format(record)
    assert "\n" not in line
    found = json.loads(line)
    assert (found["level"], found["process"], found["message"]) == (
        "warning",
        "gateway",
        "frame of 862… refused",
    )
    assert "жаман" in found["traceback"]
