"""What is written on: answers go to stdout, everything else to stderr; colour and folding only for a terminal.

rich is imported where it draws something: lines for a file or a pipe need none of it.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from adapters.terminal.drawing import Drawn

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

WIDE = 1000  # letters; a table for a file or a pipe is not folded
CONTROLS = re.compile("[\x07\x08\x0b-\x0d]")


@dataclass(frozen=True)
class Paper:
    """*given*: a console; without one it is made for the *stream* when it is needed. It folds to the width of its
    terminal; where there is none, lines stay whole for whoever reads on."""

    given: Console | None = None
    stream: TextIO = field(default_factory=lambda: sys.stdout)

    @cached_property
    def console(self) -> Console:
        return self.given or _console(self.stream)

    def write(self, lines: Iterable[Drawn]) -> None:
        if self.given is None and _is_plain(self.stream):
            _write_plainly(self.stream, lines)
            return
        from rich.text import Text

        for line in lines:
            self.console.print(Text(line.words, style=line.style), soft_wrap=not self.console.is_terminal)

    def show(self, drawn: Table) -> None:
        self.console.print(drawn)

    def say(self, words: str, style: str = "") -> None:
        self.write([Drawn(words, style)])


def table(*columns: str) -> Table:
    """One line for each row, as far as the terminal is wide."""
    from rich.table import Table

    made = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for one in columns:
        made.add_column(one, overflow="fold")
    return made


def answers() -> Paper:
    return Paper(stream=_never_fails(sys.stdout))


def remarks() -> Paper:
    return Paper(stream=_never_fails(sys.stderr))


def _console(stream: TextIO) -> Console:
    from rich.console import Console

    width = None if stream.isatty() else WIDE
    return Console(file=stream, highlight=False, markup=False, emoji=False, width=width)


def _is_plain(stream: TextIO) -> bool:
    """Whether it is neither a terminal nor said to be as good as one, in the words that rich reads."""
    return not (stream.isatty() or os.environ.get("FORCE_COLOR") or os.environ.get("TTY_COMPATIBLE") == "1")


def _write_plainly(stream: TextIO, lines: Iterable[Drawn]) -> None:
    for line in lines:
        stream.write(CONTROLS.sub("", line.words).expandtabs() + "\n")
    stream.flush()


def _never_fails(stream: TextIO) -> TextIO:
    """A letter that the terminal's encoding lacks is shown as another one, rather than ending the program."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")
    return stream
