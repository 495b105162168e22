"""The staff's channel or forum on Discord: what waits arrives there, is answered there, and goes back to who asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from knowledge.forgetting import forget
from tests.adapters.discord.double import Double
from tests.adapters.discord.messages import Message
from tests.adapters.discord.newsroom import Newsroom, newsroom
from tests.adapters.discord.places import Channel

ASKED = "can my son see the school nurse on Wednesday"
ANSWER = "Yes: the nurse is at the main office from 8 to 12."


@pytest.fixture
async def room(double: Double, database: Path, curated: Path) -> AsyncIterator[Newsroom]:
    async with newsroom(double, database, curated) as made:
        yield made


@pytest.fixture
async def staffed(room: Newsroom) -> Newsroom:
    done = await room.uses("/room", room.staff, staff="on")
    assert "Saved." in done.text
    return room


async def asks_a_person(room: Newsroom, text: str = ASKED) -> None:
    """In a direct message."""
    await room.says(room.anna, room.anna.dm, f"/person {text}")


async def test_a_question_is_answered_by_the_button_under_it(staffed: Newsroom) -> None:
    await asks_a_person(staffed)
    post = await staffed.post_about(ASKED)
    assert "Anna" not in post.text
    assert str(staffed.anna.id) not in post.text

    form = await staffed.presses(post, "Answer 1")
    assert form.modal is not None
    preview = await staffed.submits(form, Answer=ANSWER)
    assert preview.ephemeral
    assert ANSWER in preview.text
    assert ANSWER not in staffed.shown_to(staffed.anna), "nothing goes before it was looked at"
    done = await staffed.presses(preview, "Send the answer")
    assert "Make it a claim for everybody" in done.shown.labels

    await staffed.until(lambda: ANSWER in staffed.shown_to(staffed.anna))
    told = staffed.shown_to(staffed.anna)
    assert ASKED in told
    assert "Ines" not in told
    await staffed.until(lambda: "Dealt with" in post.text)
    assert post.labels == []


async def test_a_reply_to_the_post_answers_it_too(staffed: Newsroom) -> None:
    await asks_a_person(staffed)
    post = await staffed.post_about(ASKED)
    preview = await staffed.says(staffed.ines, staffed.staff, ANSWER, reply_to=post)
    assert ANSWER in preview.text
    await staffed.presses(preview, "Send the answer")

    await staffed.until(lambda: ANSWER in staffed.shown_to(staffed.anna))


async def test_whoever_has_no_role_is_told_kindly(staffed: Newsroom) -> None:
    await asks_a_person(staffed)
    post = await staffed.post_about(ASKED)

    said = await staffed.says(staffed.anna, staffed.staff, "No idea.", reply_to=post)
    assert said.text == "Only staff can answer from here; ask me anything else."

    refused = await staffed.presses(post, "Answer 1", by=staffed.anna)
    assert refused.modal is None
    assert "For this you need the role editor" in refused.text


async def test_in_a_forum_each_thing_is_a_post_that_is_answered_and_closed(room: Newsroom) -> None:
    await open_in_forum(room)
    await asks_a_person(room)
    thread = await room.thread_about(ASKED)
    assert ASKED in thread.name
    assert tags_of(room, thread) == ["open"]

    (post,) = room.double.sent(thread)
    form = await room.presses(post, "Answer 1")
    preview = await room.submits(form, Answer=ANSWER)
    await room.presses(preview, "Send the answer")

    await room.until(lambda: ANSWER in room.shown_to(room.anna))
    await room.until(lambda: "Dealt with" in post.text)
    await room.until(lambda: thread.archived)
    assert tags_of(room, thread) == ["answered"]


async def test_a_reply_within_the_forum_s_post_answers_it(room: Newsroom) -> None:
    await open_in_forum(room)
    await asks_a_person(room)
    thread = await room.thread_about(ASKED)
    (post,) = room.double.sent(thread)
    preview = await room.says(room.ines, thread, ANSWER, reply_to=post)
    await room.presses(preview, "Send the answer")

    await room.until(lambda: ANSWER in room.shown_to(room.anna))


async def test_a_post_that_was_archived_says_what_was_answered_elsewhere(room: Newsroom) -> None:
    await open_in_forum(room)
    await asks_a_person(room)
    thread = await room.thread_about(ASKED)
    room.double.archive(thread)
    await room.double.settled()
    await room.bot.do("gaps", "reply", inquiry="1", answer=ANSWER)

    (post,) = room.double.sent(thread)
    await room.until(lambda: "Dealt with" in post.text)
    await room.until(lambda: thread.archived and tags_of(room, thread) == ["answered"])


async def test_a_post_that_was_deleted_keeps_the_others_not_back(room: Newsroom) -> None:
    await open_in_forum(room)
    await asks_a_person(room)
    await asks_a_person(room, "when is the spring concert")
    gone, other = await room.thread_about(ASKED), await room.thread_about("spring concert")
    room.double.world.remove(gone)
    await room.double.settled()
    await room.bot.do("gaps", "reply", inquiry="1", answer=ANSWER)
    await room.bot.do("gaps", "reply", inquiry="2", answer="In May.")

    (post,) = room.double.sent(other)
    await room.until(lambda: "Dealt with" in post.text)


async def test_everything_stands_there_once_also_after_a_restart(staffed: Newsroom) -> None:
    await asks_a_person(staffed)
    await staffed.post_about(ASKED)
    await staffed.bot.restart()
    await asks_a_person(staffed, "when is the spring concert")
    await staffed.post_about("spring concert")

    assert len([one for one in staffed.double.sent(staffed.staff) if ASKED in one.text]) == 1


async def test_a_post_about_whoever_is_forgotten_says_nothing_of_them(staffed: Newsroom) -> None:
    await asks_a_person(staffed)
    post = await staffed.post_about(ASKED)
    who = f"discord:{staffed.anna.id}"
    await staffed.bot.bellwether.database.write(lambda connection: forget(connection, who))

    await staffed.until(lambda: ASKED not in post.text)
    assert post.labels == []


async def test_an_answer_marked_as_wrong_is_mended_from_its_post(staffed: Newsroom) -> None:
    answer = await staffed.anna.uses(staffed.general, "/ask", question="are schools closed Wednesday?")
    await staffed.presses(answer, "This is wrong", by=staffed.anna)
    post = await staffed.post_about("an answer is wrong")
    assert "ABC10" in post.text

    taking = next(one for one in post.labels if one.startswith("Take back"))
    preview = await staffed.presses(post, taking)
    assert preview.ephemeral
    assert "Publish" in preview.shown.labels
    assert taking in post.labels, "the post stands, so that it can be replied to"

    form = await staffed.presses(post, next(one for one in post.labels if one.startswith("Change")))
    assert form.modal is not None


async def test_a_gap_becomes_a_claim_by_its_form(staffed: Newsroom) -> None:
    await staffed.family_reads("are the buses running on Friday?")
    post = await staffed.post_about("are the buses running")
    form = await staffed.presses(post, "Answer it with a claim")
    preview = await staffed.submits(form, Words="All buses run on Friday.")
    await staffed.presses(preview, "Publish")

    assert "All buses run on Friday." in await staffed.family_reads("are the buses running on Friday?")
    await staffed.until(lambda: "Dealt with" in post.text)


async def test_whoever_asked_in_a_server_is_told_that_nothing_can_be_sent_there(staffed: Newsroom) -> None:
    asked = await staffed.anna.uses(staffed.general, "/ask", question=ASKED)
    said = await staffed.presses(asked, "Ask a person", by=staffed.anna)
    assert said.ephemeral
    assert "I cannot write to you here later." in said.text
    assert said.shown.labels == ["Tell me in a private chat"]

    post = await staffed.post_about("for a person")
    assert "Nothing can be sent to whoever asked" in post.text
    preview = await staffed.submits(await staffed.presses(post, "Answer 1"), Answer=ANSWER)
    assert "they get your answer only once they open a private chat" in preview.text


async def test_a_private_chat_is_opened_by_their_own_press_and_gets_the_answer(staffed: Newsroom) -> None:
    asked = await staffed.anna.uses(staffed.general, "/ask", question=ASKED)
    said = await staffed.presses(asked, "Ask a person", by=staffed.anna)
    assert staffed.shown_to(staffed.anna) == ""
    opened = await staffed.presses(said, "Tell me in a private chat", by=staffed.anna)
    await staffed.double.settled()
    assert "I have written to you there." in opened.text
    assert ASKED in staffed.shown_to(staffed.anna)

    post = await staffed.post_about("for a person")
    preview = await staffed.submits(await staffed.presses(post, "Answer 1"), Answer=ANSWER)
    await staffed.presses(preview, "Send the answer")
    await staffed.until(lambda: ANSWER in staffed.shown_to(staffed.anna))
    assert not any(ANSWER in one.text for one in staffed.double.sent(staffed.general))


async def test_an_answer_that_was_kept_is_sent_once_they_open_a_chat(staffed: Newsroom) -> None:
    asked = await staffed.anna.uses(staffed.general, "/ask", question=ASKED)
    said = await staffed.presses(asked, "Ask a person", by=staffed.anna)
    post = await staffed.post_about("for a person")
    preview = await staffed.submits(await staffed.presses(post, "Answer 1"), Answer=ANSWER)
    done = await staffed.presses(preview, "Send the answer")
    assert "Kept; nobody was sent it." in done.text

    await staffed.presses(said, "Tell me in a private chat", by=staffed.anna)
    await staffed.until(lambda: ANSWER in staffed.shown_to(staffed.anna))


async def test_whoever_takes_no_messages_is_told_so_and_not_tried_again(staffed: Newsroom) -> None:
    asked = await staffed.anna.uses(staffed.general, "/ask", question=ASKED)
    said = await staffed.presses(asked, "Ask a person", by=staffed.anna)
    staffed.anna.closes_dms()
    refused = await staffed.presses(said, "Tell me in a private chat", by=staffed.anna)

    assert refused.ephemeral
    assert "You take no private messages from me" in refused.text


async def test_a_chat_that_was_closed_meanwhile_settles_the_answer(staffed: Newsroom) -> None:
    await asks_a_person(staffed)
    post = await staffed.post_about(ASKED)
    preview = await staffed.submits(await staffed.presses(post, "Answer 1"), Answer=ANSWER)
    staffed.anna.closes_dms()
    await staffed.presses(preview, "Send the answer")

    await staffed.until(lambda: "Dealt with" in post.text)
    assert ANSWER not in staffed.shown_to(staffed.anna)


async def open_in_forum(room: Newsroom) -> Message:
    """Set from within one of its posts, for a forum itself takes no command."""
    rules = room.double.world.thread(room.forum, "Rules", owner=room.ines.user)
    done = await room.uses("/room", rules, staff="on")
    assert "Saved." in done.text
    return done.shown


def tags_of(room: Newsroom, thread: Channel) -> list[str]:
    return [room.forum.tags[one] for one in thread.applied_tags]
