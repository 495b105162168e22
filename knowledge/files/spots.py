"""A place in a file: a YAML node together with its file, line and field, so that every refusal can name them.

Files are read as trees of nodes, never as Python objects: ``No`` stays a word and ``11:30`` stays an hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from zoneinfo import ZoneInfo

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from knowledge.files.problems import Problem, did_you_mean
from knowledge.texts import Approval

Approvals: TypeAlias = Mapping[str, Approval | None]
"""Language tag to who approved what a file says in it; ``*`` stands for every language not named."""


_NOTHING = ("", "~", "null", "Null", "NULL")


class Unreadable(Exception):
    """A place that gave no value; the problem is already noted."""


@dataclass
class Ledger:
    """What is gathered while reading: problems, the slugs that were declared and where, the slugs that were named."""

    problems: list[Problem] = field(default_factory=list)
    declared: dict[tuple[str, str], Mapping[str, Spot]] = field(default_factory=dict)
    named: list[tuple[str, str, Spot]] = field(default_factory=list)
    broken: bool = False

    def declare(self, kind: str, slug: str, places: Mapping[str, Spot]) -> None:
        """*places* maps each field of the noun to its spot."""
        before = self.declared.get((kind, slug))
        if before is None:
            self.declared[kind, slug] = places
        else:
            first = before["slug"]
            places["slug"].note(f'this {kind} "{slug}" is the second; the first is in {first.file}, line {first.line}')

    def slugs(self, kind: str) -> set[str]:
        return {slug for one, slug in self.declared if one == kind}


@dataclass
class Sheet:
    """One file being read, and what it says once for all its nouns."""

    file: str
    ledger: Ledger
    zone: ZoneInfo | None = None
    approved: Approvals = field(default_factory=dict)
    inherited: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Spot:
    sheet: Sheet
    node: Node
    line: int
    field: str = ""

    @property
    def file(self) -> str:
        return self.sheet.file

    def note(self, message: str) -> None:
        self.sheet.ledger.problems.append(Problem(self.file, self.line, self.field, message))

    def refused(self, message: str) -> Unreadable:
        self.note(message)
        return Unreadable(message)

    @property
    def is_empty(self) -> bool:
        return isinstance(self.node, ScalarNode) and not self.node.style and self.node.value in _NOTHING

    @property
    def is_scalar(self) -> bool:
        return isinstance(self.node, ScalarNode) and not self.is_empty

    def scalar(self) -> str:
        """The words as they stand; white space around them counts only inside quotation marks."""
        if not isinstance(self.node, ScalarNode):
            raise self.refused("one value is expected here, not a list or a group of fields")
        value: str = self.node.value
        return value if self.node.style in ("'", '"') else value.strip(" \t\r\n")

    def items(self) -> list[Spot]:
        if not isinstance(self.node, SequenceNode):
            raise self.refused("a list is expected here; a list of one is written in brackets, as in [one]")
        return [Spot(self.sheet, one, one.start_mark.line + 1, self.field) for one in self.node.value]

    def entries(self) -> dict[str, Spot]:
        """Field names to their spots; a name that stands twice is noted and its first value kept."""
        if not isinstance(self.node, MappingNode):
            raise self.refused("fields with names are expected here, as in {name: value}")
        found: dict[str, Spot] = {}
        for key, value, merged in _pairs(self.node, ()):
            name = str(key.value)
            spot = Spot(self.sheet, value, key.start_mark.line + 1, f"{self.field}.{name}".lstrip("."))
            if name not in found:
                found[name] = spot
            elif not merged:
                spot.note(f'"{name}" stands here a second time; the first is in line {found[name].line}')
        return found

    def fields(self, known: Iterable[str]) -> dict[str, Spot]:
        """The entries with these names; others are noted with the nearest known name."""
        allowed = set(known)
        entries = self.entries()
        for name in entries.keys() - allowed:
            entries[name].note(f'"{name}" is not a field here{did_you_mean(name, allowed)}')
        return {name: spot for name, spot in entries.items() if name in allowed}


def _pairs(node: MappingNode, above: tuple[MappingNode, ...]) -> Iterator[tuple[Node, Node, bool]]:
    """Keys and values, own ones first, then those merged in with ``<<`` (which never win, nor go in circles)."""
    merges: list[Node] = []
    for key, value in node.value:
        if key.value == "<<":
            merges.extend(value.value if isinstance(value, SequenceNode) else [value])
        else:
            yield key, value, bool(above)
    for one in merges:
        if isinstance(one, MappingNode) and one is not node and one not in above:
            yield from ((key, value, True) for key, value, _ in _pairs(one, (*above, node)))


class _Untagged(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """Nodes as they stand: nobody looks at tags here, and working one out for each takes a third of the reading."""

    def descend_resolver(self, current_node: object, current_index: object) -> None: ...

    def ascend_resolver(self) -> None: ...

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        return ""


def compose(sheet: Sheet, path: Path) -> Spot | None:
    """The root of a file; None for one without content, and for one that is no YAML (which is noted)."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        root = yaml.compose(text, Loader=_Untagged)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        _broken(sheet, line, f"this cannot be read as YAML: {error.problem or error.context}")
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        _broken(sheet, 1, f"this is no text in UTF-8 that YAML can read ({error.__class__.__name__})")
    except RecursionError:
        _broken(sheet, 1, "this is nested too deeply")
    except OSError as error:
        _broken(sheet, 1, f"the file cannot be opened: {error.strerror}")
    else:
        spot = Spot(sheet, root, 1) if root is not None else None
        return None if spot is None or spot.is_empty else spot
    return None


def _broken(sheet: Sheet, line: int, message: str) -> None:
    sheet.ledger.broken = True
    sheet.ledger.problems.append(Problem(sheet.file, line, "", message))
