"""A correction: one message for all that somebody is owed, what keeps children home first, and not long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.families.today import channel_once
from bot.notices import Notices
from bot.questions import Choice, Line, LineKind, Passage, Reply
from bot.replies import reply_about
from bot.telling.turns import Piece, Turn, TurnWords
from bot.wording import Wording

LONGEST = 600  # characters of what is said, without who says it, before what can give way is left out
MOST_PIECES = 6  # of others only what they are about


def corrected(turns: Sequence[Turn], wording: Wording) -> Reply:
    """*turns*: at least one."""
    words = TurnWords(wording)
    ordered = sorted(turns, key=lambda one: one.weight)
    told, others = ordered[:MOST_PIECES], ordered[MOST_PIECES:]
    pieces = shortened([words.piece(one) for one in _told_once(told)])
    passages = [one.passage for one in pieces]
    if others:
        listed = "; ".join(dict.fromkeys(words.about(one) for one in others))
        passages.append(_aside(wording.say("Changed too: {titles}. Ask me about it.", titles=listed)))
    passages = channel_once(passages, Notices(wording.say, wording.district).official_channel())
    if any(turn.now is None for turn in ordered):
        passages.append(_channel(wording))
    findings = tuple(one.now for one in told if one.now is not None)
    reply = reply_about(findings, tuple(passages), wording.say.language)
    return replace(reply, tells=tuple(_choices(ordered)))


def shortened(pieces: Sequence[Piece]) -> list[Piece]:
    """What is only told along goes first, then what goes with the news, then what was told before; from the last to
    the first. Who says so always stays."""
    kept = list(pieces)
    for shorter in (_without_asides, _without_more, _without_struck):
        for place in reversed(range(len(kept))):
            if sum(len(line.words) for one in kept for line in one.lines) > LONGEST:
                kept[place] = shorter(kept[place])
    return kept


def _without_asides(piece: Piece) -> Piece:
    left = tuple(one for one in piece.may if one.kind is not LineKind.ASIDE)
    if left == piece.may:
        return piece
    return replace(piece, may=left, attributions=piece.leading or piece.attributions, leading=None)


def _without_more(piece: Piece) -> Piece:
    return replace(piece, may=())


def _without_struck(piece: Piece) -> Piece:
    """How there is school was told otherwise is never left out."""
    return piece if piece.of_school else replace(piece, struck=())


def _told_once(turns: Sequence[Turn]) -> Iterator[Turn]:
    """What is told along with one is not told along with the next."""
    told: set[str] = set()
    for turn in turns:
        if turn.now is None:
            yield turn
            continue
        beside = tuple(
            (topic, fresh)
            for topic, helds in turn.now.beside
            if (fresh := tuple(held for held in helds if held.claim.slug not in told))
        )
        nearest = tuple(held for held in turn.now.nearest if held.claim.slug not in told)
        now = replace(turn.now, beside=beside, nearest=nearest)
        told |= {held.claim.slug for held in now.told}
        yield replace(turn, now=now)


def _choices(turns: Sequence[Turn]) -> Iterator[Choice]:
    for turn in turns:
        if turn.now is not None:
            cell = turn.cell
            yield Choice("", cell.topic, cell.day, cell.last_day, cell.scope)


def _aside(words: str) -> Passage:
    return Passage((Line(LineKind.ASIDE, words),))


def _channel(wording: Wording) -> Passage:
    said = Notices(wording.say, wording.district).official_channel()
    return Passage(tuple(Line(LineKind.BODY, one) for one in said))
