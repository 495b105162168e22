"""A reply as lines in the terminal: colour by kind of line, and words that say the same without any colour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.questions import Line, LineKind, Passage, Reply

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # a terminal would obey them; newline and tab stay

STATUS_STYLES = {
    "open": "bold green",
    "open_unless": "bold yellow",
    "closed": "bold red",
    "closed_unless": "bold red",
    "delayed": "bold yellow",
    "early_dismissal": "bold yellow",
    "remote": "bold yellow",
    "partly_open": "bold yellow",
}
HEADLINE = "bold cyan"
STYLES = {LineKind.BODY: "", LineKind.ASIDE: "italic", LineKind.ATTRIBUTION: "dim"}
NOTE = "bold red"
CHOICE = "magenta"


@dataclass(frozen=True)
class Drawn:
    """One line and its rich style; *indent*: how far its own continuation lines hang."""

    words: str
    style: str = ""
    indent: int = 0


def drawn(reply: Reply) -> list[Drawn]:
    """The lines of a reply from top to bottom; an empty one parts what stands apart."""
    blocks = [[Drawn(note, NOTE)] for note in reply.notes]
    blocks += [list(_passage(passage, reply.status)) for passage in reply.passages]
    if reply.choices:
        numbered = enumerate(reply.choices, 1)
        blocks.append([Drawn(f"{number}. {one.label}", CHOICE, 3) for number, one in numbered])
    lines = [line for block in blocks for line in (*block, Drawn(""))]
    return [Drawn(harmless(one.words), one.style, one.indent) for one in lines[:-1]]


def plain(reply: Reply) -> str:
    return "\n".join(one.words for one in drawn(reply))


def _passage(passage: Passage, status: str | None) -> Iterator[Drawn]:
    for line in passage.lines:
        yield Drawn(line.words, _style(line, status))
    for one in passage.attributions:
        address = f" {one.address}" if one.address else ""
        yield Drawn(one.words + address, STYLES[LineKind.ATTRIBUTION])


def _style(line: Line, status: str | None) -> str:
    return STATUS_STYLES.get(status or "", HEADLINE) if line.kind is LineKind.HEADLINE else STYLES[line.kind]


def harmless(words: str) -> str:
    return CONTROLS.sub("", words)
