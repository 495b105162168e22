"""What is no question: stickers, recordings, places, posts of others. A kind line or silence, and never a fault."""

from __future__ import annotations

from typing import Any

import pytest

from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_rooms import Room
from tests.adapters.telegram.double_town import ANONYMOUS_ADMIN
from tests.adapters.telegram.running import RunningBot
from tests.sacramento import TUESDAY_NOON

BOT = "@bellwether_bot"
FILE = {"file_id": "f", "file_unique_id": "u"}
PICTURE = {**FILE, "width": 90, "height": 90}
NOW = int(TUESDAY_NOON.timestamp())
PLAYED: dict[str, Any] = {
    "sticker": {**PICTURE, "type": "regular", "is_animated": False, "is_video": False},
    "animation": {**PICTURE, "duration": 1},
    "dice": {"emoji": "🎲", "value": 3},
}
RECORDED: dict[str, Any] = {
    "photo": [PICTURE],
    "voice": {**FILE, "duration": 3},
    "video_note": {**FILE, "length": 240, "duration": 3},
    "video": {**PICTURE, "duration": 3},
    "audio": {**FILE, "duration": 3},
    "document": FILE,
    "location": {"latitude": 38.58, "longitude": -121.49},
    "venue": {"location": {"latitude": 38.58, "longitude": -121.49}, "title": "School", "address": "Street"},
    "contact": {"phone_number": "1", "first_name": "Sam"},
    "poll": {
        "id": "1",
        "question": "are schools closed?",
        "options": [],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    },
}
SERVICE: dict[str, Any] = {
    "new_chat_members": [{"id": 77, "is_bot": False, "first_name": "New"}],
    "left_chat_member": {"id": 77, "is_bot": False, "first_name": "Old"},
    "new_chat_title": "are schools closed?",
    "delete_chat_photo": True,
    "message_auto_delete_timer_changed": {"message_auto_delete_time": 60},
    "video_chat_started": {},
    "forum_topic_created": {"name": "are schools closed?", "icon_color": 7322096},
}
ODD = {
    "combining marks": "e" + "\u0301" * 4095,
    "only marks": "\u0301" * 4096,
    "bidi overrides": "\u202eare schools closed?\u202c \u2066Wednesday\u2069",
    "only invisible": "\u200b\u200e\u2066",
    "a wall of words": "are schools closed? " * 204,
    "a wall of emoji": "🏫" * 2048,
    "html": "<b>are</b> <script>schools</script> & closed?</i>",
    "a zero": "are schools\x00closed?",
    "braces": "{} {0} {say} %s %(x)s are schools closed?",
    "one letter": "x",
    "digits": "1",
    "punctuation": "?!?!",
    "lines": "\n".join(["are schools closed?"] * 100),
    "a lonely half": "are schools closed \ud83c?",
}


@pytest.fixture
def group(double: TelegramDouble, anna: Person) -> Room:
    return double.group("Parents", [anna], privacy=False)


async def told(double: TelegramDouble, room: Room) -> list[str]:
    await double.settled()
    return [one.text for one in double.sent(room)]


