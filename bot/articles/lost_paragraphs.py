"""A claim whose paragraph a newer version no longer has: whether it is still told, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.articles.piece_words import about
from bot.articles.routes import of_article, of_piece
from bot.curating.proposing import Connected
from bot.curating.sources import claim_line
from bot.desk import Call
from bot.pages import Invocation, Offer
from knowledge.articles.cuts import Cut
from knowledge.articles.pieces import Gone, Piece, read_pieces
from knowledge.claims import Claim
from knowledge.lives import Life, read_life

MOST_PIECES = 3


@dataclass(frozen=True)
class Lost:
    """*told*: the claim, as long as families are told it or will be; *instead*: the pieces that wait beside it and may
    say what holds now."""

    slug: str
    told: Claim | None
    instead: tuple[Piece, ...] = ()


def lost_of(connection: Connected, call: Call, piece: Piece) -> Lost | None:
    """None for a piece of another kind."""
    if not isinstance(piece.content, Gone):
        return None
    slug = piece.content.claim
    lived = read_life(connection, slug, at=call.invocation.at)
    if lived is None or lived.life not in (Life.LIVE, Life.SCHEDULED):
        return Lost(slug, None)
    others = [one for one in read_pieces(connection, piece.article) if one.is_open]
    return Lost(slug, lived.claim, tuple(one for one in others if _is_on_the_same(one, lived.claim)))


def _is_on_the_same(piece: Piece, claim: Claim) -> bool:
    cut = piece.content
    if not isinstance(cut, Cut) or cut.taken_back or claim.topic not in cut.topics:
        return False
    if cut.first_day is None or claim.first_day is None:
        return cut.first_day is claim.first_day
    last, theirs = cut.last_day or cut.first_day, claim.last_day or claim.first_day
    return cut.first_day <= theirs and claim.first_day <= last


def lost_lines(call: Call, lost: Lost) -> Iterator[str]:
    if lost.told is not None:
        yield call.say("Families are told: {claim}", claim=claim_line(call, lost.told))
    else:
        yield call.say("{claim} is told no more, so nothing is left to do about it.", claim=lost.slug)


def lost_offers(call: Call, piece: Piece, lost: Lost) -> Iterator[Offer]:
    """Ended, taken back or replaced, it is told no more, and the page says so from then on."""
    say = call.say
    if lost.told is None:
        yield Offer(say("Drop"), of_piece(call, "drop", piece.number))
        return
    for one in lost.instead[:MOST_PIECES]:
        label = say("First look at piece {number}: {about}", number=one.number, about=about(call, one))
        yield Offer(label, of_piece(call, "piece", one.number))
    yield Offer(say("End it"), _of_claim(call, "end", lost.slug))
    yield Offer(say("Take it back"), _of_claim(call, "withdraw", lost.slug))
    yield Offer(say("Change it"), _of_claim(call, "edit", lost.slug))
    yield Offer(say("It still holds"), of_piece(call, "drop", piece.number))


def _of_claim(call: Call, action: str, slug: str) -> Invocation:
    return replace(of_article(call, action, 0), name="claim", values={"claim": slug})
