"""Announcements: previewed with whom they reach, sent once, looked at, held back, and cancelled as far as they wait."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from bot.catalogue import load_catalogue
from bot.commands import Role
from bot.families.judging import offers_on
from bot.pages import Invocation, Page, PageKind, PlatformReach, Who
from bot.questions import Line, LineKind, Outcome, Passage, Reply
from bot.telling.showing import keep_showing
from knowledge.tables import announcement, audit, delivery, owed, spreading
from tests.bot.house import text_of
from tests.bot.telling.world import EDITOR, World, open_world
from tests.sacramento import at

WEDNESDAY = "is there school on wednesday?"
PAULA = Who("discord:paula", "discord:staff", granted=Role.PUBLISHER)
WORDS = "Schools open again on Monday."


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as opened:
        yield opened


async def asked(world: World, people: int = 3) -> None:
    for number in range(1, people + 1):
        await world.ask(WEDNESDAY, f"telegram:{number}")


async def announce(world: World, action: str = "", *, who: Who = EDITOR, **values: str) -> Page:
    return await world.bellwether.desk.do(Invocation("announce", who, world.clock.now(), action, values))


async def take(world: World, page: Page, label: str, who: Who = EDITOR) -> Page:
    (offer,) = [one for one in page.offers if one.label == label]
    return await world.bellwether.desk.do(replace(offer.invocation, at=world.clock.now(), who=who))


async def sent(world: World) -> Page:
    page = await take(world, await announce(world, words=WORDS), "Send")
    assert page.kind is PageKind.DONE, page
    return page


def labels(page: Page) -> list[str]:
    return [one.label for one in page.offers]


def row(page: Page) -> dict[str, str]:
    assert page.grid is not None
    (only,) = page.grid.rows
    return dict(zip(page.grid.columns, only, strict=True))


async def test_an_announcement_is_previewed_with_whom_it_reaches_and_by_when(world: World) -> None:
    await asked(world)
    await world.ask(WEDNESDAY, "discord:4", "discord:44")

    page = await announce(world, words=f"{WORDS}\nLunch is served.", words_es="Las escuelas abren el lunes.")

    assert page.reach is not None
    assert page.reach.platforms == (PlatformReach("telegram", 3, 0),)
    assert "Telegram: 3 people who asked within 30 days or follow something, and 0 rooms." in page.lines
    assert any("people are not written to there" in line for line in page.lines)
    assert "At the present rate the last one is told at about 12:10 PM." in page.lines
    assert "What has not gone by Wednesday, March 23, 12:10 PM is dropped." in page.lines
    assert [one.language for one in page.previews] == ["en", "es"]
    assert WORDS in page.previews[0].reply.text
    assert "\nLunch is served." in page.previews[0].reply.text
    assert labels(page) == ["Send", "Send as urgent", "Keep it"]
    assert await world.rows(announcement) == []


async def test_whom_the_preview_counts_is_who_is_written_to(world: World) -> None:
    await asked(world)
    await world.ask(WEDNESDAY, "telegram:9", "telegram:-5", shared=True)
    await world.do(Who("telegram:2", "telegram:2"), "settings", schools="McClatchy")
    page = await announce(world, words=WORDS, scope="middle school")

    assert page.reach is not None
    assert (page.reach.people, page.reach.rooms) == (2, 0)
    assert any("1 people chose others" in line for line in page.lines)
    await take(world, page, "Send")
    assert await world.deliver() == 2
    assert sorted(place for place, _ in world.telegram.texts) == ["telegram:1", "telegram:3"]


async def test_whoever_wants_no_announcements_is_neither_counted_nor_written_to(world: World) -> None:
    await asked(world)
    anna = Who("telegram:1", "telegram:1")
    off = await world.do(anna, "settings", announcements="off")

    assert "Announcements: none reach you" in off.lines
    page = await announce(world, words=WORDS)
    assert page.reach is not None
    assert page.reach.people == 2
    await take(world, page, "Send")
    assert await world.deliver() == 2
    assert "telegram:1" not in [place for place, _ in world.telegram.texts]

    (again,) = [one for one in off.offers if one.label == "Send me announcements again"]
    on = await world.bellwether.desk.do(replace(again.invocation, at=world.clock.now()))
    assert "Announcements: they reach you" in on.lines
    assert (await announce(world, words="Another one.")).reach.people == 3  # type: ignore[union-attr]


async def test_who_has_enough_while_one_waits_for_the_morning_is_spared_it(world: World) -> None:
    await asked(world)
    world.clock.set(at("2022-03-22 23:00"))
    await sent(world)
    assert await world.deliver() == 0
    assert len(await world.rows(delivery)) == 3

    await world.do(Who("telegram:2", "telegram:2"), "settings", announcements="off")

    assert await world.deliver(timedelta(hours=9)) == 2
    assert sorted(place for place, _ in world.telegram.texts) == ["telegram:1", "telegram:3"]


async def test_an_announcement_can_be_the_last_by_one_tap_and_corrections_still_come(world: World) -> None:
    await asked(world, people=1)
    await sent(world)
    await world.deliver()
    anna = Who("telegram:1", "telegram:1")

    done = await world.press(world.telegram.sent[-1][1], "No more announcements", who=anna)

    assert "When an answer that I gave you changes, I still tell you." in done.lines
    await take(world, await announce(world, words="Something else."), "Keep it")
    await world.close()
    assert await world.deliver() == 1
    assert "Closed" in world.telegram.texts[-1][1]


async def test_where_others_read_along_nobody_ends_announcements_for_all(world: World) -> None:
    reply = Reply(Outcome.ANSWER, "en", (Passage((Line(LineKind.HEADLINE, WORDS),)),), announces=True)
    asking = Invocation("ask", Who("telegram:1", "telegram:-5", shared=True), world.clock.now())

    assert offers_on(reply, asking, load_catalogue("en")) == ()


async def test_it_is_sent_once_however_often_it_is_pressed(world: World) -> None:
    await asked(world)
    preview = await announce(world, words=WORDS)

    first = await take(world, preview, "Send")
    second = await take(world, preview, "Send")

    assert first.title == second.title == "Announcement 1 is going out."
    assert await world.deliver() == 3
    assert len(await world.rows(announcement)) == 1
    assert [line.command for line in await world.rows(audit)] == ["announce"]


async def test_of_two_editors_who_send_the_same_words_the_second_is_told(world: World) -> None:
    await asked(world)
    mine, theirs = await announce(world, words=WORDS), await announce(world, words=WORDS, who=PAULA)
    await take(world, mine, "Send")

    warned = await take(world, theirs, "Send", PAULA)

    assert warned.kind is PageKind.PREVIEW
    assert any("telegram:ines sent the same words as announcement 1" in line for line in warned.warnings)
    assert labels(warned)[0] == "Keep it"
    assert (await take(world, warned, "Send", PAULA)).title == "Announcement 2 is going out."
    later = await announce(world, words="Something else.", who=PAULA)
    assert not any("same words" in line for line in later.warnings)


async def test_five_thousand_characters_are_given_back_whole(world: World) -> None:
    await asked(world)

    page = await announce(world, words="word " * 1000)

    assert page.kind is PageKind.FORM
    assert "These are 4,999 characters; 2,000 are the most. Nothing was cut or sent" in text_of(page)
    assert await world.rows(announcement) == []
    assert (await announce(world, words="w" * 2000)).kind is PageKind.PREVIEW


async def test_where_nobody_asked_it_says_so_and_keeps_the_words(world: World) -> None:
    page = await announce(world, words=WORDS)

    assert page.lines[0].startswith("It would reach nobody now")
    assert labels(page)[0] == "Keep it"
    kept = await take(world, page, "Keep it")
    assert kept.title == "Kept as announcement 1."
    assert (await world.rows(announcement))[0].state == "prepared"


async def test_a_kept_one_is_sent_later_and_not_twice(world: World) -> None:
    await asked(world)
    await take(world, await announce(world, words=WORDS), "Keep it")
    assert await world.deliver() == 0

    await take(world, await announce(world, "send", number="1"), "Send")
    again = await announce(world, "send", number="1")

    assert again.kind is PageKind.REFUSED
    assert await world.deliver() == 3


async def test_an_urgent_one_goes_out_in_quiet_hours_and_an_ordinary_one_in_the_morning(tmp_path: Path) -> None:
    async with open_world(tmp_path, now=at("2022-03-22 23:00")) as world:
        await asked(world)
        page = await announce(world, words=WORDS)
        assert any(line.startswith("These are quiet hours: it goes out from") for line in page.lines)
        waits = await take(world, page, "Send")
        assert waits.title == "Announcement 1 goes out after quiet hours."
        rests = "These are quiet hours: what can wait goes out from Wednesday, March 23, 6:00 AM on."
        assert rests in waits.lines
        goes = await take(world, await announce(world, words="Stay where you are."), "Send as urgent")
        assert goes.title == "Announcement 2 is going out."
        assert rests not in goes.lines

        assert await world.deliver() == 3
        assert all("Stay where you are." in words for _, words in world.telegram.texts)
        assert await world.deliver(timedelta(hours=7)) == 3


@pytest.mark.parametrize(
    ("words", "until", "named"),
    [
        ("No school tomorrow.", "", ["tomorrow"]),
        ("The gym is closed today.\nBuses run again tomorrow, as always.", "", ["today", "tomorrow"]),
        ("Las escuelas cierran mañana.", "", ["mañana"]),
        ("No school on Wednesday, March 23.", "", []),
        ("Bags are handed out at 8 in the morning on Monday.", "", []),
        ("The gym is closed today.", "today 6:00 PM", []),
    ],
)
async def test_a_day_that_moves_is_warned_of_where_it_may_be_read_on_another(
    world: World, words: str, until: str, named: list[str]
) -> None:
    page = await (announce(world, words=words, until=until) if until else announce(world, words=words))

    warned = [one for one in page.warnings if "may be read on another day" in one]
    assert [one.split("”")[0].strip("“") for one in warned] == named


async def test_what_would_come_too_late_is_warned_of_and_dropped(tmp_path: Path) -> None:
    async with open_world(tmp_path, telegram_per_second=0.001) as world:
        await asked(world, 5)
        page = await announce(world, words=WORDS, until="today 1:00 PM")
        assert any("too late" in line for line in page.warnings)
        await take(world, page, "Send")
        assert await world.deliver(timedelta(hours=2)) == 0
        assert row(await announce(world, "progress", number="1"))["dropped"] == "5"
    assert (await announce_over(tmp_path)).kind is PageKind.FORM


async def announce_over(tmp_path: Path) -> Page:
    async with open_world(tmp_path) as world:
        return await announce(world, words=WORDS, until="today 11:00 AM")


async def test_how_far_it_has_come_is_seen_and_worth_looking_at_while_it_moves(world: World) -> None:
    await asked(world)
    done = await sent(world)

    assert done.live is not None
    assert "Look again" in labels(done)
    await world.deliver()
    later = await take(world, done, "Look again")

    assert (row(later)["sent"], row(later)["waiting"]) == ("3", "0")
    assert later.kind is PageKind.SHOWN


async def test_a_platform_that_no_bot_runs_for_is_not_waited_for(world: World) -> None:
    await asked(world)
    done = await sent(world)
    await world.deliver()
    never_begun = delete(spreading).where(spreading.c.lane == "discord")
    await world.bellwether.database.write(lambda connection: connection.execute(never_begun).rowcount)

    later = await take(world, done, "Look again")

    assert later.live is None
    assert row(later)["sent"] == "3"


async def test_held_back_nothing_goes_until_it_goes_on(tmp_path: Path, address: str) -> None:
    async with open_world(tmp_path, address=address) as world:
        await asked(world)
        await sent(world)
        held = await announce(world, "pause", number="1")
        assert held.live is None
        assert "Go on" in labels(held)

        assert await world.deliver() == 0
        await take(world, held, "Go on")

        assert await world.deliver() == 3
        assert (await announce(world, "resume", number="1")).kind is PageKind.REFUSED


async def test_cancelled_is_what_has_not_gone(tmp_path: Path, address: str) -> None:
    async with open_world(tmp_path, address=address, now=at("2022-03-22 23:00")) as world:
        await asked(world)
        await sent(world)
        assert await world.deliver() == 0
        preview = await announce(world, "cancel", number="1")
        assert preview.kind is PageKind.PREVIEW

        done = await take(world, preview, "Cancel what has not gone")

        assert done.title == "Announcement 1 is cancelled."
        assert (row(done)["waiting"], row(done)["dropped"]) == ("0", "3")
        assert {one.state for one in await world.rows(delivery)} == {"dropped"}
        assert await world.deliver(timedelta(hours=9)) == 0
        assert [line.command for line in await world.rows(audit)] == ["announce", "announce cancel"]


async def test_what_a_change_owes_is_cancelled_but_what_stands_in_rooms_is_rewritten(
    tmp_path: Path, address: str
) -> None:
    async with open_world(tmp_path, address=address) as world:
        await asked(world, 2)
        await world.ask_in_a_room(WEDNESDAY, "telegram:4", message="77")
        page = await world.close(status="open")
        preview = await announce(world, "cancel", change=str(page.change))

        done = await take(world, preview, "Cancel what has not gone")

        assert done.kind is PageKind.DONE
        await world.deliver()
        assert [reply.replaces for _, reply in world.telegram.sent] == ["77"]
        assert sorted(one.state for one in await world.rows(owed)) == ["cancelled", "cancelled", "sent"]


async def test_whoever_is_owed_something_by_another_change_is_still_told_that(world: World) -> None:
    await world.ask(WEDNESDAY)
    await world.ask("what do they offer for meals on wednesday?")
    first = await world.close(status="open")
    await world.do(EDITOR, "claim", "edit", claim="meals-wednesday", places="Luther Burbank High School")
    waiting = [one.topic for one in await world.rows(owed) if one.state == "pending"]
    assert len(waiting) == 2

    await take(world, await announce(world, "cancel", change=str(first.change)), "Cancel what has not gone")

    assert await world.deliver() == 1
    ((_, words),) = world.telegram.texts
    assert "Meals" in words
    assert "Open on Wednesday" not in words


async def test_all_that_goes_out_stands_in_one_table(world: World) -> None:
    await asked(world)
    await sent(world)
    await world.close(status="open")

    page = await announce(world, "progress", who=Who("telegram:vera", "telegram:staff", granted=Role.VIEWER))

    assert page.title == "What goes out"
    assert page.grid is not None
    assert [one[0] for one in page.grid.rows] == [
        "announcement 1: “Schools open again on Monday.”",
        "change 1: status, “Open on Wednesday, March 23 (all Sacram…”",
    ]
    assert labels(page) == ["Look again", "Announcement 1", "Change 1"]
    assert "Nothing is sent now: no bot is running." in page.lines
    assert "Hold it back" not in labels(page)


async def test_one_of_them_alone_is_named_once_and_a_change_of_no_claim_by_its_command(world: World) -> None:
    await world.close(status="open")
    await world.do(EDITOR, "event", "open", template="snow", day="thursday")

    for number, name in {"1": "change 1: status, “Open", "2": "change 2: event open"}.items():
        page = await announce(world, "progress", change=number)
        assert page.title == "What goes out"
        assert row(page)["what"].startswith(name)


async def test_who_may_not_publish_may_look_and_not_steer(world: World) -> None:
    await asked(world)
    await sent(world)
    omar = Who("telegram:omar", "telegram:staff", granted=Role.EDITOR)

    for action in ("pause", "cancel", "send", "resume"):
        assert (await announce(world, action, who=omar, number="1")).kind is PageKind.REFUSED
    assert (await announce(world, "progress", who=omar, number="1")).kind is PageKind.SHOWN


async def test_what_is_not_there_is_said_kindly(world: World) -> None:
    assert "There is no announcement 7." in text_of(await announce(world, "pause", number="7"))
    assert "There is no announcement 7." in text_of(await announce(world, "progress", number="7"))
    assert "There is no change 7." in text_of(await announce(world, "cancel", change="7"))
    both = await announce(world, "cancel", number="7", change="7")
    assert "Name the announcement or the change, not both." in text_of(both)


async def test_what_shall_be_cancelled_is_chosen_from_what_goes_out(world: World) -> None:
    await asked(world)
    await sent(world)
    page = await announce(world, "cancel")

    assert page.kind is PageKind.REFUSED
    assert "Say which one, by its number." in page.lines
    assert labels(page) == ["Announcement 1"]
    assert "Cancel what has not gone" in labels(await take(world, page, "Announcement 1"))


async def test_a_page_is_shown_anew_until_nothing_moves(world: World) -> None:
    await asked(world)
    done = await sent(world)
    shown: list[Page] = []

    async def show(page: Page) -> bool:
        shown.append(page)
        return True

    await keep_showing(done, show, desk=world.bellwether.desk, clock=Stepping(world))

    assert row(shown[-1])["sent"] == "3"
    assert shown[-1].live is None


async def test_a_page_is_shown_no_more_once_its_message_is_gone(world: World) -> None:
    await asked(world)
    done, clock = await sent(world), Stepping(world, delivers=False)
    began = clock.now()

    async def gone(page: Page) -> bool:
        return False

    await keep_showing(done, gone, desk=world.bellwether.desk, clock=clock)

    assert clock.now() - began == timedelta(seconds=3)


async def test_a_page_is_shown_for_half_an_hour_and_not_again_where_it_says_the_same(world: World) -> None:
    await asked(world)
    done, clock = await sent(world), Stepping(world, delivers=False)
    began = clock.now()
    shown: list[Page] = []

    async def show(page: Page) -> bool:
        shown.append(page)
        return True

    await keep_showing(done, show, desk=world.bellwether.desk, clock=clock)

    assert clock.now() - began == timedelta(minutes=30)
    assert len(shown) < 60
    assert "Look again" in labels(shown[-1])


class Stepping:
    """Each time somebody sleeps by it, that time has passed; *delivers*: and what was due has gone."""

    def __init__(self, world: World, *, delivers: bool = True) -> None:
        self._world = world
        self._delivers = delivers

    def now(self) -> datetime:
        return self._world.clock.now()

    async def sleep(self, duration: timedelta) -> None:
        if self._delivers:
            await self._world.deliver(duration)
        else:
            self._world.clock.move(duration)
