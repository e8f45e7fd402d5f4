"""Builds the workstation (`web/`) into the wheel where node is there; without it the wheel has the plain page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INSIDE = "baqylau/console/web"


class WorkstationHook(BuildHookInterface[Any]):
    """Runs `tools/web`, and takes `web/dist` along. BAQYLAU_WITHOUT_WEB=1 leaves it out."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if (
            self.target_name != "wheel"
            or version == "editable"
            or os.environ.get("BAQYLAU_WITHOUT_WEB") == "1"
        ):
            return
        root = Path(self.root)
        if shutil.which("npm") is None:
            self.app.display_warning("no npm: the wheel will have the plain page in place of the workstation")
        else:
            subprocess.run([root / "tools" / "web"], check=True, cwd=root, stdout=sys.stderr)
        if (root / "web" / "dist" / "index.html").is_file():
            build_data["force_include"][str(root / "web" / "dist")] = INSIDE
