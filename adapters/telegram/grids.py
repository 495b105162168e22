"""Tables and long lists for a narrow screen: a row is a few lines that name what they say, and what goes on and on is
folded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from adapters.telegram.letters import escaped, harmless, length, shortened, units
from adapters.telegram.passages import bold, folded
from bot.narrow_rows import NarrowRows
from bot.pages import Grid

LONGEST_LINE = 1000
SHOWN_UNFOLDED = 4  # lines of a list
MOST_FOLDED = 40  # lines behind one tap
LONGEST_BLOCK = 2500  # units
SHORT_LINE = 48  # units of a line that stands right below another short one
COMMAND = "/"
LONG_QUOTE = 240  # units from which what somebody else wrote is folded
QUOTE = re.compile(r"(?P<lead>[^“«]{0,60})[“«](?P<said>.+)[”»]", re.DOTALL)
TYPED = re.compile(
    r"/[a-z]+ (?!·)[^,·;]*[^,·;\s.!?。।؟](?= ·|$)"
)  # a command with what it takes, up to what is said of it


def grid_blocks(grid: Grid) -> list[str]:
    """A table of two columns is a list; of any other each row is a block."""
    rows = NarrowRows(bold, escaped, with_command).of(grid)
    return list_blocks(rows) if len(grid.columns) == 2 else rows


def list_blocks(lines: Sequence[str]) -> list[str]:
    """Lines of HTML, as they are."""
    return ["\n".join(some) for some in _in_parts(lines)]


def _in_parts(lines: Sequence[str]) -> Iterator[list[str]]:
    """What stands in one block and in one message."""
    part: list[str] = []
    for line in lines:
        if part and (len(part) == MOST_FOLDED or length("\n".join([*part, line])) > LONGEST_BLOCK):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def line_blocks(lines: Sequence[str]) -> list[str]:
    """Sentences, each by itself unless they are short; a list under its heading, folded where it is long."""
    blocks: list[str] = []
    place, open_ = 0, False
    while place < len(lines):
        run = _run(lines, place)
        heading = None
        if not run and _run(lines, place + 1) and not lines[place + 1].startswith(COMMAND):
            heading, place = lines[place], place + 1
            run = _run(lines, place)
        if run:
            blocks += _listed(heading, lines[place : place + run])
            place += run
            open_ = not lines[place - 1].startswith(COMMAND)  # what is left of it may be counted right below
            continue
        words = line_html(lines[place])
        if blocks and open_:
            blocks[-1] += "\n" + words
        else:
            blocks.append(words)
        place += 1
        open_ = _is_short(lines[place - 1]) and _is_short("".join(lines[place : place + 1]))
    return blocks


def line_html(line: str, most: int = LONGEST_LINE) -> str:
    """A sentence; of a long text of somebody else, such as an article's paragraph, only its beginning without a tap."""
    found = QUOTE.fullmatch(line)
    if found is None or units(found["said"]) <= LONG_QUOTE:
        return with_command(shortened(line, most))
    return f"{escaped(found['lead'].strip())}\n{folded([escaped(shortened(found['said'], LONGEST_LINE))])}".strip()


def _is_short(line: str) -> bool:
    return units(line) <= SHORT_LINE


def _run(lines: Sequence[str], start: int) -> int:
    """How many lines from there on are of one list."""
    kinds = [_kind(one) for one in lines[start:]]
    if not kinds or not kinds[0]:
        return 0
    return next((place for place, one in enumerate(kinds) if one != kinds[0]), len(kinds))


def _kind(line: str) -> str:
    return next((one for one in (COMMAND, "•", "  ") if line.startswith(one)), "")


def _listed(heading: str | None, lines: Sequence[str]) -> list[str]:
    told = [with_command(shortened(one.strip() if one.startswith(" ") else one, LONGEST_LINE)) for one in lines]
    lead = [bold(heading)] if heading is not None else []
    if len(told) <= SHOWN_UNFOLDED:
        return ["\n".join([*lead, *told])]
    first, *others = [folded(some) for some in _in_parts(told)]
    return ["\n".join([*lead, first]), *others]


def with_command(line: str) -> str:
    """A line as HTML. A command with what belongs to it is copied by a tap; alone it is a link by itself."""
    found = TYPED.match(harmless(line))
    if found is None:
        return escaped(line)
    return f"<code>{escaped(found[0])}</code>{escaped(harmless(line)[found.end() :])}"
