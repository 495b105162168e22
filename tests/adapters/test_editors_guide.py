"""The editors' guide is typed line by line, and what it says stands below a line is what the program says.

Nothing of it is refused, unless it shows the refusal.
"""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from rich.console import Console

from adapters.terminal.commanding import Counter
from adapters.terminal.moments import ShiftedClock
from adapters.terminal.paper import Paper
from adapters.terminal.talking import Talk
from bot.commands import Role
from bot.pages import Who
from bot.program import SystemClock, open_throw_away
from bot.settings import load_settings
from tests.adapters.conftest import ROOT
from tests.sacramento import at

GUIDE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
ENTER = "⏎"
PLACEHOLDERS = {
    "CODE": re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}[A-Z0-9-]*"),
    "SOURCE": re.compile(r"editor-\d{8}-\d{6}-\w+"),
    "CALENDAR": re.compile(r"(?<=Article )\d+(?=: Example school calendar)"),
    "PIECE": re.compile(r"(?<=Piece )\d+(?= \()"),
}
"""What the guide cannot know beforehand: the first of its kind on the screen before."""


@dataclass
class Typed:
    """One line of the guide with what it says comes back."""

    who: str
    line: str
    answers: list[str] = field(default_factory=list)


def typed_lines() -> Iterator[Typed]:
    current: Typed | None = None
    for block in re.findall(r"^```\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            prompt = re.fullmatch(r"(\w+)> (.+)", line)
            if prompt:
                if current:
                    yield current
                current = Typed(prompt[1], prompt[2])
            elif current and line.strip():
                current.answers.append(line.strip())
    if current:
        yield current


class Evening:
    """Everybody of the guide on one knowledge base, at one moment."""

    def __init__(self, runner: asyncio.Runner, stack: AsyncExitStack) -> None:
        self._runner = runner
        opening = open_throw_away(load_settings({}), clock=SystemClock())
        self._bellwether = runner.run(stack.enter_async_context(opening))
        self._district = runner.run(self._bellwether.district())
        self._clock = ShiftedClock.starting(at("2022-03-22 18:00"))
        self._talks: dict[str, Talk] = {}
        self._seen: dict[str, str] = {}

    def type(self, one: Typed) -> str:
        talk = self._talks.setdefault(one.who, self._talk(one.who))
        screen = io.StringIO()
        talk.out = talk.aside = Paper(Console(file=screen, width=1000, highlight=False, markup=False, emoji=False))
        line = "" if one.line == ENTER else one.line
        for name, seen in self._seen.items():
            line = line.replace(name, seen)
        talk.hear(line)
        said = screen.getvalue()
        found = {name: pattern.search(said) for name, pattern in PLACEHOLDERS.items()}
        self._seen |= {name: match[0] for name, match in found.items() if match}
        return said

    def _talk(self, who: str) -> Talk:
        role = Role(who) if who in list(Role) else None
        counter = Counter(self._bellwether, self._district, Who(f"terminal:{who}", who, granted=role))
        return Talk(counter, self._clock, self._runner, movable=True)


def test_the_guide_is_what_happens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    monkeypatch.chdir(tmp_path)
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            evening = Evening(runner, stack)
            for one in typed_lines():
                said = evening.type(one)
                lines = [line.strip() for line in said.splitlines()]
                missing = [answer for answer in one.answers if answer not in lines]
                assert not missing, f"{one.who}> {one.line}\nlacks {missing}\n{said}"
                refused = lines[:1] in (["Not done."], ["Something is missing or cannot be read."])
                assert not refused or lines[0] in one.answers, said
        finally:
            runner.run(stack.aclose())
