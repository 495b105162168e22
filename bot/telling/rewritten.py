"""Our earlier message in a room, worded anew from all it told: what is no longer so struck through, the new under it.

What still holds stays as it was; nothing is said to have been told that was not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.deciding import holes_joined
from bot.families.today import channel_once
from bot.notices import Notices
from bot.questions import Line, LineKind, Passage, Reply
from bot.replies import reply_about
from bot.telling.corrected import shortened
from bot.telling.turns import Piece, Turn, TurnWords
from bot.wording import Wording
from knowledge.findings import Finding


@dataclass(frozen=True)
class Part:
    """One finding of the message: *turn* where it is no longer so, else as it was told."""

    was: Finding | None
    then: datetime
    turn: Turn | None = None


def rewritten(parts: Sequence[Part], wording: Wording, *, message: str, question: int | None = None) -> Reply:
    """*parts*: in the order they were told, at least one. *question*: the number of what they were told for."""
    passages, words = list[Passage](), TurnWords(wording)
    pieces = iter(shortened([_struck_first(words.piece(one.turn)) for one in parts if one.turn]))
    kept: list[Finding] = []
    then = parts[0].then
    for part in parts:
        if part.turn is None and part.was is not None:
            kept.append(part.was)
            continue
        passages += _as_told(kept, wording, then)
        kept = []
        passages.append(next(pieces).passage)
    passages += _as_told(kept, wording, then)
    passages = channel_once(passages, Notices(wording.say, wording.district).official_channel())
    passages.append(_when(parts, words))
    findings = [one.turn.now if one.turn else one.was for one in parts]
    reply = reply_about([one for one in findings if one], tuple(passages), wording.say.language)
    return replace(reply, replaces=message, silent=True, noted=question)


def _as_told(findings: Sequence[Finding], wording: Wording, then: datetime) -> Iterator[Passage]:
    """As it was read then."""
    earlier = replace(wording, at=wording.district.local(then))
    return (earlier.passage(one) for one in holes_joined(findings))


def _struck_first(piece: Piece) -> Piece:
    """What stood there stays on top, in its place, and is never left out."""
    return replace(piece, lead=(*piece.struck, *piece.lead), struck=())


def _when(parts: Sequence[Part], words: TurnWords) -> Passage:
    """A message that came back to what it said first says so, too."""
    say, moment = words.wording.say, words.moment(words.wording.at)
    if any(one.turn for one in parts):
        said = say("This message was changed: {moment}.", moment=moment)
    else:
        said = say("This message was changed in between; what it says holds again: {moment}.", moment=moment)
    return Passage((Line(LineKind.ASIDE, said),))
