"""A reply as blocks of Discord's markup, one for each passage: what leads is bold, and who says so, as of when and
through which source stands right below it in the same block, so that neither can be sent without the other.

Days are the district's; the instant of a source also stands as Discord shows it, on the clock of whoever reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from adapters.discord.letters import TITLE, bold, bounded, escaped, linked, small, struck
from bot.leading import LOUD, is_loud, led, tells_status, without_asides
from bot.letters import units
from bot.questions import Attribution, Line, LineKind, Passage, Reply
from knowledge.claims import Precision

LONGEST_LINE = 900
MOST_NOTES, LONGEST_NOTE = 3, 450
LONGEST_PASSAGE = 2000  # units of its markup without its sources, so that it fits an embed whatever it is about
AROUND = 6  # units around a line that make it bold or small
MOST_SOURCES, LONGEST_SOURCE, LONGEST_ADDRESS = 4, 150, 300

Instants = frozenset[tuple[str, datetime]]  # outlet and instant, where the minute is known


def instants_of(reply: Reply) -> Instants:
    """Those of which the minute is known: of a source known by its day there is no hour to show."""
    told = (held for finding in reply.findings for held in finding.told)
    return frozenset((one.source.outlet, one.as_of) for one in told if one.source.precision is Precision.MINUTE)


def notes_of(reply: Reply) -> list[str]:
    """Only what life hangs on is as loud as an answer."""
    notes = list(enumerate(reply.notes[:MOST_NOTES]))
    return [bold(one, LONGEST_NOTE) if reply.urgent and place == 0 else _quiet(one) for place, one in notes]


def _quiet(note: str) -> str:
    return escaped(" ".join(note.split()), LONGEST_NOTE)


def headline_of(reply: Reply) -> str:
    """What stands as the title above a reply with one answer; nothing where it would be too long or says no answer."""
    if reply.outcome not in LOUD or len(reply.passages) != 1:
        return ""
    first = next((one for one in reply.passages[0].lines if not one.struck), reply.passages[0].lines[0])
    words = escaped(" ".join(first.words.split()))
    return words if first.kind is LineKind.HEADLINE and not first.struck and units(words) <= TITLE else ""


def reply_blocks(reply: Reply, *, brief: bool = False, titled: bool = False) -> list[str]:
    """*brief*: without what is only told beside; *titled*: its first line stands above already."""
    passages = [without_asides(one) for one in reply.passages] if brief else list(reply.passages)
    instants = instants_of(reply)
    block = partial(passage_block, instants=instants, loud=is_loud(reply), status=tells_status(reply))
    return [block(one, headless=titled and place == 0) for place, one in enumerate(passages)]


def passage_block(
    passage: Passage, instants: Instants, *, loud: bool = True, status: bool = False, headless: bool = False
) -> str:
    """*loud*: a headline is bold; *status*: it may say whether school is on; *headless*: without the first line that
    still holds."""
    kept = _bounded(passage.lines)
    if headless:
        kept.remove(next(one for one in kept if not one.struck))
    lines = [_line(one, loud=loud, status=status) for one in kept]
    return "\n".join([*lines, *(_attributed(one, instants) for one in passage.attributions[:MOST_SOURCES])])


def _line(line: Line, *, loud: bool, status: bool) -> str:
    words = escaped(line.words)
    if line.struck:
        return struck(line.words)
    if line.kind is LineKind.HEADLINE:
        return _headline(line.words, status=status) if loud else words
    if line.kind is LineKind.BODY or not words:
        return words
    return "\n".join(small(one) for one in words.splitlines() if one)


def _headline(words: str, *, status: bool) -> str:
    lead, rest = led(words, status=status)
    return f"{bold(lead)} {escaped(rest)}" if rest else bold(lead)


def _bounded(lines: Iterable[Line]) -> list[Line]:
    kept, left = list[Line](), LONGEST_PASSAGE
    for one in lines:
        if left > 1:
            words = bounded(one.words, min(left, LONGEST_LINE))
            kept.append(replace(one, words=words))
            left -= units(escaped(words)) + AROUND
    return kept


def _attributed(one: Attribution, instants: Instants) -> str:
    address = one.address if one.address and units(one.address) <= LONGEST_ADDRESS else None
    words = linked(one.words.replace("\n", " "), address, LONGEST_SOURCE)
    if (one.outlet, one.as_of) not in instants:
        return small(words)
    return small(f"{words} · <t:{int(one.as_of.timestamp())}:f>")


def joined(blocks: Sequence[str]) -> str:
    return "\n\n".join(one for one in blocks if one)
