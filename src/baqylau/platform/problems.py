"""Failures an operator can mend: the command line prints their message and no traceback."""

from __future__ import annotations


class OperatorProblem(Exception):
    """What is wrong and what to do about it, in words for whoever runs the system."""
