"""The routes of the operator's workplace, in the order in which they are tried."""

from __future__ import annotations

from baqylau.console.live import socket
from baqylau.console.routes import (
    asked_tests,
    card,
    channels,
    commands,
    coverage,
    documents,
    drafts,
    incident_extras,
    language,
    notes,
    papers,
    protections,
    replay,
    reports,
    shift,
    thresholds,
    watch,
)

ROUTERS = (
    socket.router,
    incident_extras.router,
    watch.router,
    card.router,
    protections.router,
    coverage.router,
    commands.router,
    documents.router,
    notes.router,
    papers.router,
    asked_tests.router,
    replay.router,
    drafts.router,
    shift.router,
    reports.router,
    thresholds.router,
    language.router,
    channels.router,
)
