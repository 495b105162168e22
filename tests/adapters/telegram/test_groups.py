"""Groups: silent unless somebody means the bot, then brief; what a room's own settings change, and who may."""

from __future__ import annotations

from typing import Any

import pytest

from bot.commands import Role
from bot.pages import Who
from knowledge.rooms import Room as RoomSet
from knowledge.rooms import mark_gone, read_room, staff_rooms
from knowledge.tables import question
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_rooms import Room
from tests.adapters.telegram.double_town import ANONYMOUS_ADMIN
from tests.adapters.telegram.running import RunningBot
from tests.sacramento import TUESDAY_NOON

CLOSED = "Closed on Wednesday, March 23, unless a deal is reached first"
ASKED = "are schools closed Wednesday?"
BOT = "@bellwether_bot"


@pytest.fixture
def running(telegram_bot: RunningBot) -> RunningBot:
    return telegram_bot


@pytest.fixture
def bea(double: TelegramDouble) -> Person:
    return double.person(12, "Bea")


@pytest.fixture
def mods(double: TelegramDouble) -> Person:
    """Looks after the group, and has no role with us."""
    return double.person(13, "Mods")


@pytest.fixture
def group(double: TelegramDouble, anna: Person, bea: Person, mods: Person) -> Room:
    """One in which the bot reads everything."""
    return double.group("Parents of room 5", [anna, bea], admins=[mods], privacy=False)


async def said(double: TelegramDouble, person: Person, room: Room, text: str, **extra: Any) -> list[str]:
    before = len(double.sent(room))
    await person.says(room, text, **extra)
    await double.settled()
    return [one.text for one in double.sent(room)[before:]]


async def noted(running: RunningBot) -> list[str]:
    rows = await running.bellwether.database.read(lambda connection: connection.execute(question.select()).all())
    return [one.text for one in rows]