class TestWithoutWords:
    @pytest.mark.parametrize("kind", PLAYED)
    async def test_what_says_nothing_is_told_how_to_ask(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person, kind: str
    ) -> None:
        await anna.says(double.private(anna), **{kind: PLAYED[kind]})

        (line,) = await told(double, double.private(anna))
        assert line.startswith("I found no words in that.")

    @pytest.mark.parametrize("kind", RECORDED)
    async def test_what_cannot_be_read_is_said_to_be_so(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person, kind: str
    ) -> None:
        await anna.says(double.private(anna), **{kind: RECORDED[kind]})

        (line,) = await told(double, double.private(anna))
        assert line.startswith("I can only read words")

    @pytest.mark.parametrize("kind", PLAYED | RECORDED)
    async def test_a_group_is_spared_all_of_it(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person, group: Room, kind: str
    ) -> None:
        await anna.says(group, **{kind: (PLAYED | RECORDED)[kind]})

        assert await told(double, group) == []

    async def test_a_voice_that_answers_the_bot_in_a_group_learns_that_it_cannot_be_heard(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person, group: Room
    ) -> None:
        await anna.says(group, f"{BOT} are schools closed wednesday?")
        await double.settled()
        answer = double.last(group)
        await anna.says(group, reply_to=answer, voice=RECORDED["voice"])
        await anna.says(group, reply_to=answer, sticker=PLAYED["sticker"])

        assert [one[:23] for one in await told(double, group)][1:] == ["I can only read words: "]

    async def test_the_words_under_a_picture_are_the_question(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        await anna.says(double.private(anna), photo=[PICTURE], caption="are schools closed wednesday?")

        (answer,) = await told(double, double.private(anna))
        assert answer.startswith("Closed on Wednesday, March 23")

    async def test_an_album_is_answered_once(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        words: dict[str, Any] = {"caption": "are schools closed wednesday?"}
        for more in (words, {}, {}):
            await anna.says(double.private(anna), photo=[PICTURE], media_group_id="7", **more)

        assert len(await told(double, double.private(anna))) == 1

    async def test_words_under_a_picture_in_a_group_count_where_they_mention_the_bot(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person, group: Room
    ) -> None:
        mention = [{"type": "mention", "offset": 0, "length": len(BOT)}]
        await anna.says(
            group, photo=[PICTURE], caption=f"{BOT} are schools closed wednesday?", caption_entities=mention
        )

        (answer,) = await told(double, group)
        assert answer.startswith("Closed on Wednesday, March 23")

    @pytest.mark.parametrize("kind", SERVICE)
    async def test_what_happens_to_a_group_is_no_question(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person, group: Room, kind: str
    ) -> None:
        await anna.says(group, **{kind: SERVICE[kind]})
        await anna.says(double.private(anna), pinned_message={"message_id": 1, "date": 0, "chat": group.body})

        assert await told(double, group) == []
        assert await told(double, double.private(anna)) == []


class TestOthers:
    @pytest.mark.parametrize(
        "fields",
        [
            {"from": {"id": 88, "is_bot": True, "first_name": "Other", "username": "other_bot"}},
            {},
            {"sender_chat": {"id": -100777, "type": "channel", "title": "News"}},
            {
                "from": {"id": 777000, "is_bot": False, "first_name": "Telegram"},
                "sender_chat": {"id": -100777, "type": "channel", "title": "News"},
                "is_automatic_forward": True,
            },
        ],
        ids=["another bot", "nobody", "a channel that nobody stands behind", "a post of the channel"],
    )
    async def test_nobody_in_particular_is_left_alone(
        self, telegram_bot: RunningBot, double: TelegramDouble, group: Room, fields: dict[str, Any]
    ) -> None:
        entities = [{"type": "mention", "offset": 0, "length": len(BOT)}]
        double.hand_over(group, {"text": f"{BOT} are schools closed?", "entities": entities, **fields})

        assert await told(double, group) == []

    async def test_posts_of_a_channel_are_not_read(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        channel = {"id": -100777, "type": "channel", "title": "News"}
        body = {"message_id": 5, "date": NOW, "chat": channel, "text": f"{BOT} are schools closed?"}
        double.push("channel_post", body)
        double.push("edited_channel_post", body)
        double.push("my_chat_member", _joining(double, anna, channel))
        await double.settled()

        assert double.messages == []

    async def test_somebody_who_writes_as_a_channel_of_theirs_is_answered(
        self, telegram_bot: RunningBot, double: TelegramDouble, group: Room
    ) -> None:
        entities = [{"type": "mention", "offset": 0, "length": len(BOT)}]
        channel_bot = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
        shown_as = {"id": -100778, "type": "channel", "title": "Room 5"}
        text = f"{BOT} are schools closed wednesday?"
        double.hand_over(group, {"from": channel_bot, "sender_chat": shown_as, "text": text, "entities": entities})

        (answer,) = await told(double, group)
        assert answer.startswith("Closed on Wednesday, March 23")

    async def test_an_anonymous_admin_may_not_do_what_needs_a_role(
        self, telegram_bot: RunningBot, double: TelegramDouble, group: Room
    ) -> None:
        command = [{"type": "bot_command", "offset": 0, "length": 7}]
        fields = {"from": ANONYMOUS_ADMIN, "sender_chat": group.body, "text": "/status closed thu", "entities": command}
        double.hand_over(group, fields)

        (line,) = await told(double, group)
        assert "For this you need the role" in line


class TestOddWords:
    @pytest.mark.parametrize("kind", ODD)
    async def test_odd_words_get_one_line_at_least_and_break_nothing(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person, kind: str
    ) -> None:
        await anna.says(double.private(anna), ODD[kind].encode("utf-16", "surrogatepass").decode("utf-16", "replace"))

        (line,) = await told(double, double.private(anna))
        assert line.strip()

    @pytest.mark.parametrize(
        "text",
        ["/ask", "/ask   ", "/", "/@bellwether_bot", "/ask@bellwether_bot", f"/{'a' * 4000}", "/status " + "x" * 4000],
    )
    async def test_empty_and_huge_commands_are_told_of_kindly(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person, text: str
    ) -> None:
        await anna.says(double.private(anna), text)

        (line,) = await told(double, double.private(anna))
        assert len(line) < 1000

    @pytest.mark.parametrize("kind", ["combining marks", "html", "bidi overrides", "a wall of words"])
    async def test_in_a_group_too(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person, group: Room, kind: str
    ) -> None:
        await anna.says(group, f"{BOT} {ODD[kind]}"[:4096])

        (line,) = await told(double, group)
        assert line.strip()


def _joining(double: TelegramDouble, by: Person, chat: dict[str, Any]) -> dict[str, Any]:
    members = {name: double.member_body(double.bot, status) for name, status in (("old", "left"), ("new", "member"))}
    return {"chat": chat, "from": by.body, "date": NOW} | {f"{name}_chat_member": one for name, one in members.items()}
