"""An answer given anew: what it was about, as it stands now, for somebody else, somewhere else, or later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.catalogue import Catalogue
from bot.curating.previewing import reply_of
from bot.deciding import asked_of, holes_joined, without_repeats
from bot.notices import Notices
from bot.parts import Part
from bot.program import Bellwether
from bot.questions import Choice, Question, Reply
from bot.wording import Wording, today_first
from knowledge.library import Edition

COMMAND = "again"  # what brings it: no question of its own, so no gap where it is a hole
MOST = 8  # parts of one answer
MOST_LOOKED_UP = 16


def about(reply: Reply) -> tuple[Choice, ...]:
    """What a reply answers; nothing where it speaks of no topic."""
    found = []
    for one in reply.findings[:MOST]:
        day = one.day or one.asked.day
        last = one.asked.last_day if day == one.asked.day else None
        found.append(Choice("", one.topic.slug, day, last, one.asked.scope))
    return tuple(dict.fromkeys(found))


async def answer_again(bellwether: Bellwether, asked: tuple[Choice, ...], question: Question, say: Catalogue) -> Reply:
    """*question*: who asks, where and when; its words are made of what is asked. Raises `DatabaseUnreadable`."""
    edition = await bellwether.library.edition()
    known = [one for one in asked[:MOST] if one.topic in edition.topics]
    if not known:
        return Notices(say, edition.district).no_answer()
    local = edition.district.local(question.at)
    parts = [_part(one) for one in known]
    wanted = dict.fromkeys(one for part in parts for one in asked_of(part, edition, at=local))
    looked_up = await bellwether.library.look_up([*wanted][:MOST_LOOKED_UP], at=question.at, edition=edition)
    wording, found = Wording(say, edition.district, local), without_repeats(looked_up)
    passages = tuple(one for finding in holes_joined(found) for one in today_first(finding, wording, local))
    reply = replace(reply_of(tuple(found), wording), passages=passages)
    worded = replace(question, text=_worded(known, edition, wording), command=COMMAND)
    return await bellwether.answering.note(worded, reply, edition)


def _part(one: Choice) -> Part:
    return Part("", one.topic, None, one.day, one.last_day or one.day, one.day is not None, one.scope)


def _worded(asked: Iterable[Choice], edition: Edition, wording: Wording) -> str:
    """Its topics and days, as a person who is asked for reads it."""

    def words(one: Choice) -> str:
        title = wording.title(edition.topics[one.topic or ""])
        return f"{title}, {wording.days(one.day, one.last_day)}" if one.day else title

    return "; ".join(dict.fromkeys(words(one) for one in asked))
