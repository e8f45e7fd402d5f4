"""OsmAnd and Traccar Client: phones that report over HTTP, by query, form or JSON."""

from baqylau.protocols.osmand.session import OsmAnd

__all__ = ["OsmAnd"]
