"""Rooms with several people: how they are set and by whom, and when nothing is said there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial

import pytest

from bot.catalogue import load_catalogue
from bot.commands import Role, all_commands
from bot.pages import Invocation, Page, PageKind, Who
from bot.questions import Question
from bot.rooms import ALONE, introduction, is_chatter, keeping_school, stands_alone, unclear, write_alone
from bot.slashes import Unclear, read_slash
from knowledge.rooms import Room, mark_back, mark_left, move_room, read_room, save_room, staff_rooms
from knowledge.tables import audit, question, room
from knowledge.topics import Aside, AsideOutcome
from tests.bot.house import House, open_house, text_of
from tests.sacramento import DISTRICT, TUESDAY_NOON, knowledge, said

GROUP = "telegram:-1001"
OWNER = "telegram:ines"
ANNA = Who("telegram:anna", GROUP, shared=True)
MODS = replace(ANNA, person="telegram:mods", manages=True)
INES = replace(ANNA, person=OWNER)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    hello = Aside("hello", AsideOutcome.SMALLTALK, said("Hello!"), {"en": ("hello",)})
    curated = replace(knowledge(), asides=(hello,), emergencies={"en": ("active shooter",)})
    async with open_house(curated=curated, owners=frozenset({OWNER})) as opened:
        yield opened


async def set_room(house: House, who: Who, **values: str) -> Page:
    return await house.desk.do(Invocation("room", who, TUESDAY_NOON, values=values))


async def kept(house: House, place: str = GROUP) -> Room:
    return await house.desk.database.read(partial(read_room, place=place))


class TestSetting:
    async def test_a_room_nobody_has_set_answers_only_when_addressed(self, house: House) -> None:
        page = await set_room(house, ANNA)

        assert "only when I am addressed" in text_of(page)
        assert page.offers == ()
        assert await kept(house) == Room(GROUP)

    async def test_whoever_manages_it_sets_how_and_in_which_language_it_answers(self, house: House) -> None:
        page = await set_room(house, MODS, answers="everything", language="español")

        assert page.kind is PageKind.DONE
        assert "make me an administrator" in text_of(page)
        assert await kept(house) == Room(GROUP, plain=True, language="es")
        assert "Staff room" not in text_of(page)

        await set_room(house, MODS, language="-", answers="addressed")
        assert await kept(house) == Room(GROUP)

    async def test_one_setting_leaves_the_others(self, house: House) -> None:
        await set_room(house, INES, staff="on")
        await set_room(house, MODS, answers="everything")

        assert await kept(house) == Room(GROUP, plain=True, staff=True)

    async def test_what_is_offered_does_what_it_says(self, house: House) -> None:
        for offer in (await set_room(house, INES)).offers:
            before = await kept(house)
            assert (await house.take(offer)).kind is PageKind.DONE
            assert await kept(house) != before

    @pytest.mark.parametrize("values", [{"answers": "everything"}, {"language": "es"}])
    async def test_nobody_else_changes_it_and_that_stands_in_the_log(
        self, house: House, values: dict[str, str]
    ) -> None:
        page = await set_room(house, ANNA, **values)

        assert page.kind is PageKind.REFUSED
        assert await kept(house) == Room(GROUP)
        assert [(one.command, one.identity) for one in await house.rows(audit)] == [("room", ANNA.person)]

    async def test_a_publisher_may_and_an_editor_may_not(self, house: House) -> None:
        editor, publisher = (replace(ANNA, granted=one) for one in (Role.EDITOR, Role.PUBLISHER))

        assert (await set_room(house, editor, answers="everything")).kind is PageKind.REFUSED
        assert (await set_room(house, publisher, answers="everything")).kind is PageKind.DONE

    @pytest.mark.parametrize("who", [ANNA, MODS, replace(MODS, granted=Role.PUBLISHER)])
    async def test_where_staff_reads_is_for_owners_and_nothing_else_is_saved_with_it(
        self, house: House, who: Who
    ) -> None:
        page = await set_room(house, who, staff="on", answers="everything")

        assert "For this you need the role owner" in text_of(page)
        assert await kept(house) == Room(GROUP)

    async def test_an_owner_makes_a_room_of_staff_and_it_stands_in_the_log(self, house: House) -> None:
        page = await set_room(house, INES, staff="on")

        assert "Everybody in this room reads what families write" in text_of(page)
        assert await house.desk.database.read(staff_rooms) == (GROUP,)
        assert [one.after for one in await house.rows(audit)] == [{"role": "on"}]

    async def test_no_name_is_kept_of_whoever_the_platform_lets_manage_it(self, house: House) -> None:
        await set_room(house, MODS, answers="everything")

        assert MODS.person not in str(await house.rows(room))

    async def test_a_private_room_has_nothing_to_set(self, house: House) -> None:
        page = await set_room(house, replace(INES, shared=False, place=OWNER), staff="on")

        assert page.kind is PageKind.REFUSED
        assert await house.rows(room) == []

    @pytest.mark.parametrize(
        "values", [{"answers": "sometimes"}, {"language": "klingon"}, {"staff": "maybe"}, {"colour": "red"}]
    )
    async def test_what_cannot_be_read_is_asked_for_again(self, house: House, values: dict[str, str]) -> None:
        assert (await set_room(house, INES, **values)).kind is PageKind.FORM
        assert await house.rows(room) == []


class TestThreads:
    async def test_a_thread_is_as_the_room_around_it_until_it_is_set(self, house: House) -> None:
        thread = f"{GROUP}/7"
        await set_room(house, INES, answers="everything", staff="on", language="es")

        assert await kept(house, thread) == Room(thread, plain=True, language="es")

        await set_room(house, replace(MODS, place=thread), answers="addressed")
        assert await kept(house, thread) == Room(thread, language="es")
        assert (await kept(house)).plain

    async def test_a_room_is_gone_with_its_threads_and_comes_back_with_them(self, house: House) -> None:
        database, thread, other = house.desk.database, f"{GROUP}/7", f"{GROUP}7"
        for place in (GROUP, thread, other):
            await database.write(partial(save_room, settings=Room(place, staff=True), by=OWNER, at=TUESDAY_NOON))

        await database.write(partial(mark_left, place=GROUP, at=TUESDAY_NOON))
        assert await database.read(staff_rooms) == (other,)
        assert [(await kept(house, one)).gone for one in (GROUP, thread)] == [TUESDAY_NOON, TUESDAY_NOON]

        await database.write(partial(mark_back, place=GROUP))
        assert set(await database.read(staff_rooms)) == {GROUP, thread, other}


class TestManners:
    @pytest.mark.parametrize(
        "text",
        [
            "thanks!",
            "lol",
            "happy birthday Sam",
            "🎂",
            "\u0301" * 50,
            "who brings cake?",
            "see you all Saturday, it was fun",
        ],
    )
    async def test_people_who_talk_among_themselves_are_left_alone(self, house: House, text: str) -> None:
        assert await is_chatter(house.desk, Question(text, TUESDAY_NOON, GROUP, ANNA.person))

    @pytest.mark.parametrize(
        "text",
        [
            *("are schools closed?", "and Wednesday?", "wednesday", "is Sutter Middle on?"),
            *("¿alguien sabe si hay clases?", "active shooter!!"),
        ],
    )
    async def test_what_names_something_of_ours_is_none_and_nothing_is_noted_yet(self, house: House, text: str) -> None:
        assert not await is_chatter(house.desk, Question(text, TUESDAY_NOON, GROUP, ANNA.person))
        assert await house.rows(question) == []

    @pytest.mark.parametrize(("text", "alone"), [("is that true?", False), ("hello", True), ("thursday too?", True)])
    async def test_whether_words_need_what_they_answer(self, house: House, text: str, alone: bool) -> None:
        assert await stands_alone(house.desk, Question(text, TUESDAY_NOON, GROUP, ANNA.person)) is alone

    def test_an_introduction_says_what_it_is_and_how_it_is_addressed(self) -> None:
        said = text_of(introduction(load_catalogue("en"), DISTRICT, address="@bellwether"))

        assert "not the school district" in said
        assert "@bellwether" in said
        assert "/room answers=everything" in said

    def test_a_code_is_for_a_room_of_ones_own(self) -> None:
        assert "https://example.org/bot" in text_of(write_alone(load_catalogue("en"), where="https://example.org/bot"))
        assert {one.key for one in all_commands()} >= ALONE >= {"link", "role invite", "settings"}

    async def test_a_school_is_kept_by_what_is_offered(self, house: House) -> None:
        who = replace(ANNA, shared=False)
        page = await house.take(keeping_school(who, DISTRICT.schools[1], TUESDAY_NOON, load_catalogue("en")))

        assert "Sutter Middle School" in text_of(page)


class TestCommandsThatCannotBeRead:
    @pytest.mark.parametrize(
        ("line", "role", "words"),
        [
            ("/following all of it", Role.FAMILY, "/following [stop=…]"),
            ("/nothing", Role.FAMILY, "There is no command /nothing."),
            ("/claim", Role.FAMILY, "There is no command /claim."),
            ("/claim", Role.EDITOR, "Say one of: "),
            ("/statsu", Role.EDITOR, "There is no command /statsu."),
            ("/" + "x" * 4000, Role.FAMILY, "There is no command /xxx"),
        ],
    )
    def test_families_are_told_in_their_words_and_editors_exactly(self, line: str, role: Role, words: str) -> None:
        with pytest.raises(Unclear) as caught:
            read_slash(line, is_days=lambda words: False)
        said = text_of(unclear(line, caught.value, role, load_catalogue("en")))

        assert words in said
        assert len(said) < 400


async def follow_here(house: House, who: Who, name: str = "follow", **values: str) -> Page:
    return await house.desk.do(Invocation(name, who, TUESDAY_NOON, values={**values, "here": "yes"}))


class TestFollowingForARoom:
    async def test_whoever_manages_it_follows_for_everybody_and_anybody_who_does_can_stop(self, house: House) -> None:
        assert (await follow_here(house, MODS, topic="buses")).kind is PageKind.DONE
        other = replace(MODS, person="telegram:other")

        listed = await follow_here(house, other, "following")
        assert listed.lines == ("1. Buses",)
        await house.desk.do(listed.offers[0].invocation)

        assert (await follow_here(house, MODS, "following")).title == "You follow nothing."

    @pytest.mark.parametrize("apart", [False, True])
    async def test_it_is_told_there_for_everybody_also_where_the_page_is_read_alone(
        self, house: House, apart: bool
    ) -> None:
        done = await follow_here(house, replace(MODS, apart=apart), topic="buses")

        assert done.title == "This room follows this now: Buses"
        assert done.lines == ("I write here, for everybody, when the answer changes.",)

    async def test_the_schools_of_whoever_sets_it_up_are_not_the_rooms(self, house: House) -> None:
        await house.desk.do(
            Invocation("settings", replace(MODS, apart=True), TUESDAY_NOON, values={"schools": "McClatchy"})
        )

        done = await follow_here(house, replace(MODS, apart=True), topic="buses")

        assert done.title == "This room follows this now: Buses"

    async def test_nobody_else_does_and_alone_there_is_no_room(self, house: House) -> None:
        assert (await follow_here(house, ANNA, topic="buses")).kind is PageKind.REFUSED
        assert (await follow_here(house, ANNA, "following")).kind is PageKind.REFUSED
        alone = replace(MODS, place="telegram:mods", shared=False)
        assert (await follow_here(house, alone, topic="buses")).kind is PageKind.REFUSED

    async def test_it_is_nobodys_own(self, house: House) -> None:
        await follow_here(house, MODS, topic="buses")

        assert (await house.desk.do(Invocation("following", MODS, TUESDAY_NOON))).title == "You follow nothing."
        await house.desk.do(Invocation("forget", MODS, TUESDAY_NOON, values={"sure": "yes"}))
        assert (await follow_here(house, MODS, "following")).lines == ("1. Buses",)

    async def test_a_room_that_gets_another_name_goes_on_following(self, house: House) -> None:
        await follow_here(house, MODS, topic="buses")

        await house.desk.database.write(partial(move_room, old=GROUP, new="telegram:-2002"))

        moved = replace(MODS, place="telegram:-2002")
        assert (await follow_here(house, moved, "following")).lines == ("1. Buses",)


class TestWhereAnAnswerIsForWhoeverAskedAlone:
    async def test_a_room_says_who_reads_its_answers(self, house: House) -> None:
        apart = replace(MODS, apart=True)

        before = await house.desk.do(Invocation("room", apart, TUESDAY_NOON))
        after = await set_room(house, apart, answers="everything")

        assert before.lines[0] == "My answers to /ask are read by whoever asked, until they share them."
        assert before.offers[0].label == "Answer for everybody"
        assert after.lines[0] == "Everybody here reads my answers to /ask."
        assert after.offers[0].label == "Answer whoever asks alone"
        assert not after.warnings

    def test_the_introduction_says_how_everybody_can_read_them(self) -> None:
        page = introduction(load_catalogue("en"), DISTRICT, address="@bot", apart=True)

        assert "let everybody read my answers to /ask: /room answers=everything" in page.lines[-1]
