"""The routes of the operator's workplace, in the order in which they are tried."""

from __future__ import annotations

from baqylau.console.live import socket

ROUTERS = (socket.router,)
