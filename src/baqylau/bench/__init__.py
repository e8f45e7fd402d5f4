"""What the system can carry, measured on the real parts: sockets, stream, rules, database."""
