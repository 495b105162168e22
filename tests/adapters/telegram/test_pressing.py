"""Buttons as people press them: under answers, offers, previews, lists; by the wrong person, twice, or a year late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Table, func, select

from bot.commands import Role
from knowledge.tables import change, feedback, follow, inquiry, person, question
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_rooms import Pressed, SentMessage
from tests.adapters.telegram.running import RunningBot
from tests.sacramento import at

ASKED = "are schools closed Wednesday?"
NOT_YOURS = "This button belongs to somebody else."
NO_LONGER = "This button no longer works. Please ask again."


async def asks(double: TelegramDouble, somebody: Person, text: str = ASKED) -> SentMessage:
    """The bot's last word on it."""
    await somebody.says(double.private(somebody), text)
    await double.settled()
    return double.last(double.private(somebody))


async def press(double: TelegramDouble, somebody: Person, message: SentMessage, label: str | int) -> Pressed:
    pressed = await somebody.presses(message, label)
    await double.settled()
    assert pressed.answered
    return pressed


async def rows(running: RunningBot, table: Table) -> int:
    counted = select(func.count()).select_from(table)
    return await running.bellwether.database.read(lambda connection: connection.execute(counted).scalar_one())


class TestUnderAnAnswer:
    async def test_the_answer_stays_and_the_button_shows_that_it_was_pressed(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        answer = await asks(double, anna)
        before = answer.text

        toast = await press(double, anna, answer, "Follow this")

        assert toast.words is not None
        assert toast.words.startswith("You follow this now: Whether schools are open, Wednesday, March 23")
        assert not toast.alert
        assert answer.text == before
        assert answer.labels == ("✓ Follow this", "This helped", "This is wrong", "Ask a person")
        assert len(double.sent(double.private(anna))) == 1

    async def test_pressed_twice_is_followed_once(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        answer = await asks(double, anna)
        for _ in range(2):
            await anna.presses(answer, "Follow this")
        await double.settled()
        await press(double, anna, answer, "✓ Follow this")

        assert await rows(telegram_bot, follow) == 1
        assert answer.labels[0] == "✓ Follow this"

    async def test_of_two_verdicts_the_newest_stands(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        answer = await asks(double, anna)
        await press(double, anna, answer, "This helped")
        await press(double, anna, answer, "Follow this")
        toast = await press(double, anna, answer, "This is wrong")

        assert toast.words is not None
        assert toast.words.startswith("Thank you, that is noted.")
        assert answer.labels == ("✓ Follow this", "This helped", "✓ This is wrong", "Ask a person")
        assert await rows(telegram_bot, feedback) == 1

    async def test_what_is_promised_is_said_as_a_message(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        answer = await asks(double, anna)
        await press(double, anna, answer, "Ask a person")

        promise = double.last(double.private(anna))
        assert f"will read “{ASKED}” and answer you here" in promise.text
        assert answer.labels[-1] == "✓ Ask a person"
        assert await rows(telegram_bot, inquiry) == 1

    async def test_a_hole_without_a_day_is_followed_until_something_is_said(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        pressed = await press(double, anna, await asks(double, anna, "are the buses running?"), "Follow this")
        dated = await press(double, anna, await asks(double, anna, "are the buses running friday?"), "Follow this")

        assert pressed.words is not None
        assert dated.words is not None
        assert pressed.words.splitlines()[0] == "You follow this now: Buses"
        assert dated.words.splitlines()[0] == "You follow this now: Buses, Friday, March 25"

    async def test_asked_for_a_person_twice_it_is_promised_once(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        answer = await asks(double, anna)
        await press(double, anna, answer, "Ask a person")
        again = await press(double, anna, answer, "Ask a person")

        assert len(double.sent(double.private(anna))) == 2
        assert again.words is not None
        assert "answer you here" in again.words
        assert await rows(telegram_bot, inquiry) == 1

    @pytest.mark.parametrize(
        ("asked", "offered"),
        [
            ("was there school last friday?", {"This helped", "This is wrong", "Ask a person"}),
            ("hello", set()),
            ("someone has a gun", set()),
            ("call 911! are schools closed wednesday?", {"Follow this", "This helped", "This is wrong"}),
        ],
    )
    async def test_only_what_can_be_done_is_offered(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person, asked: str, offered: set[str]
    ) -> None:
        assert set((await asks(double, anna, asked)).labels) == offered

    async def test_what_cannot_be_done_is_said_and_no_button_shows_it_as_done(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        answer = await asks(double, anna)
        await telegram_bot.clock.move(at("2022-03-24 08:00"))
        toast = await press(double, anna, answer, "Follow this")

        assert toast.alert
        assert toast.words == "Not done.\nWednesday, March 23 is over; what came of it is not known here."
        assert answer.labels[0] == "Follow this"

    async def test_what_is_followed_is_stopped_from_its_list(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        await press(double, anna, await asks(double, anna), "Follow this")
        listed = await asks(double, anna, "/following")
        await press(double, anna, listed, "Stop")

        assert listed.labels[0].startswith("✓ Stop: ")
        assert await rows(telegram_bot, follow) == 0


class TestWhoAndWhen:
    async def test_a_button_of_somebody_else_does_nothing(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        luz = double.person(12, "Luz")
        room = double.group("5th grade", [anna, luz])
        await anna.says(room, f"@bellwether_bot {ASKED}")
        await double.settled()

        toast = await press(double, luz, double.last(room), "This is wrong")

        assert (toast.words, toast.alert) == (NOT_YOURS, True)
        assert await rows(telegram_bot, feedback) == 0

    @pytest.mark.parametrize("data", ["x", "", "a.b.c", "AAAAAAAAAAAAAAAA.0", "AAAAAAAAAAAAAAAA.999999", "😀" * 16])
    async def test_what_was_tampered_with_does_nothing(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person, data: str
    ) -> None:
        answer = await asks(double, anna)
        pressed = await anna.presses(answer, 0, data=data)
        await double.settled()

        assert (pressed.words, pressed.alert) == (NO_LONGER, True)

    async def test_a_button_of_last_year_does_nothing(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        answer = await asks(double, anna)
        await telegram_bot.clock.move(timedelta(days=365))

        assert (await press(double, anna, answer, "This helped")).words == NO_LONGER
        assert await rows(telegram_bot, feedback) == 0

    async def test_a_refusal_is_in_the_language_of_whoever_pressed(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        await asks(double, anna, "/settings language=es")
        answer = await asks(double, anna)
        before = (await press(double, anna, answer, 0)).words
        assert before is not None
        assert "miércoles" in before

    async def test_a_button_under_a_message_out_of_reach_still_works(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        answer = await asks(double, anna)
        double.private(anna).messages.pop(answer.id)

        assert (await press(double, anna, answer, "Follow this")).words
        assert await rows(telegram_bot, follow) == 1


class TestChoosing:
    OFFERING = "the offer meals"

    async def test_what_was_meant_is_answered_in_place(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        offer = await asks(double, anna, self.OFFERING)
        assert offer.text == "Which of these do you mean?"

        await press(double, anna, offer, "Meals")

        assert "Bags at every school." in offer.text
        assert "as of Monday, March 21" in offer.text
        assert "Follow this" in offer.labels
        assert len(double.sent(double.private(anna))) == 1

    async def test_pressed_twice_it_is_one_question(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        offer = await asks(double, anna, self.OFFERING)
        pressed = [await anna.presses(offer, "Meals") for _ in range(2)]
        await double.settled()

        assert all(one.answered for one in pressed)
        assert await rows(telegram_bot, question) == 2
        assert len(double.sent(double.private(anna))) == 1

    async def test_none_of_these_is_noted(self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person) -> None:
        offer = await asks(double, anna, self.OFFERING)
        await press(double, anna, offer, "None of these")

        assert offer.text.startswith("Then I have no answer to that yet. I have noted your question.")
        assert await rows(telegram_bot, question) == 2

    async def test_what_shall_be_followed_is_chosen_in_place(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        offer = await asks(double, anna, "/follow the offer meals")
        await press(double, anna, offer, "Meals")

        assert offer.text.startswith("✅ You follow this now: Meals")
        assert not offer.labels
        assert await rows(telegram_bot, follow) == 1


class TestPreviews:
    CLOSING = "/status closed thursday"

    @pytest.fixture
    async def ines(self, telegram_bot: RunningBot, double: TelegramDouble) -> Person:
        ines = double.person(31, "Ines")
        double.private(ines)
        await telegram_bot.grant(ines, Role.PUBLISHER)
        return ines

    async def test_a_preview_becomes_what_was_done(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person, ines: Person
    ) -> None:
        preview = await asks(double, ines, self.CLOSING)
        assert preview.rows[0] == ("Publish",)
        assert preview.parts("blockquote")[0].startswith("Closed on Thursday, March 24")

        await press(double, ines, preview, "Publish")

        assert preview.text.startswith("✅ Published as change 1.")
        assert preview.labels == ("Undo",)
        assert (await asks(double, anna, "is there school thursday")).text.startswith("Closed on Thursday, March 24")

    async def test_published_twice_at_once_it_is_published_once(
        self, telegram_bot: RunningBot, double: TelegramDouble, ines: Person
    ) -> None:
        preview = await asks(double, ines, self.CLOSING)
        first, second = [await ines.presses(preview, "Publish") for _ in range(2)]
        await double.settled()

        assert (first.words, second.words) == ("", NO_LONGER)
        assert preview.text.startswith("✅ Published as change 1.")
        assert await rows(telegram_bot, change) == 1

    async def test_of_another_day_it_is_previewed_anew(
        self, telegram_bot: RunningBot, double: TelegramDouble, ines: Person
    ) -> None:
        preview = await asks(double, ines, "/status closed tomorrow")
        await telegram_bot.clock.move(at("2022-03-23 06:00"))
        await press(double, ines, preview, "Publish")

        assert await rows(telegram_bot, change) == 0
        assert preview.text.startswith("Closed on Thursday, March 24")
        assert preview.rows[0] == ("Publish",)

    async def test_a_role_that_was_taken_away_publishes_nothing(
        self, telegram_bot: RunningBot, double: TelegramDouble, ines: Person
    ) -> None:
        preview = await asks(double, ines, self.CLOSING)
        await telegram_bot.do("role", "revoke", person=f"telegram:{ines.id}")
        toast = await press(double, ines, preview, "Publish")

        assert await rows(telegram_bot, change) == 0
        assert (toast.words, toast.alert) == ("Not done.\nFor this you need the role editor; yours is family.", True)
        assert preview.rows[0] == ("Publish",)

    async def test_it_can_be_left(self, telegram_bot: RunningBot, double: TelegramDouble, ines: Person) -> None:
        preview = await asks(double, ines, self.CLOSING)
        await press(double, ines, preview, "Cancel")

        assert not preview.labels
        assert await rows(telegram_bot, change) == 0

    async def test_a_list_stays_when_something_is_opened_from_it(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person, ines: Person
    ) -> None:
        await asks(double, anna, "are the buses running")
        gaps = await asks(double, ines, "/gaps")
        before = gaps.text
        await press(double, ines, gaps, "1")

        assert gaps.text == before
        assert double.last(double.private(ines)).text.startswith("Gap 1")

    async def test_what_is_done_from_a_page_that_stays_is_done_once(
        self, telegram_bot: RunningBot, double: TelegramDouble, ines: Person
    ) -> None:
        tried = await asks(double, ines, "/try is there school wednesday")
        first, second = [await ines.presses(tried, "Keep this question") for _ in range(2)]
        await double.settled()

        assert (first.words, second.words) == ("", NO_LONGER)
        assert tried.labels[0].startswith("✓ Keep this")
        assert await rows(telegram_bot, change) == 1

    async def test_publishing_and_leaving_at_once_leaves_what_was_published(
        self, telegram_bot: RunningBot, double: TelegramDouble, ines: Person
    ) -> None:
        preview = await asks(double, ines, self.CLOSING)
        await ines.presses(preview, "Publish")
        await ines.presses(preview, "Cancel")
        await double.settled()

        assert preview.text.startswith("✅ Published as change 1.")


class TestFamiliesPages:
    async def test_a_setting_is_changed_in_place(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        settings = await asks(double, anna, "/settings")
        await press(double, anna, settings, "español")

        assert "español" in settings.text
        assert await rows(telegram_bot, person) == 1
        assert len(double.sent(double.private(anna))) == 1

    async def test_everything_is_deleted_only_after_a_second_look(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        await asks(double, anna)
        sure = await asks(double, anna, "/forget")
        assert sure.rows == (("Yes, delete all of it.",), ("Cancel",))

        await press(double, anna, sure, "Yes")

        assert sure.text == "✅ Everything I kept about you is deleted."
        assert await rows(telegram_bot, question) == 0

    async def test_what_help_offers_is_a_message_of_its_own(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        help_ = await asks(double, anna, "/help")
        await press(double, anna, help_, "Today")

        today = double.last(double.private(anna))
        assert help_.text.startswith("What you can ask and do here.")
        assert "Closed on Wednesday, March 23" in today.text
        assert "Follow this" in today.labels


class TestInARoomWithOthers:
    async def test_an_answer_is_brief_and_leads_to_the_whole_of_it(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        room = double.group("5th grade", [anna])
        await anna.says(room, f"@bellwether_bot {ASKED}")
        await double.settled()
        answer = double.last(room)

        assert answer.rows == (("More", "This is wrong"),)
        assert answer.button("More")["url"] == "https://t.me/bellwether_bot?start=a-20220323-school-open"

        toast = await press(double, anna, answer, "This is wrong")
        assert toast.words is not None
        assert toast.words.startswith("Thank you, that is noted.")
        assert answer.labels == ("More", "✓ This is wrong")
        assert len(double.sent(room)) == 1
