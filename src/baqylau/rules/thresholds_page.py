"""Writes the published page of thresholds: python -m baqylau.rules.thresholds_page FILE."""

from __future__ import annotations

import sys
from pathlib import Path

from baqylau.rules.thresholds import thresholds_page

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(thresholds_page(), encoding="utf-8")
