"""Each connection is an open file; the usual limit of 1024 is for programs that know no better."""

from __future__ import annotations

import resource


def allow_many_open_files() -> int:
    """Raise this process's limit of open files as far as it may; returns the limit it has now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft == hard:
        return soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard
