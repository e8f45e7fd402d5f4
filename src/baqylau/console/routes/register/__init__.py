"""The register over HTTP: offices, people, orders and their versions, places, devices, activations.

An account sees and changes the people of its own office and those below it; anybody else is "not found".
Orders are never changed: a new version replaces the one before it, and both stay.
"""

from __future__ import annotations

from baqylau.console.routes.register import (
    activations,
    battery,
    calibrations,
    contacts,
    custody,
    devices,
    fitting,
    officers,
    offices,
    orders,
    people,
    places,
    wearing,
)

ROUTERS = (
    offices.router,
    officers.router,
    people.router,
    contacts.router,
    orders.router,
    places.router,
    devices.router,
    calibrations.router,
    battery.router,
    activations.router,
    custody.router,
    wearing.router,
    fitting.router,
)
