"""What goes to the Bot API, one file for each kind of reply and page: ``python -m tests.adapters.telegram.golden``
writes them anew, and each is to be read by somebody before it counts.

Tokens of buttons differ at every run, so they stand as what they are; all else is as it was sent.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.telegram.staffing import keep_posting
from bot.commands import Role
from bot.pages import PageKind
from tests.adapters.bots import MovableClock
from tests.adapters.telegram.double import TelegramDouble, telegram_double
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_rooms import SentMessage
from tests.adapters.telegram.running import RunningBot, running_bot, settings_for
from tests.sacramento import at

FOLDER = Path(__file__).parent / "golden"
SHIPPED = Path(__file__).parents[3] / "knowledge" / "curated" / "sacramento_city"
TOKEN = re.compile(r"[A-Za-z0-9_-]{16}\.(\d+)")
CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}")
EVENING = at("2022-03-22 18:00")
WHERE = ("chat_id", "message_id")
Body = dict[str, Any]


@dataclass
class Stage:
    """The shipped knowledge on the evening before the strike; everybody who asks is new."""

    running: RunningBot
    ids: int = 100

    @property
    def double(self) -> TelegramDouble:
        return self.running.double

    def newcomer(self, language: str = "en") -> Person:
        self.ids += 1
        return self.double.person(self.ids, "Anna", language)

    async def asks(self, *texts: str, now: datetime = EVENING, language: str = "en") -> SentMessage:
        """What the last of them is answered with."""
        anna = self.newcomer(language)
        return await self.types(anna, *texts, now=now)

    async def types(self, person: Person, *texts: str, now: datetime = EVENING) -> SentMessage:
        await self.running.clock.move(now)
        room = self.double.private(person)
        for text in texts:
            await person.says(room, text)
            await self.double.settled()
        return self.double.last(room)

    async def edits(self, *texts: str, role: Role = Role.PUBLISHER, now: datetime = EVENING) -> SentMessage:
        editor = self.newcomer()
        await self.running.grant(editor, role)
        return await self.types(editor, *texts, now=now)

    async def presses(self, message: SentMessage, label: str | int) -> SentMessage:
        assert message.room is not None
        await self.double.people[message.room.id].presses(message, label)
        await self.double.settled()
        return self.double.last(message.room)


Scene = Callable[[Stage], Awaitable[SentMessage | Body]]


def asked(*texts: str, now: datetime = EVENING, language: str = "en") -> Scene:
    async def scene(stage: Stage) -> SentMessage:
        return await stage.asks(*texts, now=now, language=language)

    return scene


def typed(*texts: str, role: Role = Role.PUBLISHER, now: datetime = EVENING) -> Scene:
    async def scene(stage: Stage) -> SentMessage:
        return await stage.edits(*texts, role=role, now=now)

    return scene


async def delayed(stage: Stage) -> SentMessage:
    await stage.running.clock.move(at("2022-05-02 18:00"))
    await stage.running.do("status", "", status="delayed", day="tuesday", hour="10:00")
    return await stage.asks("is there school tomorrow?", now=at("2022-05-02 18:10"))


async def disputed(stage: Stage) -> SentMessage:
    """Two sides do not say the same."""
    await stage.running.clock.move(at("2022-05-09 18:00"))
    for speaker, words in (("district", "Sixty counselors are hired."), ("scta", "No counselor is hired.")):
        page = await stage.running.do("claim", "add", topic="offer", words=words, speaker=speaker, source="KCRA")
        assert page.kind is PageKind.DONE, page
    return await stage.asks("what did the district offer?", now=at("2022-05-09 18:10"))


async def done(stage: Stage) -> SentMessage:
    preview = await stage.edits("/status closed may 17", now=at("2022-05-16 18:00"))
    return await stage.presses(preview, 0)


async def room_answer(stage: Stage) -> SentMessage:
    anna = stage.newcomer()
    group = stage.double.group("Room 12", [anna])
    await stage.running.clock.move(max(EVENING, stage.running.clock.now()))
    await anna.says(group, "@bellwether_bot are schools closed Wednesday?")
    await stage.double.settled()
    return stage.double.last(group)


async def staff_post(stage: Stage) -> SentMessage:
    ines = stage.newcomer()
    await stage.running.grant(ines, Role.OWNER)
    group = stage.double.group("Staff", [ines], admins=[ines])
    await stage.running.clock.move(EVENING)
    await ines.says(group, "/room@bellwether_bot staff=on")
    await stage.double.settled()
    await stage.asks("/person Can my daughter visit the planetarium with her class?")
    await stage.running.clock.move(at("2022-03-22 18:05"))

    def posted() -> list[SentMessage]:
        return [one for one in stage.double.sent(group) if "planetarium" in one.text]

    await stage.double.until(posted)
    return posted()[0]


async def changes(stage: Stage, status: str) -> None:
    """Wednesday's status, and whoever heard otherwise is told."""
    running = stage.running
    page = await running.do("status", status=status, day="wednesday")
    assert page.kind is PageKind.DONE, page
    await running.clock.move(timedelta(minutes=5))
    assert await replace(running.bellwether.courier, channels=(running.telegram,)).deliver_due()


