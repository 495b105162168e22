"""Articles on a phone: handed over in every way Telegram has, and reviewed piece by piece until families read them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web

from adapters.telegram.menus import staff_commands
from bot.commands import Role
from tests.adapters.telegram.conftest import OWNER
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_refusals import bad_request
from tests.adapters.telegram.double_rooms import Room, SentMessage
from tests.adapters.telegram.running import RunningBot, running_bot, settings_for
from tests.bot.articles.reading_here import THIS_MACHINE, ReadingHere
from tests.sacramento import at

UNDATED = """\
SACRAMENTO, Calif. (KQRV) — Teachers will walk out on Thursday unless a deal is reached by then, the union said. All \
schools of the Sacramento City Unified School District will be closed on Thursday should that happen, the district said.

Families can pick up meals at the district's office on Thursday from 8 to 10 a.m.

Sutter Middle School will start at 10 a.m. on Friday, the district said.

The union said its members plan to picket at the county office on Thursday morning.

The weather will be fine.
"""
NOTICE = f"March 22, 2022\n\n{UNDATED}"
TITLE = "Teachers may walk out on Thursday"
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>{TITLE}</title>
<meta property="og:site_name" content="KQRV">
<meta property="article:published_time" content="2022-03-22T09:30:00-07:00">
</head><body><article><h1>{TITLE}</h1>{"".join(f"<p>{one}</p>" for one in UNDATED.split(chr(10) * 2))}</article></body>
</html>"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Sacramento City Unified//EN
BEGIN:VEVENT
UID:1@scusd
DTSTAMP:20220301T000000Z
DTSTART;VALUE=DATE:20220418
DTEND;VALUE=DATE:20220423
SUMMARY:Spring break
END:VEVENT
END:VCALENDAR
"""
IS_ONE = "This looks like an article"
REVIEW_IT, NEXT = "Review it as an article", "Review the next piece"
ONLY_WORDS = "I can only read words"
SCREEN = 900


@dataclass
class Phone:
    """Somebody's chat with the bot, and what they do in it: taps, and messages they write."""

    double: TelegramDouble
    person: Person
    room: Room
    taps: int = 0
    typed: list[str] = field(default_factory=list)

    @property
    def screen(self) -> SentMessage:
        return self.double.last(self.room)

    async def types(self, text: str, **extra: Any) -> SentMessage:
        self.typed.append(text)
        await self.person.says(self.room, text, **extra)
        await self.double.settled()
        return self.screen

    async def sends(self, content: str | bytes, name: str, **extra: Any) -> SentMessage:
        said = content if isinstance(content, bytes) else content.encode()
        await self.person.sends(self.room, said, name, **extra)
        await self.double.settled()
        return self.screen

    async def taps_on(self, label: str, *, under: SentMessage | None = None) -> SentMessage:
        self.taps += 1
        pressed = await self.person.presses(under or self.screen, label)
        await self.double.settled()
        assert pressed.answered
        self.toast = pressed.words or ""
        return self.screen

    async def asks(self, question: str) -> str:
        return (await self.types(question)).text


