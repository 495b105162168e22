"""A reply as blocks of HTML, one for each passage: what leads is bold, and who says so, as of when and through which
source stands right below it in the same block, so that neither can be sent without the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from html import escape

from adapters.telegram.letters import escaped, harmless, length, shortened, units
from bot.leading import is_loud, led, tells_status, without_asides
from bot.questions import Attribution, Line, LineKind, Passage, Reply

SCREEN = 900  # units that a phone shows without scrolling; above them asides are folded
LONGEST_LINE = 900
MOST_NOTES = 3
LONGEST_PASSAGE = 2500  # without its sources, so that it fits a message whatever it is about
MOST_SOURCES, LONGEST_SOURCE = 6, 150
PARTED = "\n\n"
MOST_DRAWN = 500  # passages that were drawn lately: in a rush many are told the same


def bold(words: str) -> str:
    return f"<b>{escaped(words)}</b>"


def small(words: str) -> str:
    return f"<i>{escaped(words)}</i>"


def struck(words: str) -> str:
    return f"<s>{escaped(words)}</s>"


def folded(lines: Iterable[str]) -> str:
    """Lines of HTML behind a tap; Telegram shows the first three of them."""
    return f"<blockquote expandable>{chr(10).join(lines)}</blockquote>"


def quoted(html: str, *, fold: bool = False) -> str:
    """What others will read; what is quoted itself holds no quotation."""
    return f"<blockquote{' expandable' if fold else ''}>{html}</blockquote>"


def reply_blocks(reply: Reply, *, brief: bool = False, flat: bool = False) -> list[str]:
    """Its notes first. *brief*: without what is only told beside; *flat*: nothing folded, to be quoted itself."""
    passages = [without_asides(one) for one in reply.passages] if brief else list(reply.passages)
    drawn = partial(passage_html, loud=is_loud(reply), status=tells_status(reply))
    plain = [drawn(one) for one in passages]
    if not flat and sum(map(length, plain)) > SCREEN:
        plain = [drawn(one, fold=True) for one in passages]
    return [*_notes(reply), *plain]


def _notes(reply: Reply) -> Iterator[str]:
    """Only what life hangs on is as loud as an answer."""
    for place, note in enumerate(reply.notes[:MOST_NOTES]):
        words = shortened(note, LONGEST_LINE)
        yield bold(words) if reply.urgent and place == 0 else small(words)


@lru_cache(MOST_DRAWN)
def passage_html(passage: Passage, *, loud: bool = True, status: bool = False, fold: bool = False) -> str:
    """*loud*: a headline is bold; *status*: it may say whether school is on; *fold*: what is only told beside it is
    behind a tap."""
    lines = _bounded(passage.lines)
    folds = [one for one in lines[1:] if one.kind is LineKind.ASIDE and not one.struck] if fold else []
    parts = [_line(one, loud=loud, status=status) for one in lines if one not in folds]
    beside = [folded(escaped(one.words) for one in folds)] if folds else []
    return "\n".join([*parts, *beside, *_attributed(passage.attributions)])


def _line(line: Line, *, loud: bool, status: bool) -> str:
    """What is no longer so never stands out, whatever it was."""
    if line.struck:
        return struck(line.words)
    if line.kind is LineKind.HEADLINE:
        return _headline(line.words, status=status) if loud else escaped(line.words)
    return escaped(line.words) if line.kind is LineKind.BODY else small(line.words)


def _headline(words: str, *, status: bool) -> str:
    lead, rest = led(words, status=status)
    return f"{bold(lead)} {escaped(rest)}" if rest else bold(lead)


def _bounded(lines: Iterable[Line]) -> list[Line]:
    kept, left = list[Line](), LONGEST_PASSAGE
    for one in lines:
        if left > 0:
            words = shortened(harmless(one.words), min(left, LONGEST_LINE))
            kept.append(replace(one, words=words))
            left -= units(words)
    return kept


def _attributed(attributions: Sequence[Attribution]) -> Iterator[str]:
    for one in attributions[:MOST_SOURCES]:
        address, words = one.address or "", shortened(one.words, LONGEST_SOURCE)
        if address.startswith(("https://", "http://")):
            yield f'<i><a href="{escape(address)}">{escaped(words)}</a></i>'
        else:
            yield small(words)
