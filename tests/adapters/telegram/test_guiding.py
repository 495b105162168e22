"""Forms on Telegram: an editor fills them in by taps, in one message, over restarts, and can leave at any moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from knowledge.tables import guide
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.double_rooms import Room, SentMessage
from tests.adapters.telegram.running import RunningBot

LEFT = "Left; nothing was done."


@dataclass
class Phone:
    """Somebody's private chat with the bot: what is tapped and typed, and how often."""

    double: TelegramDouble
    person: Person
    taps: int = 0
    presses: list[str] = field(default_factory=list)

    @property
    def room(self) -> Room:
        return self.double.private(self.person)

    @property
    def screen(self) -> SentMessage:
        return self.double.last(self.room)

    async def types(self, text: str) -> SentMessage:
        await self.person.says(self.room, text)
        await self.double.settled()
        return self.screen

    async def taps_on(self, label: str, *, under: SentMessage | None = None) -> str:
        """What the toast says."""
        self.taps += 1
        pressed = await self.person.presses(under or self.screen, label)
        await self.double.settled()
        return pressed.words or ""

    async def asks(self, other: Person, question: str) -> str:
        """What another person is answered."""
        await other.says(self.double.private(other), question)
        await self.double.settled()
        return self.double.last(self.double.private(other)).text


@pytest.fixture
def phone(double: TelegramDouble, owner: Person) -> Phone:
    return Phone(double, owner)


class TestStatus:
    async def test_a_status_takes_three_taps(self, telegram_bot: RunningBot, phone: Phone, anna: Person) -> None:
        await phone.types("/status")
        await phone.taps_on("Closed")
        await phone.taps_on("Thursday, March 24")
        assert "Closed on Thursday, March 24" in phone.screen.text
        assert "jueves, 24 de marzo" in phone.screen.text, "what families of each language read is shown before"
        await phone.taps_on("Publish")

        assert phone.taps == 3
        assert "Published as change" in phone.screen.text
        assert "Closed on Thursday, March 24" in await phone.asks(anna, "is there school on Thursday?")

    async def test_it_happens_in_one_message(self, telegram_bot: RunningBot, phone: Phone) -> None:
        await phone.types("/status")
        first = phone.screen
        for label in ("Closed", "Tomorrow", "Publish"):
            await phone.taps_on(label)

        assert phone.double.sent(phone.room) == [first]
        assert len(first.edits) == 3

    async def test_days_are_named_with_weekday_and_date(self, telegram_bot: RunningBot, phone: Phone) -> None:
        await phone.types("/status")
        await phone.taps_on("Open")

        assert phone.screen.labels[:4] == (
            "Today, Tuesday, March 22",
            "Tomorrow, Wednesday, March 23",
            "Thursday, March 24",
            "Friday, March 25",
        )
        assert "Monday, March 28" in phone.screen.labels, "no Saturday between"

    async def test_what_needs_an_hour_asks_for_it_with_likely_ones(
        self, telegram_bot: RunningBot, phone: Phone
    ) -> None:
        await phone.types("/status")
        await phone.taps_on("Late start")
        await phone.taps_on("Friday, March 25")
        assert "10:00 AM" in phone.screen.labels
        await phone.taps_on("10:00 AM")

        assert "Late start at 10:00 AM on Friday, March 25" in phone.screen.text
        assert "Publish" in phone.screen.labels

    async def test_what_may_be_left_out_is_behind_more(self, telegram_bot: RunningBot, phone: Phone) -> None:
        await phone.types("/status closed thursday")
        await phone.types("/cancel")
        await phone.types("/status")
        await phone.taps_on("Closed")
        await phone.taps_on("Thursday, March 24")
        await phone.taps_on("More …")
        await phone.taps_on("scope")
        await phone.taps_on("middle schools")

        assert "Closed on Thursday, March 24 (middle schools)" in phone.screen.text
        assert "Publish" in phone.screen.labels


