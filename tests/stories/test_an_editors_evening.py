"""An editor's evening in March 2022, by commands alone: after each step ten families get the right reply at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.commands import Role
from bot.pages import Invocation, Page, PageKind, Who
from bot.program import Bellwether, open_bellwether
from bot.questions import Question, Reply
from bot.settings import Settings
from knowledge.acting import Act
from knowledge.codec import Noun
from knowledge.curated_set import CuratedSet
from knowledge.drafts import save_draft
from knowledge.files import read_shipped, write_folder
from knowledge.planning import nouns_of
from tests.sacramento import at

NOON = at("2022-03-22 12:00")
EDITOR = Who("telegram:editor", "telegram:staff", granted=Role.PUBLISHER)

# What a family asks, what the reply must say, what it must not.
Expected = tuple[str, tuple[str, ...], tuple[str, ...]]

BEFORE: tuple[Expected, ...] = (
    ("are schools closed Wednesday?", ("Nothing is announced yet for Wednesday, March 23",), ("Closed", "Open on")),
    ("is there school on March 23", ("Nothing is announced yet",), ("Closed on",)),
    ("and Thursday?", ("Nothing is announced yet for Thursday, March 24",), ("Closed",)),
    ("will there be school lunch on Wednesday", ("nothing is announced yet",), ("Pre-bagged",)),
    ("is there a strike", ("nothing",), ("walk out",)),
    ("where is the picket on Thursday", ("nothing is announced yet",), ("County Education",)),
    ("how long will the strike last", ("nothing",), ("unclear",)),
    ("is there a deal", ("nothing",), ("no deal yet",)),
    ("is practice on Wednesday cancelled", ("nothing is announced yet",), ("affected",)),
    ("¿hay clases el miércoles?", ("miércoles, 23 de marzo",), ("Cerrad",)),
)
ARTICLE: tuple[Expected, ...] = (
    ("are schools closed Wednesday?", ("Closed on Wednesday, March 23, unless a deal is reached first",), ()),
    ("is there school on March 23", ("Closed on Wednesday, March 23, unless",), ()),
    ("and Thursday?", ("Nothing is announced yet for Thursday, March 24",), ("Closed on Thursday",)),
    ("will there be school lunch on Wednesday", ("Pre-bagged meals", "if campuses close"), ()),
    ("is there a strike", ("walk out",), ()),
    ("where is the picket on Thursday", ("County Education office",), ()),
    ("how long will the strike last", ("unclear",), ()),
    ("is there a deal", ("no deal yet",), ()),
    ("is practice on Wednesday cancelled", ("affected", "if campuses close"), ()),
    ("¿hay clases el miércoles?", ("miércoles, 23 de marzo, a menos que antes haya un acuerdo",), ()),
)
BROKE_OFF: tuple[Expected, ...] = (
    ("are schools closed Wednesday?", ("Closed on Wednesday, March 23", "Talks broke off"), ("unless a deal",)),
    ("is there school on March 23", ("Closed on Wednesday, March 23",), ("unless a deal",)),
    ("and Thursday?", ("Nothing is announced yet for Thursday, March 24",), ("Closed on Thursday",)),
    ("will there be school lunch on Wednesday", ("Pre-bagged meals",), ("if campuses close",)),
    ("is there a strike", ("walk out",), ("unless a deal",)),
    ("where is the picket on Thursday", ("County Education office",), ("if the strike goes ahead",)),
    ("how long will the strike last", ("unclear",), ()),
    ("is there a deal", ("no deal yet",), ()),
    ("is practice on Wednesday cancelled", ("affected",), ("if campuses close",)),
    ("¿hay clases el miércoles?", ("miércoles, 23 de marzo",), ("a menos que",)),
)
TYPO: tuple[Expected, ...] = (
    ("are schools closed Wednesday?", ("Closed on Wednesday, March 23", "Talks broke off tonight."), ("tonihgt",)),
    *BROKE_OFF[1:],
)
ADDRESS: tuple[Expected, ...] = (
    *TYPO[:3],
    ("will there be school lunch on Wednesday", ("three schools", "Hiram Johnson"), ("each school site",)),
    *TYPO[4:],
)
ENDED: tuple[Expected, ...] = (
    ("is there school tomorrow?", ("Open on Monday, April 4",), ("Closed",)),
    ("are schools open Monday", ("Open on Monday, April 4",), ()),
    ("and Tuesday?", ("Nothing is announced yet for Tuesday, April 5",), ("Open on Tuesday",)),
    ("will there be school lunch on Monday", ("nothing",), ("Pre-bagged",)),
    ("is there a strike", (), ("walk out", "planned pickets")),
    ("where is the picket on Monday", ("nothing is announced yet",), ("City Hall",)),
    ("how long will the strike last", (), ("It is unclear how long",)),
    ("is there a deal", (), ("no deal yet between",)),
    ("is practice on Monday cancelled", ("nothing",), ("would be affected",)),
    ("¿hay clases el lunes?", ("Abiertas el lunes, 4 de abril",), ("Cerrad",)),
)


class Noon:
    """A clock that stands still; what sleeps by it sleeps on."""

    def now(self) -> datetime:
        return NOON

    async def sleep(self, duration: timedelta) -> None:
        await asyncio.Event().wait()


@dataclass
class Evening:
    """Bellwether with an editor and families who ask at the same moments."""

    bellwether: Bellwether
    told: list[str] = field(default_factory=list)

    async def type(self, name: str, action: str, now: datetime, **values: str) -> Page:
        """A command, its preview, and its first offer taken."""
        page = await self.bellwether.desk.do(Invocation(name, EDITOR, now, action, values))
        assert page.kind is PageKind.PREVIEW, page
        done = await self.bellwether.desk.do(page.offers[0].invocation)
        assert done.kind is PageKind.DONE, done
        assert done.reach == page.reach
        return done

    async def families_read(self, expected: tuple[Expected, ...], now: datetime, person: str) -> None:
        for text, says, never in expected:
            reply = await self.ask(text, now, person)
            assert not [one for one in says if one.casefold() not in reply.text.casefold()], (text, reply.text)
            assert not [one for one in never if one.casefold() in reply.text.casefold()], (text, reply.text)

    async def ask(self, text: str, now: datetime, person: str) -> Reply:
        asked = Question(text, now, person=person, place=person)
        return await self.bellwether.answer(asked)


@pytest.fixture
async def evening(tmp_path: Path) -> AsyncIterator[Evening]:
    """The shipped district and topics, and nothing known of any strike."""
    shipped = read_shipped()
    empty = replace(shipped, sources=(), events=(), conditions=(), claims=())
    write_folder(empty, tmp_path / "files")
    settings = Settings(
        _env_file=None,
        database={"url": f"sqlite:///{tmp_path / 'evening.db'}"},
        knowledge=tmp_path / "files",
        cache=tmp_path / "cache",
    )
    async with open_bellwether(settings, clock=Noon()) as opened:
        await draft_of_the_article(opened, shipped)
        yield Evening(opened)


async def draft_of_the_article(bellwether: Bellwether, shipped: CuratedSet) -> None:
    """What was cut from the article of March 21 waits for approval."""
    one = replace(
        CuratedSet(),
        sources=tuple(x for x in shipped.sources if "2022" in x.slug),
        events=tuple(x for x in shipped.events if x.slug == "strike-2022"),
        conditions=tuple(x for x in shipped.conditions if x.event == "strike-2022"),
        claims=tuple(x for x in shipped.claims if x.event == "strike-2022"),
    )
    nouns: tuple[Noun, ...] = tuple(nouns_of(one))
    act = Act(EDITOR.person, NOON, "article")
    number = await bellwether.database.write(partial(save_draft, nouns=nouns, act=act))
    assert number == 1


async def test_from_the_article_to_the_closing_notice(evening: Evening) -> None:
    six, broke_off = at("2022-03-22 18:00"), at("2022-03-22 20:15")
    await evening.families_read(BEFORE, six - timedelta(minutes=5), "anna")

    await evening.type("claim", "approve", six, draft="1")
    await evening.families_read(ARTICLE, six + timedelta(seconds=1), "ben")

    page = await evening.type(
        "claim",
        "settle",
        broke_off,
        condition="no-deal-in-time",
        state="met",
        status="closed",
        days="March 23",
        words="Talks broke off tonihgt.",
        words_es="Las pláticas se rompieron esta noche.",
    )
    assert page.reach is not None
    assert page.reach.people == 1, "Ben was told the condition; Anna was told that nothing was announced"
    await evening.families_read(BROKE_OFF, broke_off + timedelta(seconds=1), "carla")

    status = await newest_status(evening)
    page = await evening.type(
        "claim",
        "edit",
        broke_off + timedelta(minutes=5),
        claim=status,
        words="Talks broke off tonight.",
        kind="wording",
    )
    assert page.reach is not None
    assert page.reach.people == 0, "a typo tells nobody anything else"
    await evening.families_read(TYPO, broke_off + timedelta(minutes=5, seconds=1), "dora")

    address = broke_off + timedelta(minutes=10)
    page = await evening.type(
        "claim",
        "edit",
        address,
        claim="meals-2022-03-23",
        words="Students can get bagged meals at three schools: Hiram Johnson, Luther Burbank and Rosemont High.",
        words_es="Hay comidas en bolsa en tres escuelas: Hiram Johnson, Luther Burbank y Rosemont High.",
        places="Hiram Johnson; Luther Burbank; Rosemont High",
    )
    assert page.reach is not None
    assert page.reach.people == 3, "Ben, Carla and Dora were told the wrong places"
    await evening.families_read(ADDRESS, address + timedelta(seconds=1), "emil")

    page = await evening.type("undo", "", address + timedelta(minutes=2), change=str(page.change))
    await evening.families_read(TYPO, address + timedelta(minutes=2, seconds=1), "fay")
    page = await evening.type("undo", "", address + timedelta(minutes=3), change=str(page.change))
    await evening.families_read(ADDRESS, address + timedelta(minutes=3, seconds=1), "gus")

    sunday = at("2022-04-03 19:00")
    await evening.type(
        "event",
        "end",
        sunday,
        event="strike-2022",
        status="open",
        days="April 4",
        words="The strike is over. All schools open again.",
        words_es="La huelga terminó. Todas las escuelas vuelven a abrir.",
    )
    await evening.families_read(ENDED, sunday + timedelta(seconds=1), "hal")


async def newest_status(evening: Evening) -> str:
    reply = await evening.ask("are schools closed Wednesday?", at("2022-03-22 20:16"), "somebody")
    return reply.findings[0].claims[0].claim.slug
