"""What would you say to this, at this moment, as this school, in this language, with this draft applied, and why.

Nothing that is tried is recorded, and nothing of a draft stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.curating import saved
from bot.curating.moments import moment_words
from bot.curating.refusing import kindly
from bot.curating.trials import Trial, try_out
from bot.desk import Call, Desk, Handler
from bot.pages import Offer, Page, PageKind
from bot.questions import Reply
from knowledge.claims import Scope
from knowledge.findings import Finding, Held


def handlers() -> Mapping[str, Handler]:
    return {"try": kindly(_try), **saved.handlers()}


async def _try(desk: Desk, call: Call) -> Page:
    values, say = call.values, call.say
    trial = Trial(
        values["question"],
        values.get("at") or call.invocation.at,
        language=values.get("language"),
        scope=values.get("scope") or Scope(),
    )
    reply = await try_out(desk, call, trial, draft=values.get("draft"))
    kept = {name: value for name, value in call.invocation.values.items() if name != "draft"}
    saving = replace(call.invocation, action="save", values=kept, confirmed=False, based_on={})
    return Page(
        PageKind.SHOWN,
        say("Asked as if it were {moment}:", moment=moment_words(call, trial.at)),
        tuple(_why(call, reply)),
        reply=reply,
        offers=(Offer(say("Keep this question for the test"), saving),),
    )


def _why(call: Call, reply: Reply) -> Iterator[str]:
    """How it was read, which topics competed, and which claims it rests on."""
    yield from reply.why
    for finding in reply.findings:
        yield _found(call, finding)
        yield from (_held(call, held) for held in finding.told)


def _found(call: Call, finding: Finding) -> str:
    day = call.say.day(finding.day, at=call.at) if finding.day else call.say("no day")
    return f"{finding.topic.slug}, {day}: {finding.kind.value}"


def _held(call: Call, held: Held) -> str:
    return "  " + call.say(
        "{claim}, revision {number}, from {source}, told until {moment}",
        claim=held.claim.slug,
        number=held.revision,
        source=held.source.slug,
        moment=moment_words(call, held.until),
    )
