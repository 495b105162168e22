"""What is put before staff in their room: everything once, gaps a few at a time, and no family by name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

import pytest

from bot.commands import Role
from bot.pages import Invocation, Who
from bot.staffing import Edit, Post, Staffing, answering, claims_told
from knowledge.forgetting import forget
from knowledge.inquiries import answer_inquiry, open_inquiry
from knowledge.recording import record
from knowledge.records import Asking, Missed
from knowledge.staff_posts import PostKind, find_post
from knowledge.tables import staff_post
from tests.bot.house import House, open_house, text_of
from tests.sacramento import TUESDAY_NOON

ROOM = "telegram:-1001"
ASKED = "can my son get his inhaler from the nurse"
TEXTS = (
    "can we borrow a telescope",
    "who paints the gym walls",
    "may dogs come to the picnic",
    "what colour is the new uniform",
    "how do I become a crossing guard",
    "where is the lost property box",
    "does the choir sing on sundays",
)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house() as opened:
        yield opened


def staffing(house: House, *, now: datetime = TUESDAY_NOON, place: str = ROOM, language: str | None = None) -> Staffing:
    return Staffing(house.desk, place, now, language)


async def posted(house: House, *, now: datetime = TUESDAY_NOON, place: str = ROOM) -> list[str]:
    """What is put into the room now, as sent."""
    room = staffing(house, now=now, place=place)
    posts = await room.posts()
    for number, one in zip(count(len(await house.rows(staff_post)) * 100), posts, strict=False):
        await room.sent(one, str(number))
    return [text_of(one.page) for one in posts]


async def waits(house: House, text: str = ASKED, person: str = "telegram:77") -> None:
    about: dict[str, Any] = {"person": person, "place": person, "text": text, "at": TUESDAY_NOON, "language": "es"}
    await house.desk.database.write(lambda connection: open_inquiry(connection, **about))


async def test_who_waits_for_a_person_stands_there_once(house: House) -> None:
    await waits(house)
    (text,) = await posted(house)

    assert ASKED in text
    assert "Spanish" in text
    assert "Reply to this message" in text
    assert "77" not in text, "no family is named"
    assert await posted(house) == []
    assert len(await posted(house, place="telegram:-1002")) == 1, "in each room once"


async def test_two_processes_post_it_once(house: House) -> None:
    await waits(house)
    first, second = await staffing(house).posts(), await staffing(house).posts()

    assert (len(first), len(second)) == (1, 0)


async def test_a_post_that_was_cut_off_before_it_was_sent_is_posted_again(house: House) -> None:
    await waits(house)
    await staffing(house).posts()
    later = TUESDAY_NOON + timedelta(minutes=3)

    assert len(await posted(house, now=later)) == 1
    assert await posted(house, now=later + timedelta(hours=1)) == []


async def test_a_wrong_answer_comes_with_what_was_told_and_what_it_rests_on(house: House) -> None:
    reply = await house.ask("are schools closed Wednesday?", person="telegram:77")
    await house.do("wrong", person="telegram:77", answer=str(reply.noted))
    room = staffing(house)
    (post,) = await room.posts()

    assert "are schools closed Wednesday?" in text_of(post.page)
    (preview, *_) = post.page.previews
    assert "Closed on Wednesday, March 23" in preview.reply.text
    assert "ABC10" in preview.reply.text
    offers = {one.label: one.invocation for one in post.page.offers}
    assert offers["Change closed-wednesday"].values == {"claim": "closed-wednesday"}
    assert (offers["Take back closed-wednesday"].name, offers["Take back closed-wednesday"].action) == (
        "claim",
        "withdraw",
    )


async def test_what_was_told_is_shown_as_it_was_then(house: House) -> None:
    reply = await house.ask("are schools closed Wednesday?", person="telegram:77")
    later = TUESDAY_NOON + timedelta(minutes=10)
    status = {"status": "open", "day": "2022-03-23"}
    page = await house.do("status", granted=Role.PUBLISHER, now=later, **status)
    await house.take(page.offers[0])
    await house.do("wrong", person="telegram:77", now=later, answer=str(reply.noted))
    (post,) = [one for one in await staffing(house, now=later).posts() if one.page.previews]

    assert "Closed on Wednesday, March 23" in post.page.previews[0].reply.text


async def test_gaps_come_five_a_minute_and_what_is_more_in_one_line(house: House) -> None:
    for number, text in enumerate(TEXTS):
        await missed(house, text, f"telegram:{number}")
    texts = await posted(house)

    assert len(texts) == 6
    assert texts[-1].strip() == "2 more: /gaps"
    assert await posted(house, now=TUESDAY_NOON + timedelta(minutes=2)) == []
    await missed(house, "is there a chess club", "telegram:9")
    assert len(await posted(house, now=TUESDAY_NOON + timedelta(minutes=2))) == 1


async def missed(house: House, text: str, person: str) -> None:
    """What nobody could answer."""
    asking = Asking(TUESDAY_NOON, person, person, text, "unknown")
    await house.desk.database.write(lambda connection: record(connection, asking, missed=(Missed(),)))


async def test_another_who_asks_the_same_makes_no_new_post(house: House) -> None:
    await house.ask(TEXTS[0], person="telegram:1")
    assert len(await posted(house)) == 1
    await house.ask(TEXTS[0], person="telegram:2")

    assert await posted(house, now=TUESDAY_NOON + timedelta(minutes=2)) == []


async def edits(house: House, *, now: datetime = TUESDAY_NOON) -> tuple[Edit, ...]:
    room = staffing(house, now=now)
    found = await room.edits()
    for one in found:
        await room.edited(one)
    return found


async def test_what_was_answered_elsewhere_says_so_once(house: House) -> None:
    await waits(house)
    await posted(house)
    assert await edits(house) == ()
    answered: dict[str, Any] = {"by": "telegram:ines", "role": "editor", "at": TUESDAY_NOON}
    await house.desk.database.write(lambda connection: answer_inquiry(connection, 1, "Yes, from 8 to 12.", **answered))
    (edit,) = await edits(house)

    assert "Dealt with" in text_of(edit.page)
    assert "Yes, from 8 to 12." in text_of(edit.page)
    assert edit.page.offers == ()
    assert await edits(house) == ()
    assert await posted(house) == []


async def test_whoever_is_forgotten_is_forgotten_in_the_room_too(house: House) -> None:
    await waits(house)
    await posted(house)
    await house.desk.database.write(lambda connection: forget(connection, "telegram:77"))
    (edit,) = await edits(house)

    assert ASKED not in text_of(edit.page)
    assert edit.gone
    assert await house.rows(staff_post) == []


async def test_a_gap_that_was_dealt_with_says_how(house: House) -> None:
    await house.ask(TEXTS[0], person="telegram:1")
    await posted(house)
    page = await house.do("gaps", "notours", granted=Role.EDITOR, gap="1")
    await house.take(page.offers[0])
    (edit,) = await edits(house)

    assert "not ours" in text_of(edit.page)


async def test_a_gap_that_something_else_answers_says_so_once_and_for_good(house: House) -> None:
    await house.ask("is there school on friday", person="telegram:1")
    await posted(house)
    assert await edits(house) == ()
    later = TUESDAY_NOON + timedelta(minutes=5)
    page = await house.do("status", granted=Role.PUBLISHER, now=later, status="closed", day="friday")
    await house.take(page.offers[0])
    (edit,) = await edits(house, now=later)

    assert "Dealt with" in text_of(edit.page)
    assert edit.page.offers == ()
    assert await edits(house, now=later + timedelta(days=9)) == (), "nobody has to deal with a day that is over"
    assert await posted(house, now=later) == []


async def test_a_wrong_answer_that_was_changed_says_so(house: House) -> None:
    reply = await house.ask("what does the district offer", person="telegram:1")
    await house.do("wrong", person="telegram:1", answer=str(reply.noted))
    await posted(house)
    later = TUESDAY_NOON + timedelta(minutes=5)
    change = {"claim": "offer-2", "words": "Raises of 3%."}
    page = await house.do("claim", "edit", granted=Role.PUBLISHER, now=later, **change)
    await house.take(page.offers[0])
    found = await edits(house, now=later)

    assert ["Dealt with" in text_of(one.page) for one in found] == [True]


async def test_a_reply_to_a_post_does_what_the_post_is_about(house: House) -> None:
    await waits(house)
    await house.ask(TEXTS[0], person="telegram:1")
    reply = await house.ask("are schools closed Wednesday?", person="telegram:77")
    await house.do("wrong", person="telegram:77", answer=str(reply.noted))
    room = staffing(house)
    asking = Invocation("gaps", Who("telegram:ines", ROOM), TUESDAY_NOON)
    done = {}
    for number, one in enumerate(await room.posts(), 1):
        await room.sent(one, str(number))
        post = await house.desk.database.read(partial(find_post, place=ROOM, message=str(number)))
        assert post is not None
        does = answering(post, "Yes.", asking, claims=await claims_told(house.desk, post))
        done[post.kind] = f"{does.name} {does.action}", dict(does.values)

    assert done[PostKind.INQUIRY] == ("gaps reply", {"inquiry": "1", "answer": "Yes."})
    assert done[PostKind.GAP] == ("gaps claim", {"gap": "1", "words": "Yes."})
    assert done[PostKind.WRONG][0] == "claim edit"
    assert done[PostKind.WRONG][1]["words"] == "Yes."


async def test_posts_speak_the_language_of_the_room(house: House) -> None:
    await house.ask("is there school on Friday?", person="telegram:1")
    posts: tuple[Post, ...] = await staffing(house, language="es").posts()

    assert "viernes, 25 de marzo" in text_of(posts[0].page)
