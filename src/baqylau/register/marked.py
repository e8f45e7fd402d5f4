"""YAML that remembers on which line each value stands, so that errors can say so.

Every scalar is the text that stands there: `iin: 010203500011` keeps its leading zero and `from: 22:00`
is not taken for the number 1320, as YAML 1.1 would have it. Who uses the value says what it has to be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

Path = Sequence[str | int]

_NULLS = frozenset(["", "~", "null"])


@dataclass(frozen=True, slots=True, order=True)
class Trouble:
    """One thing wrong in a file, on `line` (from 1) at `path` (`people.3.iin`)."""

    line: int
    path: str
    message: str

    def __str__(self) -> str:
        return (
            f"line {self.line}: {self.path}: {self.message}"
            if self.path
            else f"line {self.line}: {self.message}"
        )


class FileRefused(ValueError):
    """The file is not taken; `troubles` are all that was found wrong, by line."""

    def __init__(self, troubles: Sequence[Trouble]) -> None:
        self.troubles = sorted(set(troubles))
        super().__init__("\n".join(map(str, self.troubles)))


@dataclass(frozen=True, slots=True)
class Marked:
    """A document as plain values (dict, list, str, None) and the nodes they were read from."""

    value: Any
    root: yaml.Node

    def line_of(self, path: Path) -> int:
        """The line of what `path` leads to; of the nearest thing above it where the path leads nowhere."""
        node, line = self.root, self.root.start_mark.line
        for step in path:
            below = _below(node, step)
            if below is not None:
                node, line = below
        return line + 1

    def trouble(self, path: Path, message: str) -> Trouble:
        return Trouble(self.line_of(path), ".".join(map(str, path)), message)


def read_marked(text: str) -> Marked:
    """The one document in `text`. Raises FileRefused for what is no YAML, a key that stands twice in one
    mapping, a key that is no plain word, and a structure that contains itself.
    """
    try:
        root = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as cause:
        mark = cause.problem_mark or cause.context_mark
        line = min(mark.line, text.count("\n")) + 1 if mark else 1
        raise FileRefused([Trouble(line, "", f"no YAML: {cause.problem}")]) from cause
    except yaml.YAMLError as cause:
        raise FileRefused([Trouble(1, "", f"no YAML: {cause}")]) from cause
    except RecursionError as cause:
        raise FileRefused([Trouble(1, "", "nested too deeply")]) from cause
    if root is None:
        raise FileRefused([Trouble(1, "", "the file is empty")])
    building = _Building()
    value = building.value(root)
    if building.troubles:
        raise FileRefused(building.troubles)
    return Marked(value, root)


@dataclass(slots=True)
class _Building:
    troubles: list[Trouble] = field(default_factory=list)
    built: dict[int, Any] = field(default_factory=dict)

    def value(self, node: yaml.Node) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return None if not node.style and node.value in _NULLS else node.value  # plain, not quoted
        if id(node) in self.built:  # an alias: the same value again
            return self._again(node)
        self.built[id(node)] = _UNFINISHED
        value = self._list(node) if isinstance(node, yaml.SequenceNode) else self._dict(node)
        self.built[id(node)] = value
        return value

    def _again(self, node: yaml.Node) -> Any:
        value = self.built[id(node)]
        if value is _UNFINISHED:
            self.troubles.append(Trouble(node.start_mark.line + 1, "", "this contains itself"))
            return None
        return value

    def _list(self, node: yaml.Node) -> list[Any]:
        return [self.value(item) for item in node.value]

    def _dict(self, node: yaml.Node) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, item in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else None
            if name is None or name in values:
                self._refuse_key(key, name)
            else:
                values[name] = self.value(item)
        return values

    def _refuse_key(self, key: yaml.Node, name: str | None) -> None:
        message = "a key must be a word" if name is None else f"{name!r} stands here a second time"
        self.troubles.append(Trouble(key.start_mark.line + 1, "", message))


_UNFINISHED = object()


def _below(node: yaml.Node, step: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        found = next(((key, value) for key, value in node.value if key.value == str(step)), None)
        return None if found is None else (found[1], found[0].start_mark.line)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        item = node.value[step]
        return item, item.start_mark.line
    return None
