"""How a piece stands to what is told now, in words; marking that as checked, and settling what it hangs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.articles.bearing_words import bearing_of
from bot.articles.deciding import Opened, agreed_already, dealing_with, deciding, of_open_piece
from bot.articles.resting import source_of
from bot.curating.claims import VERIFIED, standing
from bot.curating.composing import Composing
from bot.curating.living import verified
from bot.curating.previewing import cells_of_claims
from bot.curating.proposing import Connected, Proposal
from bot.curating.refusing import Refusal
from bot.curating.settling import Settling, settle, settling_of
from bot.curating.stating import as_held, brief, words_of
from bot.desk import Call, Desk, Handler
from bot.pages import Page
from knowledge.articles.agreeing import Relation
from knowledge.articles.cuts import Cut
from knowledge.articles.pieces import PieceState
from knowledge.claims import Claim, Source
from knowledge.codec import Kind


def handlers() -> Mapping[str, Handler]:
    return {"article agree": _agree, "article settle": _settle}


async def _agree(desk: Desk, call: Call) -> Page:
    """Only what the piece says again: a claim that says otherwise is not renewed by it."""

    return await agreed_already(desk, call, await deciding(desk, call, _agreed))


def _agreed(connection: Connected, call: Call, found: Opened) -> Proposal:
    """Checked as of the article, not as of now: an older one renews less."""
    _cut_of(call, found)
    slug, said = call.values["claim"], found.kept.article.said
    bearing = bearing_of(connection, call, found.kept, found.piece)
    if said is None or bearing is None or slug not in {one.claim.slug for one in bearing.of(Relation.AGREES)}:
        raise Refusal(call.say("The piece does not say the same as {claim}.", claim=slug))
    lived = standing(connection, call)
    composing = Composing(connection, call, {})
    checked, _ = verified(composing, lived)
    moment = min(said.at, call.invocation.at)
    checked = replace(checked, verified=max(moment, lived.claim.verified or moment))
    proposal = Proposal(
        says=call.say(VERIFIED, claim=slug, words=_said(call, composing, lived.claim)),
        nouns=(checked,),
        based_on={(Kind.CLAIM, slug): lived.number},
        meaning=False,
        cells=cells_of_claims((checked,)),
    )
    return dealing_with(proposal, call, found.piece, PieceState.AGREED)


def _said(call: Call, composing: Composing, claim: Claim) -> str:
    held = as_held(composing, claim, ())
    if claim.status is not None:
        return brief(call, held)
    return words_of(call).line(held, call.edition.topics[claim.topic])


async def _settle(desk: Desk, call: Call) -> Page:
    """As any settling, resting on the article; what holds now is said by whoever says so there."""

    async def decide(found: Opened) -> Page:
        speaking = _speaking(call, _cut_of(call, found))

        def work(connection: Connected) -> tuple[Settling, Source]:
            source = source_of(connection, call, found.kept)
            return settling_of(connection, speaking, rests_on=source), source

        settling, source = await desk.database.read(work)
        proposal = dealing_with(settling.proposal, call, found.piece, PieceState.SETTLED, source)
        if settling.said and "speaker" not in speaking.values:
            proposal = replace(proposal, warnings=(call.say("Who says so is not clear."), *proposal.warnings))
        return await settle(desk, speaking, replace(settling, proposal=proposal))

    return await of_open_piece(desk, call, decide)


def _speaking(call: Call, cut: Cut) -> Call:
    if cut.speaker is None or "speaker" in call.values:
        return call
    return replace(call, values={**call.values, "speaker": (cut.speaker,)})


def _cut_of(call: Call, found: Opened) -> Cut:
    """Raises `Refusal` for days of a calendar, and for a claim whose paragraph is gone."""
    if not isinstance(found.piece.content, Cut):
        raise Refusal(call.say("Nothing of this piece can be said in a claim."))
    return found.piece.content