async def correction(stage: Stage) -> SentMessage:
    anna = stage.newcomer()
    await stage.types(anna, "are schools closed Wednesday?")
    await changes(stage, "open")
    return stage.double.last(stage.double.private(anna))


async def rewritten_in_group(stage: Stage) -> SentMessage:
    answer = await room_answer(stage)
    await changes(stage, "closed")
    return answer


async def board(stage: Stage) -> SentMessage:
    ines = stage.newcomer()
    group = stage.double.group("Room 12", [], admins=[ines])
    await ines.says(group, "/room@bellwether_bot board=on")
    await stage.double.settled()
    return stage.double.last(group)


async def inline(stage: Stage) -> Body:
    anna = stage.newcomer()
    await stage.running.clock.move(EVENING)
    query = await anna.types("will there be lunch on Wednesday")
    await stage.double.settled()
    return {"results": query.results, **query.options}


# In the order of their moments, for the clock goes forward only.
SCENES: dict[str, Scene] = {
    "answer_status": asked("are schools closed Wednesday?"),
    "answer_condition": asked("will there be lunch on Wednesday?"),
    "answer_span": asked("is there school this week?"),
    "answer_background": asked("what did the district offer the teachers?"),
    "answer_follow_up": asked("are schools closed Wednesday?", "and Thursday?"),
    "answer_spanish": asked("¿hay escuela mañana?", language="es"),
    "answer_in_group": room_answer,
    "unknown": asked("is there school on Friday?"),
    "clarify": asked("what is happening"),
    "out_of_scope": asked("is Elk Grove closed tomorrow?"),
    "smalltalk": asked("thank you!"),
    "emergency": asked("my son has taken pills and is not breathing, is school closed?"),
    "several_questions": asked("are schools closed Wednesday and will there be lunch? Who is on strike?"),
    "not_understood": asked("xqzzt wvu & <i>"),
    "page_start": asked("/start"),
    "page_today": asked("/today"),
    "page_topics": asked("/topics"),
    "page_help": asked("/help"),
    "page_settings": asked("/settings"),
    "page_privacy": asked("/privacy"),
    "page_forget": asked("/forget"),
    "page_gaps": typed("/gaps"),
    "page_claim": typed("/claim show meals-2022-03-23"),
    "page_preview": typed("/status closed thursday"),
    "page_form": typed("/status"),
    "page_form_day": typed("/status closed"),
    "page_refused": asked("/status closed thursday"),
    "page_help_editor": typed("/help"),
    "staff_post": staff_post,
    "inline_results": inline,
    "answer_delayed": delayed,
    "disputed": disputed,
    "page_done": done,
    "past": asked("was there school on March 23?", now=at("2022-05-24 08:00")),
    "past_and_nothing_since": asked("is there school tomorrow?", now=at("2022-05-24 08:10")),
}
# What is sent unasked, on an evening of its own.
UNASKED: dict[str, Scene] = {
    "correction": correction,
    "rewritten_in_group": rewritten_in_group,
    "board": board,
}
# In a district that has switched Arabic on.
IN_ARABIC: dict[str, Scene] = {
    "right_to_left": asked("هل المدارس مغلقة يوم الأربعاء؟", language="ar"),
}


def payload(sent: SentMessage | Body) -> Body:
    """Without what differs from run to run."""
    body = sent if isinstance(sent, dict) else {name: sent.asked[name] for name in sent.asked if name not in WHERE}
    text = CODE.sub("CODE", json.dumps(body, ensure_ascii=False))
    text = TOKEN.sub(r"TOKEN.\1", text)
    plain: Body = json.loads(text)
    return plain


def written(body: Body) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


async def play_all(folder: Path) -> dict[str, Body]:
    arabic = folder / "arabic"
    shutil.copytree(SHIPPED, arabic)
    profile = arabic / "district.yaml"
    words = profile.read_text(encoding="utf-8")
    assert "languages: [en, es]" in words
    profile.write_text(words.replace("languages: [en, es]", "languages: [en, es, ar]"), encoding="utf-8")
    told = await play(UNASKED, folder, named="unasked")
    return {**await play(SCENES, folder), **told, **await play(IN_ARABIC, folder, named="own", knowledge=arabic)}


async def play(
    scenes: dict[str, Scene], folder: Path, *, named: str = "shipped", knowledge: Path | None = None
) -> dict[str, Body]:
    """Every scene on one bot; *knowledge*: in place of what comes with the program."""
    async with telegram_double() as double:
        settings = settings_for(double, folder / f"{named}.db", knowledge)
        clock = MovableClock(EVENING)
        async with running_bot(double, settings, clock=clock, chores=(keep_posting,)) as running:
            stage = Stage(running)
            return {name: payload(await scene(stage)) for name, scene in scenes.items()}


def main() -> None:
    os.environ["PTB_TIMEDELTA"] = "true"
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="golden") as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        found = asyncio.run(play_all(Path(folder)))
    for old in FOLDER.glob("*.json"):
        old.unlink()
    for name, body in found.items():
        (FOLDER / f"{name}.json").write_text(written(body), encoding="utf-8")


if __name__ == "__main__":
    main()