class TestBeingMeant:
    @pytest.mark.parametrize(
        "text",
        [
            f"{BOT} {ASKED}",
            f"{ASKED} {BOT}",
            f"hey {BOT}, {ASKED}",
            f"👋🏽🏫 {BOT.upper()}: {ASKED}",
            f"/ask {ASKED}",
            f"/ask{BOT} {ASKED}",
            f"{BOT} /ask {ASKED}",
        ],
    )
    async def test_a_question_that_is_for_the_bot_is_answered_with_the_question_quoted(
        self, running: RunningBot, double: TelegramDouble, anna: Person, group: Room, text: str
    ) -> None:
        asked = await anna.says(group, text)
        await double.settled()

        (answer,) = double.sent(group)
        assert answer.text.startswith(CLOSED)
        assert "as of Monday, March 21" in answer.text
        assert answer.quoting == asked.id
        assert BOT not in "".join(await noted(running))

    async def test_a_mention_by_name_counts_like_one_by_username(
        self, running: RunningBot, double: TelegramDouble, anna: Person, group: Room
    ) -> None:
        entity = {"type": "text_mention", "offset": 0, "length": 10, "user": double.bot}

        (answer,) = await said(double, anna, group, f"Bellwether {ASKED}", entities=[entity])

        assert answer.startswith(CLOSED)

    @pytest.mark.parametrize(
        "text",
        [
            ASKED,
            f"@other_bot {ASKED}",
            f"anna{BOT}.org {ASKED}",
            f"/ask@other_bot {ASKED}",
            "/mute",
            "/start@other_bot",
            "lol",
        ],
    )
    async def test_what_is_not_for_the_bot_is_left_alone_and_not_noted(
        self, running: RunningBot, double: TelegramDouble, anna: Person, group: Room, text: str
    ) -> None:
        assert await said(double, anna, group, text) == []
        assert await noted(running) == []

    async def test_a_reply_to_the_bot_goes_on_and_one_to_somebody_else_does_not(
        self, running: RunningBot, double: TelegramDouble, anna: Person, bea: Person, group: Room
    ) -> None:
        asked = await anna.says(group, f"{BOT} {ASKED}")
        await double.settled()
        answer = double.last(group)

        (told,) = await said(double, anna, group, "and Thursday?", reply_to=answer)
        assert "Thursday, March 24" in told
        assert await said(double, bea, group, "and Friday?", reply_to=asked) == []

    async def test_a_mention_that_answers_somebody_asks_what_they_wrote(
        self, running: RunningBot, double: TelegramDouble, anna: Person, bea: Person, group: Room
    ) -> None:
        first = await anna.says(group, "somebody says schools are closed Wednesday")
        await double.settled()

        (bare,) = await said(double, bea, group, BOT, reply_to=first)
        (asking,) = await said(double, bea, group, f"{BOT} is that true?", reply_to=first)

        assert bare.startswith(CLOSED)
        assert asking.startswith(CLOSED)

    async def test_of_what_somebody_wrote_only_what_was_marked_is_asked(
        self, running: RunningBot, double: TelegramDouble, anna: Person, bea: Person, group: Room
    ) -> None:
        first = await anna.says(group, "no lunch on Friday! and are schools closed Wednesday?")
        marked = {"text": "are schools closed Wednesday?", "position": 24, "is_manual": True}
        origin = {"type": "user", "sender_user": anna.body, "date": int(TUESDAY_NOON.timestamp())}

        (here,) = await said(double, bea, group, f"{BOT} ?", reply_to=first, quote=marked)
        (elsewhere,) = await said(double, bea, group, BOT, external_reply={"origin": origin}, quote=marked)

        assert here.startswith(CLOSED)
        assert elsewhere.startswith(CLOSED)
        assert "Friday" not in here + elsewhere

    async def test_manners_are_answered_with_manners(
        self, running: RunningBot, double: TelegramDouble, anna: Person, group: Room
    ) -> None:
        (bare,) = await said(double, anna, group, BOT)
        (hello,) = await said(double, anna, group, f"hello {BOT}!")

        assert "What would you like to know?" in bare
        assert hello == "Hello!"

    async def test_an_answer_in_a_forum_stays_in_its_topic(
        self, running: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        forum = double.group("Parents", [anna], forum=True)
        topic = double.topic(forum)

        inside = await anna.says(forum, f"{BOT} {ASKED}", thread=topic)
        outside = await anna.says(forum, f"{BOT} {ASKED}")
        await double.settled()

        assert {one.thread: one.quoting for one in double.sent(forum)} == {topic: inside.id, None: outside.id}

    async def test_in_a_supergroup_that_is_no_forum_a_reply_is_no_topic(
        self, running: RunningBot, double: TelegramDouble, anna: Person, group: Room
    ) -> None:
        first = await anna.says(group, f"{BOT} {ASKED}")
        await anna.says(group, f"{BOT} and Thursday?", reply_to=first)
        await double.settled()

        assert [one.thread for one in double.sent(group)] == [None, None]


class TestOpenRooms:
    @pytest.fixture
    async def opened(self, running: RunningBot, double: TelegramDouble, mods: Person, group: Room) -> Room:
        assert "Saved." in (await said(double, mods, group, "/room answers=everything"))[0]
        return group

    async def test_every_question_is_answered_there(
        self, running: RunningBot, double: TelegramDouble, anna: Person, opened: Room
    ) -> None:
        (answer,) = await said(double, anna, opened, ASKED)

        assert answer.startswith(CLOSED)

    @pytest.mark.parametrize(
        "text",
        ["thanks everybody!", "hello", "lol", "who brings cake to the picnic?", "🎉🎉", "anyone seen my umbrella"],
    )
    async def test_people_may_talk_among_themselves(
        self, running: RunningBot, double: TelegramDouble, anna: Person, opened: Room, text: str
    ) -> None:
        assert await said(double, anna, opened, text) == []
        assert await noted(running) == []

    async def test_what_is_only_passed_on_is_no_question_there(
        self, running: RunningBot, double: TelegramDouble, anna: Person, opened: Room
    ) -> None:
        origin = {"type": "hidden_user", "sender_user_name": "A neighbour", "date": int(TUESDAY_NOON.timestamp())}

        assert await said(double, anna, opened, ASKED, forward_origin=origin) == []

    async def test_a_topic_of_a_forum_is_as_the_room_around_it_until_it_is_set(
        self, running: RunningBot, double: TelegramDouble, anna: Person, mods: Person
    ) -> None:
        forum = double.group("Parents", [anna], admins=[mods], forum=True, privacy=False)
        topic, other = double.topic(forum), double.topic(forum)
        await said(double, mods, forum, "/room answers=everything")
        await said(double, mods, forum, "/room answers=addressed", thread=other)

        assert len(await said(double, anna, forum, ASKED, thread=topic)) == 1
        assert await said(double, anna, forum, ASKED, thread=other) == []


class TestSettings:
    async def test_whoever_looks_after_the_group_opens_and_closes_it(
        self, running: RunningBot, double: TelegramDouble, anna: Person, mods: Person, group: Room
    ) -> None:
        await said(double, mods, group, "/room answers=everything")
        await mods.presses(double.last(group), "Only when addressed")
        await double.settled()

        assert await said(double, anna, group, ASKED) == []

    async def test_a_slip_in_it_is_mended_by_a_button_of_whoever_looks_after_the_group(
        self, running: RunningBot, double: TelegramDouble, mods: Person, group: Room
    ) -> None:
        await said(double, mods, group, "/room answers=sometimes")
        await mods.presses(double.last(group), "everything")
        await double.settled()

        assert "Saved." in double.last(group).text
        assert (await _room(running, group)).plain

    async def test_others_see_how_it_is_set_and_cannot_change_it(
        self, running: RunningBot, double: TelegramDouble, anna: Person, group: Room
    ) -> None:
        (shown,) = await said(double, anna, group, "/room")
        (refused,) = await said(double, anna, group, "/room answers=everything")

        assert "I answer here only when I am addressed." in shown
        assert "Only somebody who manages this room, or a publisher" in refused
        assert not (await _room(running, group)).plain

    async def test_a_publisher_may_though_the_group_is_somebody_elses(
        self, running: RunningBot, double: TelegramDouble, anna: Person, group: Room
    ) -> None:
        await running.grant(anna, Role.PUBLISHER)

        assert "Saved." in (await said(double, anna, group, "/room answers=everything"))[0]

    async def test_the_language_of_a_room_counts_where_the_words_show_none(
        self, running: RunningBot, double: TelegramDouble, anna: Person, mods: Person, group: Room
    ) -> None:
        await said(double, mods, group, "/room language=es")

        (told,) = await said(double, anna, group, f"{BOT} 3/23?")
        assert "miércoles, 23 de marzo" in told

    async def test_only_an_owner_makes_it_the_room_of_staff(
        self, running: RunningBot, double: TelegramDouble, owner: Person, mods: Person, group: Room
    ) -> None:
        (refused,) = await said(double, mods, group, "/room staff=on")
        assert "For this you need the role owner" in refused

        await said(double, owner, group, "/room staff=on")
        assert (await _room(running, group)).staff

    async def test_an_anonymous_admin_is_answered_and_holds_no_role(
        self, running: RunningBot, double: TelegramDouble, group: Room
    ) -> None:
        async def says(text: str) -> str:
            before = len(double.sent(group))
            fields = {"from": ANONYMOUS_ADMIN, "sender_chat": group.body, "text": text}
            command = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
            double.hand_over(group, fields | ({"entities": command} if text.startswith("/") else {}))
            await double.settled()
            (told,) = double.sent(group)[before:]
            return told.text

        code = (await running.do("role", "invite", role="editor")).lines[0].rpartition(" ")[2]

        assert (await says(f"/ask {ASKED}")).startswith(CLOSED)
        assert "Saved." in await says("/room answers=everything")
        assert "For this you need the role" in await says("/status closed thu")
        assert "Write that to me alone" in await says(f"/role join {code}")
        for person in (f"telegram:{ANONYMOUS_ADMIN['id']}", f"telegram:{group.id}"):
            assert await running.bellwether.desk.role(Who(person, person)) is Role.FAMILY

    async def test_a_code_is_never_shown_where_others_read_along(
        self, running: RunningBot, double: TelegramDouble, owner: Person, group: Room
    ) -> None:
        for line in ("/link", "/role invite publisher"):
            (told,) = await said(double, owner, group, line)
            assert "https://t.me/bellwether_bot" in told
            assert "/role join" not in told
            assert "/link " not in told

    @pytest.mark.parametrize("line", ["/settings", "/settings schools=middle", "/following"])
    async def test_nobodys_schools_are_shown_where_others_read_along(
        self, running: RunningBot, double: TelegramDouble, anna: Person, group: Room, line: str
    ) -> None:
        (told,) = await said(double, anna, group, line)
        assert "Write that to me alone: https://t.me/bellwether_bot" in told

        await said(double, anna, group, "/help")
        assert double.last(group).labels == ("Today", "Topics")

    async def test_what_somebody_chose_of_schools_is_theirs_alone(
        self, running: RunningBot, double: TelegramDouble, anna: Person, group: Room
    ) -> None:
        await said(double, anna, double.private(anna), "/settings schools=middle")
        (alone,) = await said(double, anna, double.private(anna), ASKED)
        assert "This is about middle schools, as you chose in /settings." in alone

        for line in (f"{BOT} {ASKED}", "/today", "/follow buses", "/follow are schools closed wednesday?"):
            (told,) = await said(double, anna, group, line)
            assert "middle" not in told
        typed = await anna.types(ASKED)
        await double.settled()
        assert typed.results
        assert "middle" not in typed.results[0]["input_message_content"]["message_text"]

    async def test_in_a_private_chat_there_is_no_room_to_set(
        self, running: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        (told,) = await said(double, anna, double.private(anna), "/room answers=everything")

        assert "This is for rooms with several people in them." in told


class TestComingAndGoing:
    async def test_it_introduces_itself_once_and_says_how_it_is_addressed(
        self, running: RunningBot, double: TelegramDouble, mods: Person, group: Room
    ) -> None:
        mods.adds_bot(group)
        await double.settled()

        (words,) = [one.text for one in double.sent(group)]
        assert "not the school district" in words
        assert BOT in words
        assert "/room answers=everything" in words

    async def test_a_group_that_becomes_a_supergroup_is_not_introduced_to_again(
        self, running: RunningBot, double: TelegramDouble, mods: Person
    ) -> None:
        small = double.group("Parents", [], admins=[mods], kind="group")
        mods.adds_bot(small)
        await double.settled()
        large = double.migrate(small)
        await double.settled()
        mods.adds_bot(large)
        await double.settled()

        assert len(double.sent(small)) == 1
        assert double.sent(large) == []

    async def test_start_in_a_group_says_no_more_than_that(
        self, running: RunningBot, double: TelegramDouble, anna: Person, group: Room
    ) -> None:
        (words,) = await said(double, anna, group, "/start")

        assert "/room answers=everything" in words
        assert len(words) < 500

    async def test_a_topic_that_was_closed_is_written_to_again_when_it_is_open(
        self, running: RunningBot, double: TelegramDouble, mods: Person, owner: Person
    ) -> None:
        forum = double.group("Parents", admins=[mods], forum=True)
        topic = double.topic(forum)
        place = f"telegram:{forum.id}/{topic}"
        await said(double, owner, forum, "/room staff=on", thread=topic)
        database = running.bellwether.database
        await database.write(lambda connection: mark_gone(connection, place, TUESDAY_NOON))

        await mods.says(forum, thread=topic, forum_topic_reopened={})
        await double.settled()

        assert await database.read(staff_rooms) == (place,)

    async def test_a_group_it_was_put_out_of_is_gone_with_its_topics_until_it_is_back(
        self, running: RunningBot, double: TelegramDouble, mods: Person
    ) -> None:
        forum = double.group("Parents", admins=[mods], forum=True)
        topic = double.topic(forum)
        await said(double, mods, forum, "/room answers=everything", thread=topic)

        double.kick(forum, mods)
        await double.settled()
        gone = [(await _room(running, forum, thread)).gone for thread in (None, topic)]
        mods.adds_bot(forum)
        await double.settled()
        back = [await _room(running, forum, thread) for thread in (None, topic)]

        assert gone == [TUESDAY_NOON, TUESDAY_NOON]
        assert [one.gone for one in back] == [None, None]
        assert [one.plain for one in back] == [False, True]

    async def test_becoming_an_administrator_needs_no_introduction(
        self, running: RunningBot, double: TelegramDouble, mods: Person, group: Room
    ) -> None:
        double.push_membership(group, mods, "member", "administrator")
        await double.settled()

        assert double.sent(group) == []


async def _room(running: RunningBot, room: Room, thread: int | None = None) -> RoomSet:
    place = f"telegram:{room.id}" + (f"/{thread}" if thread is not None else "")
    return await running.bellwether.database.read(lambda connection: read_room(connection, place))
