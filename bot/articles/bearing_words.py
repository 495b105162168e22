"""How a piece stands to what families are told now: the lines that say so, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.articles.piece_words import cut_short
from bot.articles.resting import outlet_of
from bot.articles.routes import of_piece
from bot.claim_words import ClaimWords
from bot.curating.moments import moment_words
from bot.curating.proposing import Connected
from bot.desk import Call
from bot.pages import Offer
from knowledge.articles.agreeing import Bearing, Relation, bearings
from knowledge.articles.cuts import Cut
from knowledge.articles.keeping import KeptArticle
from knowledge.articles.pieces import Piece, read_pieces
from knowledge.articles.settling import Settles
from knowledge.claims import ConditionState
from knowledge.findings import Held

MOST_TOLD = 3


def bearing_of(connection: Connected, call: Call, kept: KeptArticle, piece: Piece) -> Bearing | None:
    """Beside the other pieces of its article: a deal that is only tentative in one of them is so in all. None for what
    is not cut from a text."""
    if not isinstance(piece.content, Cut):
        return None
    pieces = [one for one in read_pieces(connection, kept.number) if isinstance(one.content, Cut)]
    numbers = [one.number for one in pieces]
    if piece.number not in numbers:
        return None
    (found,) = bearings(
        connection,
        [one.cut for one in pieces],
        said=kept.article.said,
        at=call.invocation.at,
        ground=call.edition.ground,
        only=numbers.index(piece.number),
    )
    return found


def bearing_lines(call: Call, bearing: Bearing) -> Iterator[str]:
    say = call.say
    for held in bearing.of(Relation.AGREES)[:MOST_TOLD]:
        yield say("Families are told this already: {words} ({claim})", words=_told(call, held), claim=held.claim.slug)
    for held in bearing.of(Relation.CHANGES)[:MOST_TOLD]:
        yield say("Told now: {words} ({claim}); approved, this takes its place or stands beside it.",
            words=_told(call, held), claim=held.claim.slug)  # fmt: skip
    for held in bearing.of(Relation.CONTRADICTS)[:MOST_TOLD]:
        yield say("Somebody else says otherwise, and both will be told: {words} ({claim})",
            words=_told(call, held), claim=held.claim.slug)  # fmt: skip
    for held in bearing.of(Relation.BESIDE)[:MOST_TOLD]:
        yield say("Told now on the same: {words} ({claim})", words=_told(call, held), claim=held.claim.slug)
    for one in bearing.settles:
        yield _settling(call, one)


def bearing_warnings(call: Call, bearing: Bearing) -> Iterator[str]:
    for held in bearing.of(Relation.OLDER)[:MOST_TOLD]:
        yield newer_words(call, held)


def newer_words(call: Call, held: Held) -> str:
    return call.say(
        "Families are told something newer, as of {moment}: {words} ({claim})",
        moment=moment_words(call, held.as_of),
        words=_told(call, held),
        claim=held.claim.slug,
    )


def bearing_offers(call: Call, kept: KeptArticle, piece: Piece, bearing: Bearing) -> Iterator[Offer]:
    """None where nothing can be published of the article yet."""
    if kept.unsure or not outlet_of(kept.article):
        return
    say = call.say
    for settled in bearing.settles:
        # What families were told, not the clause: of "unless" a bare no is easily taken the wrong way round.
        claim = next((one for one in settled.hanging if one.claim.status is not None), settled.hanging[0])
        told = _told(call, replace(claim, conditions=()))
        met = settled.state is ConditionState.MET
        label = say("Now certain: {claim}", claim=told) if met else say("No longer so: {claim}", claim=told)
        values = {"condition": settled.condition.slug, "state": settled.state.value}
        yield Offer(label, of_piece(call, "settle", piece.number, **values))
    for held in bearing.of(Relation.AGREES)[:1]:
        yield Offer(say("Mark as checked again"), of_piece(call, "agree", piece.number, claim=held.claim.slug))


def _told(call: Call, held: Held) -> str:
    words = ClaimWords(call.say, call.edition.district, call.at)
    return cut_short(words.brief(held, call.edition.topics[held.claim.topic]))


def _settling(call: Call, settled: Settles) -> str:
    words = ClaimWords(call.say, call.edition.district, call.at).texts(settled.condition.words)
    told = "; ".join(_told(call, one).rstrip(".") for one in settled.hanging[:MOST_TOLD])
    if settled.state is ConditionState.MET:
        return call.say("What hangs on “{words}” would be certain: {claims}", words=words, claims=told)
    return call.say("What hangs on “{words}” would no longer hold: {claims}", words=words, claims=told)