class TestTyping:
    async def test_what_is_typed_is_the_value_of_the_field_asked_for(
        self, telegram_bot: RunningBot, phone: Phone
    ) -> None:
        await phone.types("/status")
        await phone.types("closed")
        await phone.types("friday through monday")

        assert "Closed on Friday, March 25 to Monday, March 28" in phone.screen.text

    async def test_a_word_that_cannot_be_read_is_asked_for_again(self, telegram_bot: RunningBot, phone: Phone) -> None:
        await phone.types("/status closed")
        form = phone.screen
        await phone.types("fryday")

        assert phone.screen == form
        assert "I cannot read “fryday”" in form.text

    async def test_a_question_in_between_is_answered_and_the_form_stays_open(
        self, telegram_bot: RunningBot, phone: Phone
    ) -> None:
        await phone.types("/status")
        form = phone.screen
        answer = await phone.types("are schools closed Wednesday?")
        assert answer.text.startswith("Closed on Wednesday, March 23, unless")

        await phone.taps_on("Open", under=form)
        assert "Which day" in form.text or "A day or a span of days" in form.text

    async def test_what_tomorrow_is_does_not_change_at_midnight(self, telegram_bot: RunningBot, phone: Phone) -> None:
        await phone.types("/status delayed tomorrow")
        await telegram_bot.clock.move(timedelta(hours=11, minutes=55))
        await phone.taps_on("10:00 AM")

        assert "Late start at 10:00 AM on Wednesday, March 23" in phone.screen.text


