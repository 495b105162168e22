"""The board of a room: what holds today and on the next school days, as it stood when it was drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.catalogue import Catalogue
from bot.curating.previewing import reply_of
from bot.desk import Desk
from bot.families.today import channel_once, day_findings, day_topic
from bot.notices import Notices
from bot.questions import Reply
from bot.wording import Wording


@dataclass(frozen=True)
class Board:
    """*days*: of each day what a family would read, the first first; *note*: how it is kept."""

    title: str
    days: tuple[Reply, ...]
    note: str
    say: Catalogue

    def as_of(self, moment: str) -> str:
        return self.say("As of {moment}", moment=moment)


async def board(desk: Desk, *, at: datetime, language: str | None) -> Board | None:
    """None where there is no topic about whether school is on. Nothing is noted as told."""
    edition = await desk.library.edition()
    topic, district = day_topic(edition), edition.district
    if topic is None:
        return None
    local, spoken = district.local(at), district.languages
    say = desk.answering.say(language if language in spoken else spoken[0])
    findings = await day_findings(desk, edition, at=local, topic=topic)
    days = [reply_of((one,), Wording(say, district, local)) for one in findings]
    note = say("I draw this anew when something in it changes. What holds at this moment I say when you ask me.")
    title = say("School days: {district}", district=district.short_name)
    return Board(title, _channel_once(days, Notices(say, district).official_channel()), note, say)


def _channel_once(days: list[Reply], channel: tuple[str, ...]) -> tuple[Reply, ...]:
    """Where the district itself speaks is said once, on the last day that says it."""
    passages = iter(channel_once([each for one in days for each in one.passages], channel))
    return tuple(replace(one, passages=tuple(next(passages) for _ in one.passages)) for one in days)
