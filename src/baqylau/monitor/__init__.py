"""The monitor: judges what the stream holds, partition by partition, and commits what it found with how far it read."""
