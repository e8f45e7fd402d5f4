"""The live push: one socket a client, one reader of the database for all sockets of the process."""
