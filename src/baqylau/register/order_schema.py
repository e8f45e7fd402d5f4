"""Writes the published JSON Schema of the order format: python -m baqylau.register.order_schema FILE."""

from __future__ import annotations

import sys
from pathlib import Path

from baqylau.register.order import order_schema

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(order_schema(), encoding="utf-8")
