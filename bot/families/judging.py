"""What a family says of an answer: it helped, it is wrong, or a person shall answer instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.catalogue import Catalogue, marked
from bot.choices import plain_text
from bot.desk import Call, Desk, Handler, refused
from bot.families.carried import about_words
from bot.families.choosing import no_announcements
from bot.notices import MOST_QUOTED, Notices
from bot.pages import Invocation, Offer, Page, PageKind
from bot.questions import Outcome, Reply
from bot.reading import LONGEST_READ
from knowledge.findings import Finding, FindingKind
from knowledge.inquiries import move_inquiry, open_inquiry
from knowledge.people import last_answer, text_of, waiting_texts
from knowledge.topics import TopicKind
from knowledge.verdicts import Judged, Verdict, judge

A_DAY_BEHIND = timedelta(days=1)  # as far as any zone may be behind the clock
MOST_WAITING = 5  # questions of one person that wait for an answer


def handlers() -> Mapping[str, Handler]:
    return {"helpful": helpful, "wrong": wrong, "person": person}


def offers_on(reply: Reply, asking: Invocation, say: Catalogue) -> tuple[Offer, ...]:
    """What can be done with an answer that was noted, or with what was told unasked: the buttons under it."""
    stopping = _stopping(reply, asking, say) if reply.tells else ()
    if reply.announces and not asking.who.shared:
        stopping = (no_announcements(asking, say),)
    return (*stopping, *(_offers_on(reply, asking, say) if reply.noted is not None else ()))


def _stopping(reply: Reply, asking: Invocation, say: Catalogue) -> tuple[Offer]:
    stop = replace(asking, name="stop", action="", values={"about": about_words(reply.tells)})
    return (Offer(say("Stop telling me this"), stop),)


def _offers_on(reply: Reply, asking: Invocation, say: Catalogue) -> Iterator[Offer]:
    def offer(label: str, name: str, **more: str) -> Offer:
        return Offer(label, replace(asking, name=name, action="", values={"answer": str(reply.noted), **more}))

    if reply.urgent and not reply.findings:  # nothing is to stand between them and the number
        return
    if any(not _is_over(one, asking.at) for one in reply.findings):
        yield offer(say("Follow this"), "follow", **_without_a_day(reply))
    if reply.findings:
        yield offer(say("This helped"), Verdict.HELPFUL.value)
        yield offer(say("This is wrong"), Verdict.WRONG.value)
    if not (reply.urgent or reply.outcome is Outcome.SMALLTALK):
        yield offer(say("Ask a person"), "person")


def _without_a_day(reply: Reply) -> dict[str, str]:
    """A hole of which no day was named or told is followed until something is said, not until tonight."""
    if len(reply.findings) != 1:
        return {}
    (found,) = reply.findings
    named = found.asked.named_day or found.topic.kind is TopicKind.DAY
    is_hole = found.kind is FindingKind.NOT_ANNOUNCED and found.asked.scope.is_district
    return {"topic": found.topic.slug} if is_hole and not named else {}


def _is_over(finding: Finding, at: datetime) -> bool:
    """Whether it is about a day of which nothing can change any more."""
    asked = finding.asked
    day = finding.day or (asked.day if asked.named_day else None)
    if day is None:
        return False
    last = max(day, asked.until or day)
    return finding.kind is FindingKind.PAST or last < (at - A_DAY_BEHIND).date()


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
        if call.values.get("private") and move_inquiry(connection, person=who.person, text=text, place=who.place):
            return text
        about = {"person": who.person, "place": who.place, "language": call.language}
        open_inquiry(connection, text=text, at=call.invocation.at, question=answer, fleeting=who.fleeting, **about)
        return text

    asked = await desk.database.write(work)
    if asked is None:
        return refused(say, say("There is nothing of yours under that number."))
    if isinstance(asked, int):
        words = say("{count} questions of yours are waiting for a person already.", count=asked)
        return refused(say, words, *notices.official_channel())
    quoted = asked if len(asked) <= MOST_QUOTED else asked[:MOST_QUOTED] + "…"
    if who.fleeting:
        return _nowhere_to_answer(call, quoted, notices.official_channel())
    pattern = marked("Whoever edits the answers will read “{question}” and answer you here; I cannot say when.")
    return Page(PageKind.DONE, say(pattern, question=quoted), notices.official_channel())


def _nowhere_to_answer(call: Call, quoted: str, channel: tuple[str, ...]) -> Page:
    """Nothing can be sent there later, so they can name another room, by their own tap."""
    say = call.say
    lines = (say("I cannot write to you here later. I can in a private chat with me, if you open it now."), *channel)
    elsewhere = replace(call.invocation, values={**call.invocation.values, "private": "yes"})
    title = say("Whoever edits the answers will read “{question}”.", question=quoted)
    return Page(PageKind.DONE, title, lines, offers=(Offer(say("Tell me in a private chat"), elsewhere),))


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
