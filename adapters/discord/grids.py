"""Tables and lists for a narrow window: a row is a line or two that name what they say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from adapters.discord.letters import bold, escaped
from bot.letters import harmless, shortened, units
from bot.pages import Grid

LONGEST_CELL = 300
LONGEST_LINE = 1000
SHORT = 8  # letters of a first cell that says too little by itself
BESIDE_EACH_OTHER = 3  # columns of a table that compares: what, on one side, on the other
ONE_LINE = 120  # units of a row's other cells that may stand on one line
# a command with what it takes, up to what is said of it
TYPED = re.compile(r"/[a-z]+ (?!·)[^,·;`]*[^,·;`\s.!?。।؟](?= ·|$)")


def grid_blocks(grid: Grid) -> list[str]:
    """A table of two columns is a list; of any other each row is a block."""
    if len(grid.columns) == 2:
        return [_pair(*row) for row in grid.rows]
    return [_row(grid.columns, row) for row in grid.rows]


def line_blocks(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Each line with what parts it from the one before: a list stands under its heading, apart from what is above."""
    blocks: list[tuple[str, str]] = []
    for place, line in enumerate(lines):
        heading = not _is_item(line) and any(map(_is_item, lines[place + 1 : place + 2]))
        words = shortened(line, LONGEST_LINE)
        if heading:
            blocks.append(("\n\n", bold(words)))
        else:
            item = line.startswith("  ")
            blocks.append(("\n\n" if place == 0 else "\n", ("• " if item else "") + with_command(words.strip())))
    return blocks


def _is_item(line: str) -> bool:
    return line.startswith(("•", "  "))


def with_command(line: str) -> str:
    """A command with what belongs to it is set off, to be copied."""
    plain = harmless(line)
    found = TYPED.match(plain)
    return escaped(line) if found is None else f"`{found[0]}`{escaped(plain[found.end() :])}"


def _pair(what: str, said: str) -> str:
    """Indented ones are parts of the one above them; a figure is bold."""
    lead = ("• " if what.startswith(" ") else "") + escaped(shortened(what.strip(), LONGEST_CELL))
    figure = len(said) <= SHORT * 2 and said[:1].isdecimal()
    return f"{lead}: {bold(said) if figure else with_command(shortened(said, LONGEST_CELL))}"


def _row(columns: Sequence[str], row: Sequence[str]) -> str:
    cells = [(column, shortened(cell, LONGEST_CELL)) for column, cell in zip(columns, row, strict=False)]
    head, rest = _head(cells)
    told = [
        f"{escaped(column)}: {with_command(cell)}" if column else with_command(cell) for column, cell in rest if cell
    ]
    between = " · " if sum(map(units, told)) <= ONE_LINE else "\n"
    return "\n".join([bold(head), *([between.join(told)] if told else [])])


def _head(cells: Sequence[tuple[str, str]]) -> tuple[str, Sequence[tuple[str, str]]]:
    """What a row is known by: its first cell; where that says little, together with the first words behind it."""
    first, rest = cells[0][1], list(cells[1:])
    named = next((one for one in rest if one[1] and not one[1].isdecimal()), None)
    if named is None or len(first) > SHORT or len(cells) <= BESIDE_EACH_OTHER:
        return first, rest
    rest.remove(named)
    return f"{first} · {named[1]}" if first else named[1], rest
