"""A claim moved along its life: begun later, told longer, ended, taken back, checked again.

Each returns the claim as it shall stand, and raises `Refusal` for what that cannot be done with.
"""

from __future__ import annotations

from dataclasses import replace

from bot.catalogue import marked
from bot.curating.composing import Composing
from bot.curating.fitting import fitting
from bot.curating.moments import moment_words
from bot.curating.refusing import Refusal
from bot.desk import Call
from knowledge.claims import Claim
from knowledge.codec import Noun
from knowledge.lives import Life, Lived

LIVES = {
    Life.DRAFT: marked("a draft"),
    Life.SCHEDULED: marked("scheduled"),
    Life.LIVE: marked("live"),
    Life.SUPERSEDED: marked("superseded"),
    Life.WITHDRAWN: marked("withdrawn"),
    Life.PAST: marked("past"),
}


def withdrawn(composing: Composing, lived: Lived) -> Claim:
    _refuse_withdrawn(composing.call, lived)
    return replace(lived.claim, withdrawn=composing.call.invocation.at)


def ended(composing: Composing, lived: Lived) -> Claim:
    _refuse_withdrawn(composing.call, lived)
    _refuse_superseded(composing.call, lived)
    if lived.life is Life.PAST:
        raise Refusal(composing.call.say("{claim} is past: nobody is told it now.", claim=lived.claim.slug))
    return replace(lived.claim, ended=composing.call.invocation.at)


def scheduled(composing: Composing, lived: Lived) -> Claim:
    _refuse_withdrawn(composing.call, lived)
    _refuse_superseded(composing.call, lived)
    moment = composing.values["moment"]
    if moment >= lived.until:
        say = composing.call.say
        raise Refusal(
            say("It stops being told before that: {moment}.", moment=moment_words(composing.call, lived.until))
        )
    return fitting(composing.connection, composing.call, replace(lived.claim, serve_from=moment))


def extended(composing: Composing, lived: Lived) -> Claim:
    _refuse_withdrawn(composing.call, lived)
    _refuse_superseded(composing.call, lived)
    _refuse_overtaken(composing.call, lived)
    claim = replace(lived.claim, serve_until=composing.values["moment"], ended=None)
    return fitting(composing.connection, composing.call, claim)


def verified(composing: Composing, lived: Lived) -> tuple[Claim, tuple[Noun, ...]]:
    """Checked now, by whom the source says; a claim with neither day nor end of its own is told on from now."""
    call = composing.call
    _refuse_withdrawn(call, lived)
    _refuse_superseded(call, lived)
    _refuse_overtaken(call, lived)
    claim = lived.claim
    if lived.until <= call.invocation.at and (claim.has_day or claim.serve_until is not None):
        raise Refusal(call.say("{claim} is past: checking it again does not bring it back.", claim=claim.slug))
    told, nouns = replace(composing, values={k: v for k, v in composing.values.items() if k == "source"}).filled(claim)
    return replace(told, verified=call.invocation.at, ended=None), nouns


def _refuse_withdrawn(call: Call, lived: Lived) -> None:
    if lived.claim.withdrawn is not None and lived.life is Life.WITHDRAWN:
        when = moment_words(call, lived.claim.withdrawn)
        raise Refusal(call.say("{claim} was taken back before: {moment}.", claim=lived.claim.slug, moment=when))


def _refuse_superseded(call: Call, lived: Lived) -> None:
    if lived.life is Life.SUPERSEDED:
        by = call.say.listed(lived.by)
        raise Refusal(call.say("The place of {claim} was taken by {claims}.", claim=lived.claim.slug, claims=by))


def _refuse_overtaken(call: Call, lived: Lived) -> None:
    """Past though its own time is not over: no new end brings it back."""
    if lived.life is Life.PAST and lived.until > call.invocation.at and lived.claim.ended is None:
        raise Refusal(call.say("{claim} is past: its event ended, or its condition failed.", claim=lived.claim.slug))
