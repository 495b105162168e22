"""A knowledge base in the middle of a day: gaps, somebody who waits for a person, drafts, changes, announcements,
articles under review, an invitation."""

from __future__ import annotations

from dataclasses import replace

from bot.commands import Role
from bot.pages import Invocation, Page, PageKind, Who
from bot.program import Bellwether
from bot.questions import Question
from tests.sacramento import at

MORNING = at("2022-03-22 09:00")
EDITING = Who("telegram:802", "telegram:802", granted=Role.EDITOR)
PUBLISHING = Who("telegram:801", "telegram:801", granted=Role.PUBLISHER)
OWNING = Who("telegram:800", "telegram:800", granted=Role.OWNER)
ASKED_IN_VAIN = ("is the planetarium open on saturday?", "can we borrow a telescope?", "are schools closed Friday?")

NOTICE = """March 22, 2022

SACRAMENTO, Calif. (KQRV) — The Sacramento City Unified School District said Tuesday that all schools will be closed \
Wednesday unless a deal is reached first.

Families can pick up meals at Sutter Middle School on Thursday from 8 to 10 a.m., the district said.

The union said its members plan to picket at the county office on Friday.
"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Sacramento City Unified//EN
BEGIN:VEVENT
UID:1@scusd
DTSTAMP:20220301T000000Z
DTSTART;VALUE=DATE:20220418
DTEND;VALUE=DATE:20220423
SUMMARY:Spring break - No school
END:VEVENT
END:VCALENDAR
"""


async def work(bellwether: Bellwether) -> str:
    """Returns the code of an invitation."""

    async def do(who: Who, command: str, **values: str) -> Page:
        name, _, action = command.partition(" ")
        page = await bellwether.desk.do(Invocation(name, who, MORNING, action, values))
        if page.kind is PageKind.PREVIEW:
            page = await bellwether.desk.do(replace(page.offers[0].invocation, at=MORNING))
        assert page.kind in (PageKind.DONE, PageKind.SHOWN), page
        return page

    for number, text in enumerate(ASKED_IN_VAIN, 21):
        named = f"telegram:{number}"
        await bellwether.answer(Question(text, MORNING, place=named, person=named))
    family = Who("telegram:21", "telegram:21")
    await do(family, "person", question="Can my daughter visit the planetarium with her class?")
    await do(PUBLISHING, "claim edit", claim="meals-wednesday", words="Bags at each school.", kind="wording")
    await do(EDITING, "claim add", topic="buses", days="wed", words="No buses run.", reason="strike")
    await do(EDITING, "status", status="remote", day="fri")
    await do(PUBLISHING, "try save", question="is there school on Wednesday?")
    await do(PUBLISHING, "announce", words="The board meets on Monday.", keep="yes")
    await do(PUBLISHING, "announce", words="Buses run again.", until="tomorrow 8:00 pm")
    await do(PUBLISHING, "announce pause", number="2")
    await do(PUBLISHING, "announce", words="Bus 12 is late.", until="today 9:05 am")
    for text in (NOTICE, CALENDAR):
        await do(EDITING, "article add", text=text)
    await do(PUBLISHING, "article approve", piece="3", words="A picket at the county office.", days="fri")
    await do(OWNING, "role grant", person="telegram:76", role="viewer")
    invited = await do(OWNING, "role invite", role="viewer")
    return invited.lines[0].removeprefix("/role join ")
