"""What families do besides asking: how things stand, what they follow and chose, and what they say of an answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands import Role
from bot.commands.families import family_commands
from bot.pages import Invocation, Page, PageKind, Who
from bot.questions import Outcome, Question
from knowledge.claims import Scope, Status
from knowledge.district import Level, Neighbour, NeighbourKind
from knowledge.tables import feedback, follow, gap, inquiry, person, telling
from tests.bot.house import House, open_house, text_of
from tests.sacramento import (
    DISTRICT,
    MIDDLE_ONLY,
    THURSDAY,
    TUESDAY_NOON,
    WEDNESDAY,
    at,
    claim,
    knowledge,
    said,
)

MIDDLE_CLOSED = claim(
    "middle-closed", "school-open", "", first_day=THURSDAY, status=Status.CLOSED, scope=MIDDLE_ONLY, event=None
)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house() as opened:
        yield opened


@pytest.mark.parametrize("name", ["start", "help"])
async def test_help_says_what_it_is_how_to_ask_and_which_commands_there_are(house: House, name: str) -> None:
    page = await house.do(name)

    said = text_of(page)
    assert "I am a bot, not the school district" in said
    assert "Is there school on Wednesday?" in said
    shown = {one.name for one in family_commands() if not one.hidden} - {"start", "room"}
    assert all(f"/{name} · " in said for name in shown)
    assert not any(f"/{name} · " in said for name in ("helpful", "start", "room"))
    assert [one.label for one in page.offers] == ["Today", "Topics", "Settings"]


async def test_nobody_is_offered_buttons_in_another_language(house: House) -> None:
    for name in ("start", "privacy"):
        page = await house.do(name, speaks="es")
        assert not {"Today", "Topics", "Settings", "Forget"} & {one.label for one in page.offers}


async def test_help_names_what_is_for_rooms_only_where_it_can_be_done(house: House) -> None:
    asked = Invocation("help", Who("telegram:1", "telegram:-5", shared=True), TUESDAY_NOON)
    assert "/room · " in text_of(await house.desk.do(asked))


async def test_today_tells_each_day_by_itself_with_its_source(house: House) -> None:
    page = await house.do("today")

    assert page.reply is not None
    tuesday, wednesday, thursday, friday = page.reply.passages
    assert tuesday.text.startswith("Nothing is announced yet for Tuesday, March 22")
    assert wednesday.text.startswith("Closed on Wednesday, March 23, unless a deal is reached first")
    assert "reported by ABC10; as of Monday, March 21." in wednesday.text
    assert thursday.text.startswith("Nothing is announced yet for Thursday, March 24")
    assert friday.text.startswith("Nothing is announced yet for Friday, March 25")
    assert page.reply.text.count("A picket at the county office.") == 1
    assert page.reply.text.count("https://www.scusd.edu") == 1


async def test_today_after_classes_begins_with_the_next_school_day(house: House) -> None:
    page = await house.do("today", now=at("2022-03-25 20:00"))

    assert page.reply is not None
    assert page.reply.passages[0].text.startswith("Nothing is announced yet for Monday, March 28")
    assert len(page.reply.passages) == 3


async def test_today_on_a_saturday_says_that_it_is_one(house: House) -> None:
    page = await house.do("today", now=at("2022-03-26 00:05"))

    assert page.reply is not None
    assert "Saturday, March 26 falls on a weekend" in page.reply.passages[0].text


async def test_what_today_told_is_noted_so_that_it_can_be_corrected_and_is_no_gap(house: House) -> None:
    page = await house.do("today")

    assert page.reply is not None
    assert page.reply.noted is not None
    told = await house.rows(telling)
    assert WEDNESDAY in {row.day for row in told}
    assert await house.rows(gap) == []


async def test_topics_are_grouped_and_say_which_have_no_answer(house: House) -> None:
    said = (await house.do("topics")).lines

    assert said.index("Services") < said.index("Background")
    assert "• Meals" in said
    assert "• Buses (no answer at the moment)" in said
    assert not any("Meal hours" in line for line in said)


async def test_topics_of_a_large_knowledge_base_stay_short(house: House) -> None:
    buses = next(one for one in knowledge().topics if one.slug == "buses")
    many = tuple(replace(buses, slug=f"buses-{number}", phrasings={}) for number in range(300))
    async with open_house(curated=replace(knowledge(), topics=(*knowledge().topics, *many))) as large:
        page = await large.do("topics")

    assert len(text_of(page)) < 1500
    assert "and 290 more" in text_of(page)


async def test_a_topic_is_followed_once_and_stopped_by_its_number(house: House) -> None:
    first = await house.do("follow", topic="Buses")
    await house.do("follow", topic="buses")
    await house.do("follow", topic="will there be school on thursday?")

    assert first.kind is PageKind.DONE
    assert "I write to you here when the answer changes." in first.lines
    listed = await house.do("following")
    assert listed.lines == ("1. Buses", "2. Whether schools are open, Thursday, March 24")
    stopped = await house.take(listed.offers[0])
    assert stopped.title == "You no longer follow this: Buses"
    assert (await house.take(listed.offers[0])).kind is PageKind.REFUSED
    assert (await house.do("following")).lines == ("2. Whether schools are open, Thursday, March 24",)


async def test_without_words_what_was_asked_last_in_the_room_is_followed(house: House) -> None:
    await house.ask("are there meals thursday?")
    await house.ask("are the buses running?", place="telegram:-77")

    assert (await house.do("follow")).title == "You follow this now: Meals, Thursday, March 24"
    assert "What would you like to know?" in text_of(await house.do("follow", person="telegram:2"))


async def test_the_button_of_an_answer_follows_what_it_told_and_of_nobody_elses(house: House) -> None:
    reply = await house.ask("is there school thursday?")
    await house.ask("are there meals?")

    page = await house.do("follow", answer=f"{reply.noted}")
    assert page.title == "You follow this now: Whether schools are open, Thursday, March 24"
    await house.do("follow", answer=f"{reply.noted}", person="telegram:2", place="telegram:2")
    assert {row.person for row in await house.rows(follow)} == {"telegram:1"}


async def test_a_day_that_is_over_cannot_be_followed_and_a_past_follow_is_gone(house: House) -> None:
    await house.do("follow", topic="is there school on wednesday")
    later = at("2022-03-24 08:00")

    assert (await house.do("following", now=later)).title == "You follow nothing."
    page = await house.do("follow", topic="was there school on march 23 2022", now=later)
    assert page.kind is PageKind.REFUSED
    assert "is over" in text_of(page)


async def test_fifty_follows_are_enough(house: House) -> None:
    for ahead in range(50):
        day = THURSDAY + timedelta(days=ahead)
        await house.do("follow", topic=f"is there school on {day:%B} {day.day}, {day.year}")
    page = await house.do("follow", topic="buses")

    assert page.kind is PageKind.REFUSED
    assert "50 things already" in text_of(page)
    assert len(await house.rows(follow)) == 50


@pytest.mark.parametrize("words", ["🙂🙂🙂", "\u202e\u200b", "la " * 5000, "'; DROP TABLE follow; --"])
async def test_what_cannot_be_followed_is_asked_back(house: House, words: str) -> None:
    page = await house.do("follow", topic=words)

    assert page.kind is PageKind.FORM
    assert await house.rows(follow) == []


async def test_settings_are_shown_saved_and_taken_back(house: House) -> None:
    saved = await house.do("settings", schools="my 3rd grader; Sutter Middle", quiet="21:00-6:30")

    assert saved.kind is PageKind.DONE
    (row,) = await house.rows(person)
    assert (row.schools, row.levels, row.quiet_from, row.quiet_until) == (["sutter"], ["elementary"], 1260, 390)
    shown = await house.do("settings")
    assert "Schools and levels: Sutter Middle School and elementary schools" in shown.lines
    assert any("Quiet hours: 9:00" in line for line in shown.lines)
    await house.do("settings", schools="-", quiet="-")
    assert await house.rows(person) == []


async def test_the_usual_quiet_hours_are_named_and_somebody_may_have_none(house: House) -> None:
    shown = await house.do("settings")
    assert "Quiet hours: nothing chosen (10:00 PM–6:00 AM)" in shown.lines

    saved = await house.do("settings", quiet="off")
    assert "Quiet hours: none; I write at any hour" in saved.lines
    (taking_back,) = [one for one in saved.offers if one.label.startswith("Quiet hours")]
    again = await house.take(taking_back)
    assert "Quiet hours: nothing chosen (10:00 PM–6:00 AM)" in again.lines


async def test_levels_are_chosen_one_by_one_with_a_tap_and_taken_back_with_another(house: House) -> None:
    async def tap(page: Page, label: str) -> Page:
        (offer,) = [one for one in page.offers if one.label == label]
        return await house.take(offer)

    page = await house.do("settings", schools="Sutter Middle")
    page = await tap(await tap(page, "middle schools"), "high schools")
    both = page.lines[1]
    page = await tap(page, "✓ middle schools")

    assert both == "Schools and levels: Sutter Middle School, high schools and middle schools"
    assert page.lines[1] == "Schools and levels: Sutter Middle School and high schools"
    assert "✓ high schools" in [one.label for one in page.offers]


async def test_a_language_is_only_one_that_is_on_and_is_answered_in_at_once(house: House) -> None:
    assert (await house.do("settings", language="fr")).kind is PageKind.FORM
    await house.ask("are schools closed wednesday?")
    await house.do("settings", language="español")

    assert (await house.ask("are schools closed wednesday?")).language == "es"
    assert (await house.ask("are schools closed wednesday?", person="telegram:2")).language == "en"
    await house.do("settings", language="-")
    assert (await house.ask("are schools closed wednesday?")).language == "en"


async def test_a_question_that_names_no_school_is_about_their_own_and_says_so() -> None:
    async with open_house(curated=knowledge(MIDDLE_CLOSED)) as house:
        await house.do("settings", schools="Sutter Middle School")

        mine = await house.ask("is there school thursday?")
        assert mine.status == "closed"
        assert "This is about Sutter Middle School, as you chose in /settings." in mine.text
        other = await house.ask("is there school thursday at McClatchy?")
        assert other.status == "unknown"
        assert "as you chose" not in other.text
        whole = await house.ask("are Sacramento City Unified schools closed thursday?")
        assert "as you chose" not in whole.text


async def test_a_school_open_and_a_level_closed_are_never_told_as_one() -> None:
    async with open_house(curated=knowledge(MIDDLE_CLOSED)) as house:
        await house.do("settings", schools="McClatchy; middle school")

        mine = await house.ask("is there school thursday?")
        assert mine.status == "unknown"
        assert "Closed on Thursday, March 24 (middle schools)." in mine.text


async def test_a_choice_does_not_narrow_what_is_no_matter_of_schools(house: House) -> None:
    await house.do("settings", schools="preschool")

    assert (await house.ask("what did the district offer?")).outcome is Outcome.ANSWER


async def test_today_is_about_their_own_schools() -> None:
    async with open_house(curated=knowledge(MIDDLE_CLOSED)) as house:
        await house.do("settings", schools="middle school")
        page = await house.do("today")

        assert page.reply is not None
        assert "Closed on Thursday, March 24 (middle schools)." in page.reply.text
        assert page.scope == Scope(levels=(Level.MIDDLE,))
        assert "This is about middle schools, as you chose in /settings." in page.reply.text


async def test_privacy_says_how_long_in_the_persons_language(house: House) -> None:
    said = text_of(await house.do("privacy"))

    assert "for 30 days" in said
    assert "/forget" in said


async def test_feedback_is_one_per_person_and_answer_and_never_on_somebody_elses(house: House) -> None:
    reply = await house.ask("are schools closed wednesday?")
    answer = f"{reply.noted}"

    for _ in range(2):
        assert (await house.do("helpful", answer=answer)).kind is PageKind.DONE
    assert (await house.do("wrong", answer=answer, person="telegram:2")).kind is PageKind.REFUSED
    assert (await house.do("helpful", answer="999999999")).kind is PageKind.REFUSED

    assert [row.verdict for row in await house.rows(feedback)] == ["helpful"]


async def test_a_wrong_answer_is_a_gap_until_it_is_taken_back(house: House) -> None:
    reply = await house.ask("are schools closed wednesday?")
    for _ in range(2):
        page = await house.do("wrong", answer=f"{reply.noted}")

    assert "https://www.scusd.edu" in text_of(page)
    (missed,) = await house.rows(gap)
    assert (missed.outcome, missed.topic, missed.day) == ("wrong", "school-open", WEDNESDAY)
    await house.do("helpful", answer=f"{reply.noted}")
    assert await house.rows(gap) == []


async def test_a_person_is_asked_once_for_each_question_and_five_times_at_most(house: House) -> None:
    reply = await house.ask("who pays for the picket signs?")
    for _ in range(2):
        page = await house.do("person", answer=f"{reply.noted}")
    assert "“who pays for the picket signs?”" in text_of(page)
    assert "https://www.scusd.edu" in text_of(page)
    (opened,) = await house.rows(inquiry)
    assert (opened.text, opened.person, opened.state) == ("who pays for the picket signs?", "telegram:1", "open")

    for number in range(6):
        page = await house.do("person", question=f"question {number}")
    assert page.kind is PageKind.REFUSED
    assert "5 questions of yours are waiting" in text_of(page)
    assert len(await house.rows(inquiry)) == 5
    assert (await house.do("person", answer=f"{reply.noted}", person="telegram:2")).kind is PageKind.REFUSED


async def test_words_for_a_person_are_cleaned_and_cut(house: House) -> None:
    await house.do("person", question="why\u202e is\u200b it\n closed " + "x" * 3000)

    (opened,) = await house.rows(inquiry)
    assert opened.text.startswith("why is it closed xxx")
    assert len(opened.text) <= 1000
    assert (await house.do("person", question="🙂🙂")).kind is PageKind.REFUSED


async def test_an_answer_offers_its_buttons(house: House) -> None:
    page = await house.do("ask", question="are schools closed wednesday?")

    assert page.reply is not None
    assert page.reply.status == "closed_unless"
    assert [one.invocation.name for one in page.offers] == ["follow", "helpful", "wrong", "person"]
    followed = await house.take(page.offers[0])
    assert followed.title == "You follow this now: Whether schools are open, Wednesday, March 23"


async def test_a_change_of_language_elsewhere_is_seen_within_a_minute(house: House) -> None:
    await house.ask("are schools closed wednesday?")
    row = {"person": "telegram:1", "language": "es", "schools": [], "levels": [], "changed": TUESDAY_NOON}
    await house.desk.database.write(lambda connection: connection.execute(person.insert(), [row]).close())

    later = Question("are schools closed wednesday?", TUESDAY_NOON + timedelta(minutes=2), "telegram:1", "telegram:1")
    assert (await house.desk.answering.answer(later)).language == "es"


async def test_a_day_that_cannot_be_read_is_asked_for_before_anything_is_followed(house: House) -> None:
    page = await house.do("follow", topic="is there school on 3/45")

    assert page.title == "Which date do you mean? Please write it as month and day."
    assert await house.rows(follow) == []


async def test_help_tells_staff_what_their_role_allows(house: House) -> None:
    family = text_of(await house.do("help"))
    viewer = text_of(await house.do("help", granted=Role.VIEWER))
    owner = text_of(await house.do("help", granted=Role.OWNER))

    assert "/stats" not in family
    assert "/stats · How much is asked, answered and missed." in viewer
    assert "/role" not in viewer
    assert "/role list, grant, revoke, invite, log" in owner


async def test_a_choice_taken_back_is_not_carried_into_the_next_question(house: House) -> None:
    await house.do("settings", schools="Sutter Middle")
    await house.ask("is there school wednesday?")
    await house.do("settings", schools="off")

    (told,) = (await house.ask("and thursday?")).findings
    assert told.asked.scope.is_district


async def test_quiet_hours_that_end_where_they_begin_are_refused(house: House) -> None:
    page = await house.do("settings", quiet="21:00-21:00")

    assert page.kind is PageKind.FORM
    assert await house.rows(person) == []


async def test_somebody_elses_schools_cannot_be_followed() -> None:
    roseville = Neighbour("roseville", "Roseville schools", NeighbourKind.DISTRICT, ("Roseville",))
    async with open_house(curated=knowledge(district=replace(DISTRICT, neighbours=(roseville,)))) as house:
        page = await house.do("follow", topic="is Roseville open tomorrow")

        assert page.kind is PageKind.REFUSED
        assert "Roseville schools" in text_of(page)
        assert await house.rows(follow) == []


async def test_a_level_or_a_school_alone_is_whether_it_is_on_there_whatever_else_speaks_of_it() -> None:
    small = knowledge()
    phrasings = {"en": ("when do elementary students come back", "elementary start of classes")}
    start = replace(small.topics[1], slug="in-person", titles=said("Start of classes"), phrasings=phrasings)
    async with open_house(curated=replace(small, topics=(*small.topics, start))) as house:
        for words in ("elementary", "middle school", "McClatchy", "when do elementary students come back"):
            assert (await house.do("follow", topic=words)).kind is PageKind.DONE, words

        assert (await house.do("following")).lines == (
            "1. Whether schools are open (elementary schools)",
            "2. Whether schools are open (middle schools)",
            "3. Whether schools are open (C.K. McClatchy High School)",
            "4. Start of classes (elementary schools)",
        )
