"""Tables and lists for a narrow window: a row is a line or two that name what they say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from adapters.discord.letters import bold, escaped
from bot.letters import harmless, shortened
from bot.narrow_rows import NarrowRows
from bot.pages import Grid

LONGEST_LINE = 1000
# a command with what it takes, up to what is said of it
TYPED = re.compile(r"/[a-z]+ (?!·)[^,·;`]*[^,·;`\s.!?。।؟](?= ·|$)")


def grid_blocks(grid: Grid) -> list[str]:
    return NarrowRows(bold, escaped, with_command).of(grid)


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
