"""Log lines on stderr: for people, or one JSON object each."""

from __future__ import annotations

import json
import logging
import sys
import time

from baqylau.platform.settings import Settings


class JsonLines(logging.Formatter):
    """One JSON object a line: time (UTC), level, process, logger, message, and the traceback if there is one."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """The line for a record."""
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "process": self._process,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def configure_logs(settings: Settings, process: str) -> None:
    """Send this process's log to stderr in the shape the settings ask for."""
    handler = logging.StreamHandler(sys.stderr)
    if settings.log_format == "json":
        handler.setFormatter(JsonLines(process))
    else:
        handler.setFormatter(
            logging.Formatter(f"%(asctime)s {process} %(levelname)s %(message)s", "%H:%M:%S")
        )
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    # It tells of each step it does not take.
    logging.getLogger("alembic").setLevel(logging.WARNING)