@pytest.fixture
async def site() -> AsyncIterator[str]:
    """The address of the notice on a server of its own."""

    async def serve(_: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html")

    app = web.Application()
    app.router.add_get("/news/teachers-may-walk-out", serve)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/news/teachers-may-walk-out"
    await runner.cleanup()


@pytest.fixture
async def bot(
    double: TelegramDouble, database: Path, curated: Path, owner: Person, anna: Person
) -> AsyncIterator[RunningBot]:
    settings = settings_for(double, database, curated, owners=(f"telegram:{OWNER}",))
    gathering = ReadingHere(THIS_MACHINE)
    async with running_bot(double, settings, gathering=gathering) as running:
        yield running


@pytest.fixture
def ines(bot: RunningBot, double: TelegramDouble, owner: Person) -> Phone:
    return Phone(double, owner, double.private(owner))


@pytest.fixture
def family(bot: RunningBot, double: TelegramDouble, anna: Person) -> Phone:
    return Phone(double, anna, double.private(anna))


def of_a_channel(moment: str = "2022-03-22 09:30", title: str = "SCUSD News") -> dict[str, Any]:
    channel = {"id": -1_001_555_000_111, "type": "channel", "title": title}
    return {"type": "channel", "chat": channel, "message_id": 5, "date": int(at(moment).timestamp())}


def of_a_person(moment: str = "2022-03-22 09:30") -> dict[str, Any]:
    return {"type": "hidden_user", "sender_user_name": "A neighbour", "date": int(at(moment).timestamp())}


async def ask_for_file(double: TelegramDouble, name: str) -> dict[str, Any]:
    """What Telegram says of it to anybody with the token."""
    address = f"{double.url}/bot{double.token}/getFile"
    async with ClientSession() as session, session.post(address, json={"file_id": name}) as answer:
        found: dict[str, Any] = await answer.json()
        return found


class TestHandingOver:
    async def test_an_address(self, ines: Phone, site: str) -> None:
        shown = await ines.types(f"/article {site}")

        assert shown.text.startswith(f"Article 1: KQRV · {TITLE}")
        assert "Tuesday, March 22, 9:30" in shown.text.replace("\u202f", " ")
        assert NEXT in shown.labels

    async def test_without_anything_it_is_asked_for_and_what_comes_stands_below_it(self, ines: Phone) -> None:
        form = await ines.types("/article")
        assert "or send a file or a post of somebody else" in form.text
        assert list(form.labels) == ["Cancel"], "nothing to skip: without it there is nothing to read"

        shown = await ines.types(NOTICE)

        assert shown is not form
        assert not form.labels
        assert shown.text.startswith("Article 1: KQRV")

    async def test_a_question_meanwhile_is_answered_and_the_form_stays(self, ines: Phone) -> None:
        await ines.types("/article")
        assert (await ines.asks("are schools closed Wednesday?")).startswith("Closed on Wednesday, March 23")

        assert (await ines.types(NOTICE)).text.startswith("Article 1")

    async def test_a_file_or_a_post_may_be_the_answer(self, ines: Phone) -> None:
        await ines.types("/article")
        assert (await ines.sends(PAGE, "notice.html")).text.startswith(f"Article 1: KQRV · {TITLE}")
        await ines.types("/article")
        posted = await ines.types("All schools open on Friday.", forward_origin=of_a_channel())

        assert posted.text.startswith("Article 2: SCUSD News")
        assert "Published: Tuesday, March 22, 9:30" in posted.text.replace("\u202f", " ")

    async def test_a_file_with_the_command_as_its_caption(self, ines: Phone) -> None:
        shown = await ines.sends(PAGE, "notice.html", caption="/article outlet=Channel9")

        assert shown.text.startswith(f"Article 1: Channel9 · {TITLE}")

    async def test_a_calendar(self, ines: Phone) -> None:
        shown = await ines.sends(CALENDAR, "days.ics", kind="text/calendar", caption="/article")

        assert "Spring break" in shown.text

    async def test_the_words_under_a_picture(self, ines: Phone) -> None:
        photo = [{"file_id": "AgAC", "file_unique_id": "1", "width": 640, "height": 480}]

        assert (await ines.types("", caption=f"/article {NOTICE}", photo=photo)).text.startswith("Article 1: KQRV")

    async def test_in_the_staff_room_it_answers_what_it_is_about(
        self, bot: RunningBot, double: TelegramDouble, ines: Phone, anna: Person
    ) -> None:
        room = double.group("Newsroom", [anna], admins=[ines.person])
        post = await anna.says(room, NOTICE)
        file = await anna.sends(room, PAGE.replace("10 a.m.", "11 a.m.").encode(), "notice.html")
        there = Phone(double, ines.person, room)

        assert (await there.types("/article", reply_to=post)).text.startswith("Article 1: KQRV")
        assert (await there.types("/article", reply_to=file)).text.startswith("Article 2: KQRV")

    async def test_a_post_that_says_its_own_date_is_of_that_day(self, ines: Phone) -> None:
        await ines.types(NOTICE, forward_origin=of_a_channel("2022-03-22 11:59"))
        shown = await ines.taps_on(REVIEW_IT)

        assert "Published: Tuesday, March 22\n" in shown.text

    async def test_what_lacks_only_its_outlet_keeps_the_date_that_is_known(self, ines: Phone) -> None:
        nameless = NOTICE.replace("(KQRV) — ", "")
        shown = await ines.types(f"/article {nameless}")
        assert "Who published it is not known" in shown.text

        await ines.types(nameless, forward_origin=of_a_channel("2022-03-22 11:59"))
        again = await ines.taps_on(REVIEW_IT)

        assert "This text was read before" in again.text
        assert "Published: Tuesday, March 22\n" in again.text, "and not as of when it was passed on"

    async def test_a_post_that_only_leads_to_an_article_is_not_its_outlet(self, ines: Phone, site: str) -> None:
        await ines.types(f"{TITLE}\n{site}", forward_origin=of_a_channel())
        shown = await ines.taps_on(REVIEW_IT)

        assert shown.text.startswith(f"Article 1: KQRV · {TITLE}")

    async def test_a_text_that_was_cut_on_its_way_says_so(self, ines: Phone) -> None:
        shown = await ines.types("/article " + (NOTICE + "\n" + "Nothing more is known. " * 200)[:4080])

        assert "only the first was read" in shown.text

    async def test_another_action_is_still_itself_and_a_slip_of_it_is_no_text(self, ines: Phone) -> None:
        assert "No article was handed over yet" in (await ines.types("/article list")).text
        assert "did you mean /article approve?" in (await ines.types("/article aprove 3")).text

    async def test_the_menu_of_an_editor_says_what_it_is_for(self, bot: RunningBot) -> None:
        menus = {role: {one.command: one.description for one in staff_commands(role, "en")} for role in Role}

        assert menus[Role.EDITOR]["article"].startswith("Hand over an article, a notice or a school calendar")
        assert menus[Role.VIEWER]["article"] == "list, show, piece"
        assert "article" not in menus[Role.FAMILY]


class TestOffering:
    @pytest.mark.parametrize("extra", [{"forward_origin": of_a_channel()}, {}], ids=["posted by a channel", "long"])
    async def test_a_text_like_an_article_is_offered_to_be_reviewed(self, ines: Phone, extra: dict[str, Any]) -> None:
        offer = await ines.types(NOTICE + ("" if extra else UNDATED), **extra)
        assert offer.text.startswith(IS_ONE)

        shown = await ines.taps_on(REVIEW_IT)

        assert shown.text.startswith("Article 1: ")
        closed = r"Whether schools are open\nwhere: ¶ [\d, ]+ · day: Thursday, March 24 · status: Closed"
        assert re.search(closed, shown.text)

    async def test_a_bare_address(self, ines: Phone, site: str) -> None:
        assert (await ines.types(site)).text.startswith(IS_ONE)

        assert (await ines.taps_on(REVIEW_IT)).text.startswith("Article 1: KQRV")

    async def test_a_file(self, ines: Phone, double: TelegramDouble) -> None:
        offer = await ines.sends(PAGE, "notice.html")
        assert offer.text.startswith(IS_ONE)
        assert not double.calls.of("getFile"), "nothing is fetched before somebody wants it"

        assert (await ines.taps_on(REVIEW_IT)).text.startswith("Article 1: KQRV")

    async def test_what_was_deleted_meanwhile_is_asked_for(self, ines: Phone, double: TelegramDouble) -> None:
        await ines.sends(PAGE, "notice.html")
        offer = double.last(ines.room)
        offer.room.messages[offer.id].pop("reply_to_message")  # type: ignore[union-attr]

        assert "An address, or the text itself" in (await ines.taps_on(REVIEW_IT)).text

    async def test_a_question_stays_a_question(self, ines: Phone) -> None:
        assert "Tuesday, March 22" in await ines.asks("are schools closed today? see sacbee.com")
        assert IS_ONE not in await ines.asks("is this true? https://www.scusd.edu/strike")
        passed_on = await ines.types("Are schools closed Wednesday?", forward_origin=of_a_person())
        assert passed_on.text.startswith("Closed on Wednesday, March 23")

    async def test_a_picture_is_nothing_to_read(self, ines: Phone) -> None:
        assert ONLY_WORDS in (await ines.sends(b"\x89PNG", "scan.png", kind="image/png")).text


class TestFamilies:
    async def test_what_families_send_is_heard_as_ever(self, family: Phone, double: TelegramDouble, site: str) -> None:
        assert ONLY_WORDS in (await family.sends(PAGE, "notice.html")).text
        posted = await family.types("Are schools closed Wednesday?", forward_origin=of_a_channel())
        assert posted.text.startswith("Closed on Wednesday, March 23")
        for text in (site, NOTICE + UNDATED):
            assert IS_ONE not in await family.asks(text)
        assert not double.calls.of("getFile")

    async def test_the_command_is_refused_and_nothing_is_fetched(self, family: Phone, double: TelegramDouble) -> None:
        assert "For this you need the role editor" in (await family.sends(PAGE, "a.html", caption="/article")).text
        assert not double.calls.of("getFile")

    async def test_in_a_group_nobody_is_interrupted(self, bot: RunningBot, double: TelegramDouble, ines: Phone) -> None:
        room = double.group("Parents", [ines.person], privacy=False)
        await ines.person.sends(room, PAGE.encode(), "notice.html")
        await ines.person.says(room, NOTICE, forward_origin=of_a_channel())
        await double.settled()

        assert not double.sent(room)


class TestFiles:
    async def test_a_large_one_is_refused_before_it_is_fetched(self, ines: Phone, double: TelegramDouble) -> None:
        said = await ines.sends(b"", "all.html", size=6_000_000, caption="/article")

        assert "It is too large" in said.text
        assert not double.calls.of("getFile")

    async def test_one_that_telegram_does_not_give_away_is_said_in_one_line(
        self, ines: Phone, double: TelegramDouble
    ) -> None:
        double.calls.refuse("getFile", bad_request("file is too big"))
        said = await ines.sends(PAGE, "notice.html", caption="/article")

        assert "could not be fetched from Telegram" in said.text
        await ines.sends(PAGE, "notice.html")
        double.calls.drop("file", times=2)
        assert "could not be fetched from Telegram" in (await ines.taps_on(REVIEW_IT)).text
        offer = next(one for one in reversed(double.sent(ines.room)) if REVIEW_IT in one.labels)
        assert (await ines.taps_on(REVIEW_IT, under=offer)).text.startswith("Article 1"), "it can be tried again"

    async def test_telegram_gives_away_none_above_twenty_megabytes(self, double: TelegramDouble, ines: Phone) -> None:
        said = await ines.person.sends(ines.room, b"", "all.html", size=21 * 1024 * 1024)
        await double.settled()
        told = await ask_for_file(double, said.body["document"]["file_id"])
        assert told == {"ok": False, "error_code": 400, "description": "Bad Request: file is too big"}
        assert "wrong file_id" in (await ask_for_file(double, "nobody's"))["description"]

    async def test_what_is_no_page_is_said_to_be_none(self, ines: Phone) -> None:
        said = await ines.sends(b"%PDF-1.7 ...", "notice.pdf", kind="application/pdf", caption="/article")

        assert "PDF" in said.text
        assert "Not done." in said.text


class TestReviewing:
    async def test_from_an_address_to_what_families_read(
        self, bot: RunningBot, ines: Phone, family: Phone, double: TelegramDouble, site: str
    ) -> None:
        assert "Nothing is announced" in await family.asks("is there school on Thursday?")
        seen = list[SentMessage]()

        async def tap(*labels: str) -> None:
            for one in labels:
                seen.append(await ines.taps_on(one))

        await ines.types(site)
        await tap(REVIEW_IT, NEXT)
        # The walkout: nothing that families need beside the closing.
        assert "unless a deal is reached by then" in ines.screen.text
        await tap("Drop")
        # The closing, and what it hangs on.
        assert "Status: Closed" in ines.screen.text
        await tap("Approve")
        assert "The article hangs it on this: “unless a deal is reached by then”" in ines.screen.text
        assert "Paragraph 2" in ines.screen.text or "Paragraph 1" in ines.screen.text
        await tap("unless a deal is reached first", "Publish", NEXT)
        # The meals, whose speaker is nobody's.
        assert "8:00" in ines.screen.text
        await tap("It is about: Meals")
        await ines.types("Bags for every child at the district's office.")
        await tap("the district", "Publish", NEXT)
        # The late start of one school.
        assert "Status: Late start" in ines.screen.text
        await tap("Approve", "Publish", NEXT)
        # The pickets are put off, and come again at the end.
        await tap("Later")
        assert "Waiting: 1 of 5" in ines.screen.text
        await tap(NEXT, "Approve")
        await ines.types("A picket at the county office in the morning.")
        await tap("Publish")

        assert "Closed on Thursday, March 24, unless a deal is reached first" in await family.asks(
            "school on Thursday?"
        )
        meals = await family.types("are there meals on Thursday?")
        assert "Bags for every child at the district's office." in meals.text
        assert "KQRV" in meals.text
        assert site in meals.links.values()
        late = await family.asks("is there school at Sutter Middle on Friday?")
        assert "Late start at 10:00" in late.replace("\u202f", " ")
        assert (ines.taps, len(ines.typed)) == (18, 3)
        assert max(len(one.text) for one in seen if "Publish" not in one.labels) <= SCREEN

    async def test_without_a_date_it_is_asked_for_first(self, bot: RunningBot, ines: Phone, family: Phone) -> None:
        shown = await ines.types(f"/article {UNDATED}")
        assert "When it was published is not known" in shown.text
        await ines.taps_on("Say when it was published")
        assert "Yesterday, Monday, March 21" in ines.screen.labels
        shown = await ines.taps_on("Today, Tuesday, March 22")

        assert "Published: Tuesday, March 22" in shown.text
        assert "day: Thursday, March 24" in shown.text

    async def test_before_noon_today_is_now(self, bot: RunningBot, ines: Phone) -> None:
        await bot.clock.move(at("2022-03-23 07:00"))
        await ines.types(f"/article {UNDATED}")
        await ines.taps_on("Say when it was published")

        assert "Published: Wednesday, March 23, 7:00" in (await ines.taps_on("Now")).text.replace("\u202f", " ")

    async def test_what_shall_be_changed_stands_there_as_it_was_read(self, ines: Phone) -> None:
        await ines.types(f"/article {NOTICE}")
        await ines.types("/article edit 4")
        assert "Sutter Middle School will start at 10 a.m." in ines.screen.text
        for name, stands in (("days", "2022-03-25"), ("hour", "10:00"), ("scope", "sutter"), ("topic", "school-open")):
            form = await ines.taps_on(name)
            assert f"as it stands:\n{stands}" in form.text, name
            await ines.taps_on("Skip")

    async def test_of_two_editors_the_second_is_told_who_was_first(
        self, bot: RunningBot, double: TelegramDouble, ines: Phone
    ) -> None:
        omar = Phone(double, person := double.person(901, "Omar"), double.private(person))
        await bot.grant(omar.person, Role.PUBLISHER)
        await ines.types(f"/article {NOTICE}")
        for one in (ines, omar):
            await one.types("/article approve piece=2 condition=deal")
        assert "Publish" in ines.screen.labels
        assert "Publish" in omar.screen.labels
        await ines.taps_on("Publish")
        await omar.taps_on("Publish")

        said = omar.toast or omar.screen.text
        assert "dealt with before: published, by telegram:900" in said

    async def test_somebody_else_is_led_to_another_piece_and_told_who_looks_at_it(
        self, bot: RunningBot, double: TelegramDouble, ines: Phone
    ) -> None:
        omar = Phone(double, person := double.person(901, "Omar"), double.private(person))
        await bot.grant(omar.person, Role.EDITOR)
        await ines.types(f"/article {NOTICE}")
        await ines.taps_on(NEXT)
        await omar.types("/article review 1")
        assert omar.screen.text.startswith("Piece 2 ")

        assert "telegram:900 has looked at it too" in (await omar.types("/article piece 1")).text

    async def test_it_goes_on_after_a_restart(self, bot: RunningBot, ines: Phone) -> None:
        await ines.types(f"/article {NOTICE}")
        await ines.taps_on(NEXT)
        await ines.taps_on("Drop")
        await bot.restart()
        await ines.taps_on("Approve")
        await bot.restart()
        assert "Publish" in (await ines.taps_on("unless a deal is reached first")).labels
        await bot.restart()

        assert "Published as change" in (await ines.taps_on("Publish")).text
        assert (await ines.taps_on(NEXT)).text.startswith("Piece 3 ")

    async def test_cancel_leaves_it_and_the_piece_waits(self, ines: Phone) -> None:
        await ines.types(f"/article {NOTICE}")
        await ines.types("/article approve 2")
        form = ines.screen
        assert "Left; nothing was done." in (await ines.types("/cancel")).text
        assert form.text == "Left; nothing was done."

        assert "Approve" in (await ines.types("/article piece 2")).labels

    async def test_a_second_tap_drops_no_second_piece(self, ines: Phone) -> None:
        await ines.types(f"/article {NOTICE}")
        await ines.taps_on(NEXT)
        first = ines.screen
        for _ in range(2):
            await ines.taps_on("Drop", under=first)

        assert "Waiting: 4 of 5" in (await ines.types("/article show 1")).text

    async def test_likely_pieces_and_articles_are_buttons(self, ines: Phone) -> None:
        await ines.types(f"/article {NOTICE}")
        await ines.types("/article add All schools of the district will be closed on Friday, the district said.")
        await ines.types("/article show")
        assert [one[:4] for one in ines.screen.labels[:2]] == ["2 · ", "1 · "]
        await ines.types("/article approve")
        assert any("Pickets (Thursday, March 24)" in one for one in ines.screen.labels)
