"""The staff's room on Telegram: what waits arrives there, a reply goes back to whoever asked, and it says so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.telegram.staffing import keep_posting
from adapters.telegram.telling import keep_telling
from knowledge.forgetting import forget
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_rooms import Room, SentMessage
from tests.adapters.telegram.running import RunningBot, running_bot, settings_for

OWNER = 900
ASKED = "can my son see the school nurse on Wednesday"
ANSWER = "Yes: the nurse is at the main office from 8 to 12."
A_WHILE = timedelta(seconds=4)


@dataclass
class Evening:
    """Staff in a group with the bot, and a family in a private chat."""

    bot: RunningBot
    double: TelegramDouble
    ines: Person
    anna: Person
    room: Room
    thread: int | None = None

    @property
    def home(self) -> Room:
        return self.double.private(self.anna)

    @property
    def posts(self) -> list[SentMessage]:
        return self.double.sent(self.room, thread=self.thread)

    async def opens_the_room(self) -> None:
        await self.ines.says(self.room, "/room staff=on", thread=self.thread)
        await self.double.settled()

    async def family_asks_a_person(self, text: str = ASKED) -> None:
        await self.anna.says(self.home, f"/person {text}")
        await self.double.settled()

    async def until(self, holds: Callable[[], bool]) -> None:
        """What happens by itself every few seconds has happened."""
        for _ in range(60):
            if holds():
                return
            await self.bot.clock.move(A_WHILE)
            await asyncio.sleep(0.05)
        raise AssertionError([one.text for one in self.double.messages])

    async def post_about(self, words: str) -> SentMessage:
        await self.until(lambda: any(words in one.text for one in self.posts))
        return next(one for one in self.posts if words in one.text)

    async def replies(self, person: Person, post: SentMessage, text: str) -> SentMessage:
        await person.says(self.room, text, reply_to=post, thread=self.thread)
        await self.double.settled()
        return self.double.last(self.room)

    async def presses(self, person: Person, message: SentMessage, label: str) -> SentMessage:
        await person.presses(message, label)
        await self.double.settled()
        return self.double.last(self.room)


@pytest.fixture
async def evening(
    double: TelegramDouble, database: Path, curated: Path, owner: Person, anna: Person
) -> AsyncIterator[Evening]:
    settings = settings_for(double, database, curated, owners=(f"telegram:{OWNER}",))
    async with running_bot(double, settings, chores=(keep_posting, keep_telling)) as running:
        room = double.group("Newsroom", [anna], admins=[owner])
        made = Evening(running, double, owner, anna, room)
        await made.opens_the_room()
        yield made


async def test_a_reply_in_the_staff_room_goes_back_to_whoever_asked(evening: Evening) -> None:
    await evening.family_asks_a_person()
    post = await evening.post_about(ASKED)
    assert "Anna" not in post.text
    assert "11" not in post.text

    preview = await evening.replies(evening.ines, post, ANSWER)
    assert ANSWER in preview.text
    assert len(evening.double.sent(evening.home)) == 1, "nothing goes before it was looked at"
    done = await evening.presses(evening.ines, preview, "Send the answer")
    assert "Make it a claim for everybody" in done.labels

    await evening.until(lambda: ANSWER in evening.double.last(evening.home).text)
    told = evening.double.last(evening.home)
    assert f"A person answers your question “{ASKED}”:" in told.text
    assert "Ines" not in told.text
    await evening.until(lambda: "Dealt with" in post.text)
    assert post.labels == ()


async def test_a_reply_to_another_question_is_no_answer_to_the_one_whose_form_is_open(evening: Evening) -> None:
    concert = "is the spring concert on friday"
    await evening.family_asks_a_person()
    await evening.family_asks_a_person(concert)
    nurse, other = await evening.post_about(ASKED), await evening.post_about(concert)
    form = await evening.presses(evening.ines, nurse, "Answer 1")

    preview = await evening.replies(evening.ines, other, "It was moved to May.")

    assert f"Answers “{concert}”" in preview.text
    assert "It was moved to May." not in form.text
    assert form.text == "Left; nothing was done.", "of two forms in a room only the newest is open"


async def test_what_was_said_elsewhere_is_dealt_with_in_the_room(evening: Evening) -> None:
    await evening.anna.says(evening.home, "is there school on Friday?")
    await evening.double.settled()
    post = await evening.post_about("is there school on Friday?")
    await evening.bot.do("status", status="closed", day="friday")

    await evening.until(lambda: "Dealt with" in post.text)
    assert post.labels == ()


async def test_a_wrong_answer_is_changed_from_the_words_that_stand(evening: Evening) -> None:
    await evening.anna.says(evening.home, "are schools closed Wednesday?")
    await evening.double.settled()
    await evening.anna.presses(evening.double.last(evening.home), "This is wrong")
    await evening.double.settled()
    post = await evening.post_about("an answer is wrong")

    form = await evening.presses(evening.ines, post, "Change closed-wednesday")
    assert "What shall be changed?" in form.text
    await evening.presses(evening.ines, form, "advice")
    assert "Plan to keep your student at home." in form.text
    await evening.replies(evening.ines, form, "Keep your student at home.")
    assert "Publish" in form.labels


async def test_it_becomes_a_claim_for_everybody(evening: Evening, double: TelegramDouble) -> None:
    await evening.family_asks_a_person("can we get meals on Friday?")
    post = await evening.post_about("can we get meals on Friday?")
    preview = await evening.replies(evening.ines, post, "Bags at every school.")
    done = await evening.presses(evening.ines, preview, "Send the answer")
    await evening.presses(evening.ines, done, "Make it a claim for everybody")
    form = evening.double.last(evening.room)
    await evening.presses(evening.ines, form, "Meals")

    assert "Publish" in double.last(evening.room).labels or "Publish" in form.labels


async def test_whoever_has_no_role_is_told_kindly(evening: Evening) -> None:
    await evening.family_asks_a_person()
    post = await evening.post_about(ASKED)

    said = await evening.replies(evening.anna, post, "No idea.")

    assert said.text == "Only staff can answer from here; ask me anything else."


async def test_a_topic_of_a_forum_is_a_staff_room_by_itself(evening: Evening) -> None:
    forum = evening.double.group("Association", [evening.anna], admins=[evening.ines], forum=True)
    evening.room, evening.thread = forum, evening.double.topic(forum)
    await evening.opens_the_room()
    await evening.family_asks_a_person()
    post = await evening.post_about(ASKED)

    assert post.thread == evening.thread


async def test_everything_stands_there_once_also_after_a_restart(evening: Evening) -> None:
    await evening.family_asks_a_person()
    await evening.post_about(ASKED)
    await evening.bot.restart()
    await evening.family_asks_a_person("when is the spring concert")
    await evening.post_about("spring concert")

    assert len([one for one in evening.posts if ASKED in one.text]) == 1


async def test_a_post_about_whoever_is_forgotten_says_nothing_of_them(evening: Evening) -> None:
    await evening.family_asks_a_person()
    post = await evening.post_about(ASKED)
    await evening.bot.bellwether.database.write(lambda connection: forget(connection, "telegram:11"))

    await evening.until(lambda: ASKED not in post.text)
    assert post.labels == ()


async def test_an_answer_marked_as_wrong_can_be_taken_back_from_the_room(evening: Evening) -> None:
    await evening.anna.says(evening.home, "are schools closed Wednesday?")
    await evening.double.settled()
    answer = evening.double.last(evening.home)
    await evening.anna.presses(answer, "This is wrong")
    await evening.double.settled()
    post = await evening.post_about("an answer is wrong")
    assert "ABC10" in post.text

    preview = await evening.presses(evening.ines, post, "Take back")
    assert preview is not post, "the post stands, so that it can be replied to"
    done = await evening.presses(evening.ines, preview, "Publish")
    assert "Published" in done.text


async def test_a_reply_to_a_gap_becomes_a_claim_for_it(evening: Evening) -> None:
    await evening.anna.says(evening.home, "are the buses running on Friday?")
    await evening.double.settled()
    post = await evening.post_about("are the buses running")

    preview = await evening.replies(evening.ines, post, "All buses run on Friday.")
    await evening.presses(evening.ines, preview, "Publish")
    await evening.anna.says(evening.home, "are the buses running on Friday?")
    await evening.double.settled()

    assert "All buses run on Friday." in evening.double.last(evening.home).text


async def test_a_family_that_blocked_the_bot_is_not_tried_again(evening: Evening) -> None:
    await evening.family_asks_a_person()
    post = await evening.post_about(ASKED)
    preview = await evening.replies(evening.ines, post, ANSWER)
    evening.anna.blocks()
    await evening.presses(evening.ines, preview, "Send the answer")

    await evening.until(lambda: "Dealt with" in post.text)
    assert ANSWER not in evening.double.last(evening.home).text
