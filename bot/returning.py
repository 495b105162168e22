"""An answer that goes back to whoever asked a person: their question, the answer, and that a person wrote it, when.

What a published change answers is told as it stands when it is sent, and noted like any answer.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.answering import Answering
from bot.catalogue import Catalogue
from bot.curating.previewing import reply_of
from bot.notices import MOST_QUOTED, Notices
from bot.questions import Line, LineKind, Outcome, Passage, Question, Reply
from bot.wording import Wording
from knowledge.findings import Asked
from knowledge.library import Edition, Library
from knowledge.returning import Returning

COMMAND = "person"  # what brings it: no question of its own, so no gap where it is a hole again


async def worded_answer(library: Library, answering: Answering, one: Returning, *, at: datetime) -> Reply:
    """In the language of the question, as far as it is spoken here."""
    edition = await library.edition()
    spoken = edition.district.languages
    language = one.language if one.language in spoken else spoken[0]
    say = answering.say(language or spoken[0])
    quoted = one.question if len(one.question) <= MOST_QUOTED else one.question[:MOST_QUOTED] + "…"
    if one.answer is not None:
        return _by_a_person(one, one.answer, quoted, say, edition, at=at)
    return await _by_a_change(library, answering, one, quoted, say=say, edition=edition, at=at)


def _by_a_person(one: Returning, answer: str, quoted: str, say: Catalogue, edition: Edition, *, at: datetime) -> Reply:
    """Whoever it was stays unnamed; that it was a person, and when, is said."""
    local = edition.district.local(one.answered)
    moment = f"{say.day(local.date(), at=at)}, {say.hour(local)}"
    signed = say("Written by a person on the staff, not by the bot: {moment}.", moment=moment)
    lines = (
        Line(LineKind.HEADLINE, say("A person answers your question “{question}”:", question=quoted)),
        Line(LineKind.BODY, answer),
        Line(LineKind.ATTRIBUTION, signed),
    )
    return Reply(Outcome.ANSWER, say.language, (Passage(lines),))


async def _by_a_change(
    library: Library,
    answering: Answering,
    one: Returning,
    quoted: str,
    *,
    say: Catalogue,
    edition: Edition,
    at: datetime,
) -> Reply:
    """The newest state; noted as told, so that its corrections are owed."""
    if one.topic is None or one.topic not in edition.topics:
        return Notices(say, edition.district).no_answer()
    asked = Asked(one.topic, one.day, one.last_day, one.scope, one.day is not None)
    local = edition.district.local(at)
    (finding,) = await library.look_up([asked], at=at, edition=edition)
    reply = reply_of((finding,), Wording(say, edition.district, local))
    note = say("There is an answer to your question “{question}”:", question=quoted)
    question = Question(one.question, at, one.place, one.person, one.language, command=COMMAND, scope=one.scope)
    question = replace(question, origin=f"answer:{one.number}")
    return await answering.note(question, replace(reply, notes=(note,)), edition)
