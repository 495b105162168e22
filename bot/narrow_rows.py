"""Tables for a narrow screen: a row becomes a few words and lines that name what they say, in a platform's markup."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.letters import shortened, units
from bot.pages import Grid

LONGEST_CELL = 300
SHORT = 8  # letters of a first cell that says too little by itself
BESIDE_EACH_OTHER = 3  # columns of a table that compares: what, on one side, on the other
ONE_LINE = 120  # units of a row's other cells that may stand on one line

Marking = Callable[[str], str]


@dataclass(frozen=True)
class NarrowRows:
    """How a platform sets words off; *said*: a cell in which a command may stand."""

    bold: Marking
    escaped: Marking
    said: Marking

    def of(self, grid: Grid) -> list[str]:
        """A table of two columns is a list; of any other each row is a block."""
        if len(grid.columns) == 2:
            return [self._pair(*row) for row in grid.rows]
        return [self._row(grid.columns, row) for row in grid.rows]

    def _pair(self, what: str, said: str) -> str:
        """Indented ones are parts of the one above them; a figure is bold."""
        lead = ("• " if what.startswith(" ") else "") + self.escaped(shortened(what.strip(), LONGEST_CELL))
        figure = len(said) <= SHORT * 2 and said[:1].isdecimal()
        return f"{lead}: {self.bold(said) if figure else self.said(shortened(said, LONGEST_CELL))}"

    def _row(self, columns: Sequence[str], row: Sequence[str]) -> str:
        cells = [(column, shortened(cell, LONGEST_CELL)) for column, cell in zip(columns, row, strict=False)]
        head, rest = _head(cells)
        told = [
            f"{self.escaped(column)}: {self.said(cell)}" if column else self.said(cell) for column, cell in rest if cell
        ]
        between = " · " if sum(map(units, told)) <= ONE_LINE else "\n"
        return "\n".join([self.bold(head), *([between.join(told)] if told else [])])


def _head(cells: Sequence[tuple[str, str]]) -> tuple[str, Sequence[tuple[str, str]]]:
    """What a row is known by: its first cell; where that says little, together with the first words behind it."""
    first, rest = cells[0][1], list(cells[1:])
    named = next((one for one in rest if one[1] and not one[1].isdecimal()), None)
    if named is None or len(first) > SHORT or len(cells) <= BESIDE_EACH_OTHER:
        return first, rest
    rest.remove(named)
    return f"{first} · {named[1]}" if first else named[1], rest
