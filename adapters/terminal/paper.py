"""What is written on: answers go to stdout, everything else to stderr; colour and folding only for a terminal."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from adapters.terminal.drawing import Drawn

WIDE = 1000  # letters; a table for a file or a pipe is not folded


@dataclass(frozen=True)
class Paper:
    """*console* folds to the width of its terminal; where there is none, lines stay whole for whoever reads on."""

    console: Console

    def write(self, lines: Iterable[Drawn]) -> None:
        for line in lines:
            self.console.print(Text(line.words, style=line.style), soft_wrap=not self.console.is_terminal)

    def show(self, drawn: Table) -> None:
        self.console.print(drawn)

    def say(self, words: str, style: str = "") -> None:
        self.write([Drawn(words, style)])


def table(*columns: str) -> Table:
    """One line for each row, as far as the terminal is wide."""
    made = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for one in columns:
        made.add_column(one, overflow="fold")
    return made


def answers() -> Paper:
    return Paper(_console(sys.stdout))


def remarks() -> Paper:
    return Paper(_console(sys.stderr))


def _console(stream: TextIO) -> Console:
    _never_fails(stream)
    width = None if stream.isatty() else WIDE
    return Console(file=stream, highlight=False, markup=False, emoji=False, width=width)


def _never_fails(stream: TextIO) -> None:
    """A letter that the terminal's encoding lacks is shown as another one, rather than ending the program."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")
