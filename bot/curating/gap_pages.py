"""What every page about a gap says: its questions, its topic, and that somebody else was faster."""

from __future__ import annotations

from dataclasses import replace

from bot.catalogue import marked
from bot.curating.moments import moment_words
from bot.desk import Call, refused
from bot.pages import Invocation, Page
from bot.wording import Wording
from knowledge.gaps import ClosedAs, Gap, GapClosed, Missing, NoSuchGap

OUTCOMES = {
    "answer": marked("answered in part"),
    "unknown": marked("not known"),
    "out_of_scope": marked("not ours"),
    "smalltalk": marked("small talk"),
    "clarify": marked("not understood"),
    "chosen": marked("found by choosing"),
    "none_of_these": marked("none of what was offered"),
    "wrong": marked("marked as wrong"),
}
CLOSED = {
    ClosedAs.CLAIM: marked("answered with a claim"),
    ClosedAs.PHRASING: marked("taken as a phrasing"),
    ClosedAs.TOPIC: marked("made an open question"),
    ClosedAs.NOT_OURS: marked("not ours"),
}


def title_of(call: Call, topic: str | None) -> str:
    if topic is None or topic not in call.edition.topics:
        return topic or ""
    return Wording(call.say, call.edition.district, call.at).title(call.edition.topics[topic])


def asked_line(call: Call, one: Missing) -> str:
    outcome = call.say(OUTCOMES.get(one.outcome, one.outcome))
    return f"{one.text} ({moment_words(call, one.asked)}; {outcome})"


def asked_by(call: Call, found: Gap) -> str:
    return call.say("Times asked: {count}; people: {people}", count=len(found.asked), people=found.people)


def gap_gone(call: Call, error: NoSuchGap | GapClosed) -> Page:
    number = call.values["gap"]
    if isinstance(error, NoSuchGap):
        return refused(call.say, call.say("There is no gap {number}, or it was forgotten since.", number=number))
    words = call.say(
        "Gap {number} was dealt with already on {moment}: {how}.",
        number=number,
        moment=moment_words(call, error.at),
        how=call.say(CLOSED.get(ClosedAs(error.closed_as), error.closed_as)),
    )
    return refused(call.say, words)


def gap_form(call: Call, action: str, found: Gap, **values: str) -> Invocation:
    kept = {"gap": str(found.number), **{name: value for name, value in values.items() if value}}
    return replace(call.invocation, name="gaps", action=action, values=kept, confirmed=False, based_on={})
