"""The pure core: conditions and observations to findings. No clock, socket or database is reached from here."""

from baqylau.rules.evaluate import Evaluation, evaluate, first_state, is_late, rewind_due_ms
from baqylau.rules.finding import Finding, Ground
from baqylau.rules.programme import Programme, compile_programme
from baqylau.rules.rewind import rewind
from baqylau.rules.state import Heard, State, decode_state, encode_state
from baqylau.rules.thresholds import Thresholds

__all__ = [
    "Evaluation",
    "Finding",
    "Ground",
    "Heard",
    "Programme",
    "State",
    "Thresholds",
    "compile_programme",
    "decode_state",
    "encode_state",
    "evaluate",
    "first_state",
    "is_late",
    "rewind",
    "rewind_due_ms",
]
