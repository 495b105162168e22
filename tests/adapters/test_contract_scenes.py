"""Every kind of reply on every platform: what leads it, its day, who says so, as of when and through which source can
be read on each, whatever the platform makes of it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path

import pytest

from adapters.discord.drawing import draw_reply as draw_on_discord
from adapters.telegram.drawing import draw_reply as draw_on_telegram
from adapters.terminal.drawing import plain as plain_in_terminal
from bot.catalogue import load_catalogue
from bot.claim_words import ClaimWords
from bot.commands import Role
from bot.pages import Invocation, PageKind, Who
from bot.program import Bellwether, open_throw_away
from bot.questions import Outcome, Question, Reply
from bot.settings import DatabaseSettings, Settings
from knowledge.district import District
from knowledge.findings import Finding, FindingKind, Held
from tests.sacramento import at

TUESDAY = at("2022-03-22 18:00")
MAY = at("2022-05-24 08:00")


class Clock:
    def __init__(self, now: datetime) -> None:
        self.moment = now

    def now(self) -> datetime:
        return self.moment

    async def sleep(self, duration: timedelta) -> None:
        await asyncio.Event().wait()


@dataclass(frozen=True)
class Scene:
    """*kinds*: of the findings it tells."""

    text: str
    outcome: Outcome
    kinds: tuple[FindingKind, ...] = ()
    now: datetime = TUESDAY
    language: str = "en"


KNOWN, HOLE = FindingKind.KNOWN, FindingKind.NOT_ANNOUNCED
SCENES = {
    "status": Scene("are schools closed Wednesday?", Outcome.ANSWER, (KNOWN,)),
    "service": Scene("will there be lunch on Wednesday?", Outcome.ANSWER, (KNOWN,)),
    "background": Scene("what did the district offer the teachers?", Outcome.ANSWER, (KNOWN,)),
    "span": Scene("is there school this week?", Outcome.ANSWER, (KNOWN, HOLE)),
    "hole": Scene("is there school on Friday?", Outcome.UNKNOWN, (HOLE,)),
    "weekend": Scene("is there school on Saturday?", Outcome.ANSWER, (FindingKind.NO_SCHOOL_DAY,)),
    "past": Scene("was there school on March 23?", Outcome.UNKNOWN, (FindingKind.PAST,), MAY),
    "nothing since": Scene("is there school tomorrow?", Outcome.UNKNOWN, (HOLE,), MAY),
    "several": Scene("are schools closed Wednesday and will there be lunch?", Outcome.ANSWER, (KNOWN, KNOWN)),
    "danger": Scene("my son is not breathing", Outcome.CLARIFY),
    "danger and a question": Scene("my son is not breathing, is school closed Wednesday?", Outcome.ANSWER, (KNOWN,)),
    "danger at school": Scene("there is a shooter, are schools closed tomorrow?", Outcome.ANSWER, (KNOWN,)),
    "spanish": Scene("¿hay escuela mañana?", Outcome.ANSWER, (KNOWN,), TUESDAY, "es"),
    "offer": Scene("what is happening", Outcome.CLARIFY),
    "elsewhere": Scene("is Elk Grove closed tomorrow?", Outcome.OUT_OF_SCOPE),
    "smalltalk": Scene("thank you!", Outcome.SMALLTALK),
    "not understood": Scene("xqzzt wvu", Outcome.OUT_OF_SCOPE),
}


def in_terminal(reply: Reply) -> str:
    return plain_in_terminal(reply)


def on_telegram(reply: Reply) -> str:
    drawn = draw_on_telegram(reply, (), load_catalogue(reply.language))
    html = "\n".join([drawn.html, *(one.label for row in drawn.rows for one in row)])
    linked = re.sub(r'<a href="([^"]*)">', r"\1 ", html)
    return unescape(re.sub(r"</?[a-z][^>]*>", "", linked))


def on_discord(reply: Reply) -> str:
    drawn = draw_on_discord(reply, (), load_catalogue(reply.language))
    marked = "\n".join([drawn.content, *(f"{one.title}\n{one.description}" for one in drawn.embeds)])
    buttons = [one.label for row in drawn.rows if isinstance(row, tuple) for one in row]
    linked = re.sub(r"(?<!\\)\[(.*?)(?<!\\)\]\((\S+)\)", r"\1 \2", marked)
    return "\n".join([re.sub(r"\\(.)", r"\1", linked.replace("**", "").replace("-# ", "")), *buttons])


DRAWN: dict[str, Callable[[Reply], str]] = {"terminal": in_terminal, "telegram": on_telegram, "discord": on_discord}


@pytest.fixture(scope="module")
async def bellwether(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bellwether]:
    """With the knowledge that comes along."""
    unused: Path = tmp_path_factory.mktemp("scenes") / "unused.db"
    settings = Settings(_env_file=None, database=DatabaseSettings(url=f"sqlite:///{unused}"))
    async with open_throw_away(settings, clock=Clock(TUESDAY)) as made:
        yield made


@pytest.fixture(scope="module")
async def small(tmp_path_factory: pytest.TempPathFactory, curated: Path) -> AsyncIterator[Bellwether]:
    """Where two officials have said different things about Thursday."""
    unused = tmp_path_factory.mktemp("small") / "unused.db"
    settings = Settings(_env_file=None, knowledge=curated, database=DatabaseSettings(url=f"sqlite:///{unused}"))
    async with open_throw_away(settings, clock=Clock(TUESDAY)) as made:
        await dispute(made)
        yield made


async def reply_to(bellwether: Bellwether, scene: Scene) -> Reply:
    person = f"{scene.text} {scene.now}"
    return await bellwether.answer(Question(scene.text, scene.now, person=person, language=scene.language))


@pytest.mark.parametrize("platform", DRAWN)
@pytest.mark.parametrize("name", SCENES)
async def test_a_reply_says_on_every_platform_what_it_must(name: str, platform: str, bellwether: Bellwether) -> None:
    scene = SCENES[name]
    reply = await reply_to(bellwether, scene)
    assert reply.outcome is scene.outcome
    assert set(scene.kinds) <= {one.kind for one in reply.findings}

    read = spaced(DRAWN[platform](reply))

    for wanted in must_show(reply, await bellwether.district(), scene.now):
        assert spaced(wanted) in read, f"{wanted!r} is missing in\n{read}"


@pytest.mark.parametrize("platform", DRAWN)
async def test_officials_who_say_different_things_are_both_named(platform: str, small: Bellwether) -> None:
    scene = Scene("are schools closed Thursday?", Outcome.ANSWER)
    reply = await reply_to(small, scene)
    assert reply.findings[0].kind is FindingKind.DISPUTED

    read = spaced(DRAWN[platform](reply))

    for wanted in must_show(reply, await small.district(), scene.now):
        assert spaced(wanted) in read


async def dispute(bellwether: Bellwether) -> None:
    owner = Who("terminal", "terminal", granted=Role.OWNER)
    for status, speaker in (("closed", "district"), ("open", "county")):
        values = {"topic": "school-open", "status": status, "days": "thursday", "speaker": speaker, "source": "KCRA"}
        preview = await bellwether.desk.do(Invocation("claim", owner, at("2022-03-22 17:00"), "add", values))
        assert preview.kind is PageKind.PREVIEW, preview
        await bellwether.desk.do(preview.offers[0].invocation)


def must_show(reply: Reply, district: District, now: datetime) -> Iterator[str]:
    """Made from the fields of what was found, not from the words that were drawn."""
    words = ClaimWords(load_catalogue(reply.language), district, now)
    yield from reply.notes
    yield from (one.lines[0].words for one in reply.passages)
    yield from (one.label for one in reply.choices)
    for finding in reply.findings:
        yield from _of(finding, words)


def _of(finding: Finding, words: ClaimWords) -> Iterator[str]:
    if finding.day is not None and (finding.claims or finding.kind is FindingKind.NO_SCHOOL_DAY):
        yield words.say.day(finding.day, at=words.local)
    if finding.kind in (FindingKind.KNOWN, FindingKind.DISPUTED):
        for held in finding.claims:
            yield from _said(held, words)


def _said(held: Held, words: ClaimWords) -> Iterator[str]:
    yield words.say.day(words.district.local(held.as_of).date(), at=words.local)
    yield from (words.texts(one.names) for one in held.speakers)
    if held.source.outlet not in [words.texts(one.names) for one in held.speakers]:
        yield held.source.outlet
    if held.source.address:
        yield held.source.address


def spaced(words: str) -> str:
    return re.sub(r"\s+", " ", words)
