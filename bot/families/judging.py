"""What a family says of an answer: it helped, it is wrong, or a person shall answer instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.catalogue import Catalogue, marked
from bot.choices import plain_text
from bot.desk import Call, Desk, Handler, refused
from bot.notices import MOST_QUOTED, Notices
from bot.pages import Invocation, Offer, Page, PageKind
from bot.questions import Reply
from bot.reading import LONGEST_READ
from knowledge.inquiries import open_inquiry
from knowledge.people import last_answer, text_of, waiting_texts
from knowledge.verdicts import Judged, Verdict, judge

MOST_WAITING = 5  # questions of one person that wait for an answer


def handlers() -> Mapping[str, Handler]:
    return {"helpful": helpful, "wrong": wrong, "person": person}


def offers_on(reply: Reply, asking: Invocation, say: Catalogue) -> tuple[Offer, ...]:
    """What can be done with an answer that was noted: the buttons under it."""
    return tuple(_offers_on(reply, asking, say)) if reply.noted is not None else ()


def _offers_on(reply: Reply, asking: Invocation, say: Catalogue) -> Iterator[Offer]:
    def offer(label: str, name: str) -> Offer:
        return Offer(label, replace(asking, name=name, action="", values={"answer": str(reply.noted)}))

    if reply.findings:
        yield offer(say("Follow this"), "follow")
        yield offer(say("This helped"), Verdict.HELPFUL.value)
        yield offer(say("This is wrong"), Verdict.WRONG.value)
    yield offer(say("Ask a person"), "person")


async def helpful(desk: Desk, call: Call) -> Page:
    return await _judged(desk, call, Verdict.HELPFUL)


async def wrong(desk: Desk, call: Call) -> Page:
    return await _judged(desk, call, Verdict.WRONG)


async def person(desk: Desk, call: Call) -> Page:
    """Opens an inquiry: words of their own, else what was asked under the number, else the last question here."""
    who, say = call.who, call.say
    notices = Notices(say, call.edition.district)
    typed = plain_text(call.values.get("question") or "", longest=LONGEST_READ)
    if call.values.get("question") and not any(one.isalnum() for one in typed):
        return refused(say, notices.nothing_to_read().text)

    def work(connection: Any) -> str | int | None:
        answer = None if typed else call.values.get("answer") or last_answer(connection, who.person, who.place)
        text = typed or (text_of(connection, answer, who.person) if answer else None)
        if text is None:
            return None
        waiting = waiting_texts(connection, who.person)
        if len(waiting) >= MOST_WAITING and text not in waiting:
            return len(waiting)
        about = {"person": who.person, "place": who.place, "language": call.language}
        open_inquiry(connection, text=text, at=call.invocation.at, question=answer, **about)
        return text

    asked = await desk.database.write(work)
    if asked is None:
        return refused(say, say("There is nothing of yours under that number."))
    if isinstance(asked, int):
        words = say("{count} questions of yours are waiting for a person already.", count=asked)
        return refused(say, words, *notices.official_channel())
    quoted = asked if len(asked) <= MOST_QUOTED else asked[:MOST_QUOTED] + "…"
    pattern = marked("Whoever edits the answers will read “{question}” and answer you here; I cannot say when.")
    return Page(PageKind.DONE, say(pattern, question=quoted), notices.official_channel())


async def _judged(desk: Desk, call: Call, verdict: Verdict) -> Page:
    who, say = call.who, call.say

    def work(connection: Any) -> Judged:
        answer = call.values.get("answer") or last_answer(connection, who.person, who.place) or 0
        return judge(connection, answer, verdict, who=who.person, at=call.invocation.at)

    if await desk.database.write(work) is Judged.UNKNOWN:
        return refused(say, say("There is nothing of yours under that number."))
    lines: tuple[str, ...] = ()
    if verdict is Verdict.WRONG:
        channel = Notices(say, call.edition.district).official_channel()
        lines = (say("Whoever edits the answers will see it."), *channel)
    return Page(PageKind.DONE, say("Thank you, that is noted."), lines)
