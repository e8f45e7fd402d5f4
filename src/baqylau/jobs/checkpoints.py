"""A checkpoint of the ledger every hour: signed, stored, and written where the installation says."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path

from baqylau.ledger.checkpoint import read
from baqylau.ledger.heads import LedgerDamaged, take_checkpoint
from baqylau.ledger.keys import KeyUnusable, signing_key
from baqylau.platform.clock import Clock
from baqylau.platform.postgres import Pool

log = logging.getLogger(__name__)

EVERY_HOUR = "7 * * * *"
"""Real time, whatever speed the system's clock runs at."""


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """Takes them. data_folder: where the key is; out: a further folder for the signed texts."""

    pool: Pool
    clock: Clock
    data_folder: Path
    out: Path | None

    async def take(self, timestamp: int) -> None:
        """timestamp: the hour that was due, from the queue. What does not fit is an error in the log, unsigned."""
        try:
            key = signing_key(self.data_folder)
            async with self.pool.connection() as connection:
                note = await take_checkpoint(connection, key, self.clock.now_ms())
        except (LedgerDamaged, KeyUnusable) as cause:
            log.error("no checkpoint of the ledger at %s: %s; run `baqylau ledger verify`", timestamp, cause)
            return
        size = read(note, key.public_key()).size
        log.info("checkpoint of the ledger at %s entries", size)
        if self.out is not None:
            self._write(self.out / f"{size:012}.checkpoint", note)

    def _write(self, file: Path, note: str) -> None:
        beside = file.with_suffix(f".{os.getpid()}")
        try:
            beside.write_text(note, encoding="utf-8")
            beside.replace(file)
        except OSError as cause:
            log.error("the checkpoint could not be written to %s: %s", file, cause.strerror)
