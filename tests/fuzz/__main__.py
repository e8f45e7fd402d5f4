"""python -m tests.fuzz [--seconds N] [--protocol NAME]… [--seed N]: each language in turn, for so long.

Ends with 1 when a crasher was found; each is in tests/vectors/crashers, where the tests play it again from then on.
"""

from __future__ import annotations

import argparse
import sys
import time

from baqylau.protocols.catalogue import LANGUAGES
from tests.fuzz.hunt import Hunt, hunt


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("--seconds", type=float, default=20.0, help="for each language")
    asked.add_argument("--protocol", action="append", choices=sorted(LANGUAGES), help="only these")
    asked.add_argument("--seed", type=int, default=None, help="without it: another one each time")
    given = asked.parse_args()
    seed = int(time.time()) if given.seed is None else given.seed
    hunts = [_one(protocol, given.seconds, seed) for protocol in given.protocol or LANGUAGES]
    crashers = sum(len(one.crashers) for one in hunts)
    sys.stdout.write(f"{sum(one.tried for one in hunts):,} cases, seed {seed}, {crashers} crashers\n")
    return 1 if crashers else 0


def _one(protocol: str, seconds: float, seed: int) -> Hunt:
    found = hunt(protocol, seconds, seed)
    sys.stdout.write(f"{protocol:16} {found.tried:>9,} cases {len(found.outcomes):>6,} outcomes\n")
    for problem, file in found.crashers.items():
        sys.stdout.write(f"  {problem}\n    {file}\n")
    sys.stdout.flush()
    return found


if __name__ == "__main__":
    sys.exit(main())
