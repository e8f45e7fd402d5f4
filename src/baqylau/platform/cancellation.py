"""A cancellation that must not get lost."""

from __future__ import annotations

import asyncio


def heed_cancellation() -> None:
    """Call once a round in a loop that runs until it is cancelled. Raises CancelledError if it was.

    Before Python 3.12 `asyncio.wait_for`, which the stream's client uses for every request, can swallow a cancellation
    that comes in the moment its result does; the loop would then go on for ever.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
