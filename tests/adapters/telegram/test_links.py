"""Links that open the bot with something: what they carry fits and comes back, and leads somewhere or nowhere."""

from __future__ import annotations

import re
import secrets
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.links import (
    AnswerLink,
    InvitationLink,
    PressLink,
    SchoolLink,
    link_to_answer,
    link_to_invitation,
    link_to_press,
    link_to_school,
    read_payload,
)
from bot.commands import Role
from bot.keyboards import TOKEN_BYTES
from bot.pages import Who
from bot.questions import Choice
from knowledge.district import Level, School
from knowledge.invitations import new_code
from tests.adapters.telegram.double import TelegramDouble
from tests.adapters.telegram.double_people import Person
from tests.adapters.telegram.running import RunningBot
from tests.sacramento import DISTRICT, WEDNESDAY

SLUGS = st.from_regex(r"[a-z0-9]{1,9}([._-][a-z0-9]{1,9}){0,3}", fullmatch=True).filter(lambda one: len(one) < 30)
PAYLOAD = re.compile(r"https://t\.me/bellwether_bot\?start=([A-Za-z0-9_-]{1,64})")


def payload_of(link: str) -> str:
    found = PAYLOAD.fullmatch(link)
    assert found, link
    return found[1]


class TestWhatALinkCarries:
    @given(SLUGS, st.none() | st.dates(date(2000, 1, 1)), st.integers(0, 30))
    def test_an_answer_comes_back_with_its_topic_and_day(self, topic: str, day: date | None, more: int) -> None:
        last = day + timedelta(days=more) if day and more and day < date(9999, 1, 1) else None

        link = read_payload(payload_of(link_to_answer("bellwether_bot", Choice("", topic, day, last))))

        assert isinstance(link, AnswerLink)
        assert (link.topic, link.day) == (topic, day)
        assert link.last_day in (last, None)

    def test_the_only_button_of_a_keyboard_comes_back(self) -> None:
        carried = f"{secrets.token_urlsafe(TOKEN_BYTES)}.0"
        assert read_payload(payload_of(link_to_press("bellwether_bot", carried))) == PressLink(carried)

    def test_a_span_of_days_comes_along_where_there_is_room(self) -> None:
        choice = Choice("", "meals.hours", WEDNESDAY, WEDNESDAY + timedelta(days=2))

        link = read_payload(payload_of(link_to_answer("bellwether_bot", choice)))

        assert link == AnswerLink("meals.hours", WEDNESDAY, WEDNESDAY + timedelta(days=2))

    @pytest.mark.parametrize("slug", ["mcclatchy", "c-k.mcclatchy_high", "a-school-with-a-name-" * 5 + "too-long"])
    def test_a_school_is_found_again_by_its_link(self, slug: str) -> None:
        school = School(slug, "C.K. McClatchy High School", (Level.HIGH,))
        district = DISTRICT.__class__(
            "d", "D", "D", "America/Los_Angeles", ("en",), schools=(*DISTRICT.schools, school)
        )

        link = read_payload(payload_of(link_to_school("bellwether_bot", school)))

        assert isinstance(link, SchoolLink)
        assert link.school(district) == (district.school(slug))

    def test_an_invitation_carries_its_code(self) -> None:
        code = new_code()

        assert read_payload(payload_of(link_to_invitation("bellwether_bot", code))) == InvitationLink(code)

    def test_a_topic_too_long_for_a_link_leads_to_the_bot_alone(self) -> None:
        assert link_to_answer("bellwether_bot", Choice("", "long-" * 20 + "topic")) == "https://t.me/bellwether_bot"

    @given(st.text(max_size=80))
    def test_nothing_that_is_handed_over_breaks_it(self, payload: str) -> None:
        assert read_payload(payload) is None or re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)

    @pytest.mark.parametrize(
        "payload", ["", "a-", "a-20220323", "a-20221345-meals", "inline", "a-2022-meals", "x" * 65]
    )
    def test_what_is_broken_is_no_link(self, payload: str) -> None:
        assert read_payload(payload) is None


class TestOpening:
    async def test_a_link_to_an_answer_tells_it_as_it_stands_now(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        link = link_to_answer("bellwether_bot", Choice("", "school-open", WEDNESDAY))
        await anna.starts(payload_of(link))
        await double.settled()

        (answer,) = double.sent(double.private(anna))
        assert answer.text.startswith("Closed on Wednesday, March 23, unless a deal is reached first")
        assert "as of Monday, March 21" in answer.text

    async def test_a_link_to_a_school_tells_its_day_and_offers_to_keep_it(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person
    ) -> None:
        room = double.private(anna)
        await anna.starts(payload_of(link_to_school("bellwether_bot", DISTRICT.schools[1])))
        await double.settled()
        answer, offer = double.sent(room)
        told = answer.text
        assert told.startswith("Nothing is announced yet for Tuesday, March 22")
        assert "Closed on Wednesday, March 23" in told
        assert answer.parts("expandable_blockquote") == []

        await anna.presses(offer, "Keep as my school")
        await double.settled()
        assert answer.text == told
        await anna.says(room, "/settings")
        await double.settled()
        assert "Sutter Middle School" in double.last(room).text

    async def test_an_invitation_gives_its_role_once(
        self, telegram_bot: RunningBot, double: TelegramDouble, owner: Person, anna: Person
    ) -> None:
        await owner.says(double.private(owner), "/role invite editor")
        await double.settled()
        payload = PAYLOAD.search(double.last(double.private(owner)).text)
        assert payload, double.last(double.private(owner)).text

        await anna.starts(payload[1])
        await double.settled()
        assert "You are editor now." in double.last(double.private(anna)).text
        assert await telegram_bot.bellwether.desk.role(_who(anna)) is Role.EDITOR

        eva = double.person(12, "Eva")
        await eva.starts(payload[1])
        await double.settled()
        assert "wrong, was used already or has lapsed" in double.last(double.private(eva)).text
        assert await telegram_bot.bellwether.desk.role(_who(eva)) is Role.FAMILY

    async def test_an_invitation_made_step_by_step_comes_with_its_link_too(
        self, telegram_bot: RunningBot, double: TelegramDouble, owner: Person
    ) -> None:
        room = double.private(owner)
        await owner.says(room, "/role invite")
        await double.settled()
        await owner.presses(double.last(room), "editor")
        await double.settled()

        assert PAYLOAD.search(double.last(room).text), double.last(room).text

    @pytest.mark.parametrize(
        "payload", ["", "inline", "s-no-such-school", "a-any-no-such-topic", "%%%", "a-20221345-meals"]
    )
    async def test_a_link_that_leads_nowhere_opens_the_start_page(
        self, telegram_bot: RunningBot, double: TelegramDouble, anna: Person, payload: str
    ) -> None:
        await anna.starts(payload)
        await double.settled()

        (page,) = double.sent(double.private(anna))
        assert "I am a bot, not the school district" in page.text


def _who(person: Person) -> Who:
    return Who(f"telegram:{person.id}", f"telegram:{person.id}")