class TestInAGroup:
    async def test_a_text_is_a_reply_to_the_form_and_only_its_owner_fills_it_in(
        self, telegram_bot: RunningBot, double: TelegramDouble, owner: Person, anna: Person
    ) -> None:
        room = double.group("Newsroom", [anna], admins=[owner])
        await owner.says(room, "/status")
        await double.settled()
        form = double.last(room)
        refused = await anna.presses(form, "Closed")
        await owner.presses(form, "Closed")
        await double.settled()
        assert refused.words == "This button belongs to somebody else."
        assert "Reply to this message." in form.text

        await anna.says(room, "thursday", reply_to=form)
        await double.settled()
        assert "Publish" not in form.labels
        await owner.says(room, "friday", reply_to=form)
        await double.settled()
        assert "Closed on Friday, March 25" in form.text
        assert "Publish" in form.labels

    async def test_whoever_manages_the_room_goes_on_doing_so_in_a_form(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        room = double.group("Room 12", [], admins=[anna])
        await anna.says(room, "/room answers=perhaps")
        await double.settled()
        await anna.presses(double.last(room), "everything")
        await double.settled()

        assert "Saved." in double.last(room).text


class TestFamilies:
    async def test_ask_with_nothing_behind_it_asks_for_the_question(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        phone = Phone(double, anna)
        await phone.types("/ask")
        assert "Your question." in phone.screen.text
        assert phone.screen.labels == ("Cancel",)
        await phone.types("are schools closed Wednesday?")

        assert phone.screen.text.startswith("Closed on Wednesday, March 23, unless")
        assert "This helped" in phone.screen.labels
        form, _answer = double.sent(phone.room)
        assert form.labels == (), "an answer to words stands below them"

    async def test_a_value_that_cannot_be_read_can_be_skipped(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        phone = Phone(double, anna)
        await phone.types("/settings schools=hogwarts quiet=21:00-6:30")
        assert "hogwarts" in phone.screen.text
        await phone.taps_on("Skip")

        assert "Saved." in phone.screen.text
        assert "9:00 PM" in phone.screen.text


class TestLeaving:
    async def test_cancel_leaves_it(self, telegram_bot: RunningBot, phone: Phone) -> None:
        await phone.types("/status")
        form = phone.screen
        said = await phone.types("/cancel")

        assert LEFT in said.text
        assert form.text == LEFT
        assert form.labels == ()
        assert "Nothing is being filled in here." in (await phone.types("/cancel")).text

    async def test_its_button_leaves_it_too(self, telegram_bot: RunningBot, phone: Phone) -> None:
        await phone.types("/status")
        await phone.taps_on("Cancel")

        assert phone.screen.text == LEFT
        assert "Nothing is announced" in (await phone.types("is there school on Friday?")).text

    async def test_another_command_leaves_it_and_its_message_says_so(
        self, telegram_bot: RunningBot, phone: Phone
    ) -> None:
        await phone.types("/status")
        form = phone.screen
        await phone.types("/check")

        assert form.text == LEFT
        assert "Nothing is being filled in here." in (await phone.types("/cancel")).text

    async def test_a_second_form_takes_the_place_of_the_first(self, telegram_bot: RunningBot, phone: Phone) -> None:
        await phone.types("/status")
        first = phone.screen
        await phone.types("/claim withdraw")
        second = phone.screen
        await phone.taps_on("Bags at every school", under=second)

        assert first.text == LEFT
        assert "Publish" in second.labels

    async def test_what_was_published_is_not_left_afterwards(self, telegram_bot: RunningBot, phone: Phone) -> None:
        await phone.types("/status")
        for label in ("Closed", "Thursday, March 24", "Publish"):
            await phone.taps_on(label)
        published = phone.screen
        said = await phone.types("/cancel")

        assert said.text == "Nothing is being filled in here."
        assert "Published" in published.text

    async def test_the_way_out_of_an_older_preview_leaves_a_newer_form_alone(
        self, telegram_bot: RunningBot, phone: Phone
    ) -> None:
        await phone.types("/status closed friday")
        preview = phone.screen
        await phone.types("/status")
        form = phone.screen
        await phone.taps_on("Cancel", under=preview)
        await phone.taps_on("Open", under=form)

        assert preview.text == LEFT
        assert "status: Open" in form.text

    async def test_a_preview_is_left_by_its_button(self, telegram_bot: RunningBot, phone: Phone) -> None:
        await phone.types("/status closed friday")
        await phone.taps_on("Cancel")

        assert phone.screen.text == LEFT


class TestLasting:
    async def test_it_goes_on_after_a_restart(self, telegram_bot: RunningBot, phone: Phone, anna: Person) -> None:
        await phone.types("/status")
        await phone.taps_on("Closed")
        await telegram_bot.restart()
        await phone.taps_on("Thursday, March 24")
        await telegram_bot.restart()
        await phone.taps_on("Publish")

        assert "Closed on Thursday, March 24" in await phone.asks(anna, "is there school on Thursday?")

    async def test_it_is_over_after_half_a_day_and_says_so(self, telegram_bot: RunningBot, phone: Phone) -> None:
        await phone.types("/status")
        await telegram_bot.clock.move(timedelta(hours=12))

        assert await phone.taps_on("Closed") == "That is over; please begin anew."
        assert (await phone.types("is there school on Friday?")).text.startswith("Nothing is announced")

    async def test_pressing_twice_is_one_step(self, telegram_bot: RunningBot, phone: Phone) -> None:
        await phone.types("/status")
        form = phone.screen
        await phone.person.presses(form, "Closed")
        await phone.person.presses(form, "Open")
        await phone.double.settled()

        assert "status: Closed" in form.text

    async def test_nothing_of_it_is_kept_once_somebody_is_forgotten(
        self, telegram_bot: RunningBot, phone: Phone
    ) -> None:
        await phone.types("/status")
        await telegram_bot.do("role", "list")
        await phone.types("/forget")
        await phone.taps_on("Yes, delete all of it.")

        rows = await telegram_bot.bellwether.database.read(lambda connection: connection.execute(guide.select()).all())
        assert rows == []


class TestButtonsAlone:
    async def test_a_condition_is_settled_with_the_status_by_taps(
        self, telegram_bot: RunningBot, phone: Phone, anna: Person
    ) -> None:
        await phone.types("/claim settle")
        await phone.taps_on("unless a deal is reached first")
        await phone.taps_on("failed")
        await phone.taps_on("Open")
        await phone.taps_on("Publish")

        assert (await phone.asks(anna, "are schools closed Wednesday?")).startswith("Open on Wednesday, March 23")
        assert phone.taps == 4

    async def test_a_claim_is_taken_back_by_taps(self, telegram_bot: RunningBot, phone: Phone, anna: Person) -> None:
        await phone.types("/claim withdraw")
        await phone.taps_on("Closed on Wednesday, March 23")
        await phone.taps_on("Publish")

        assert "Nothing is announced" in await phone.asks(anna, "are schools closed Wednesday?")

    async def test_an_event_is_opened_and_ended_by_taps(self, telegram_bot: RunningBot, phone: Phone) -> None:
        await phone.types("/event open")
        await phone.taps_on("Snow")
        await phone.taps_on("Tomorrow")
        await phone.taps_on("Publish")
        assert "Published" in phone.screen.text

        await phone.types("/event end")
        assert any("Snow" in one for one in phone.screen.labels)
        assert "Strike" in phone.screen.labels

    async def test_a_claim_is_named_by_its_words_and_edited_by_typing(
        self, telegram_bot: RunningBot, phone: Phone, anna: Person
    ) -> None:
        await phone.types("/claim edit")
        await phone.taps_on("Bags at every school")
        assert "What shall be changed?" in phone.screen.text
        await phone.taps_on("words")
        await phone.types("Bags at the middle schools.")
        await phone.taps_on("Publish")

        assert "Bags at the middle schools." in await phone.asks(anna, "are there meals on Wednesday?")
