"""Device languages: bytes in, messages out; no sockets, no clock, no database."""
