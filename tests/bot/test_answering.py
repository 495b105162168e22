"""A question in, a reply out: status and day first, the condition kept, holes said, follow-ups understood."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.questions import LineKind, Outcome, Question
from knowledge.district import Neighbour, NeighbourKind
from knowledge.topics import Aside, AsideOutcome
from tests.bot.conftest import Ask, answering_over, asker
from tests.filled import filled_in_memory
from tests.sacramento import (
    DISTRICT,
    SATURDAY,
    THURSDAY,
    TUESDAY_NOON,
    WEDNESDAY,
    at,
    knowledge,
    said,
)


async def test_the_status_comes_first_with_its_day_and_its_condition(ask: Ask) -> None:
    reply = await ask("are schools closed wednesday?")

    assert reply.text.startswith("Closed on Wednesday, March 23, unless a deal is reached first")
    assert (reply.outcome, reply.status, reply.day) == (Outcome.ANSWER, "closed_unless", WEDNESDAY)
    assert "Said by the district, reported by ABC10; as of Monday, March 21." in reply.text


async def test_a_source_known_to_the_day_shows_no_hour(ask: Ask) -> None:
    assert "8:00" not in (await ask("are schools closed wednesday?")).text


async def test_thursday_is_a_hole_that_says_what_is_known_beside(ask: Ask) -> None:
    reply = await ask("is there school thursday")

    assert (reply.outcome, reply.status, reply.day) == (Outcome.UNKNOWN, "unknown", THURSDAY)
    assert "Nothing is announced yet for Thursday, March 24" in reply.text
    assert "A picket at the county office." in reply.text


async def test_a_follow_up_with_a_day_keeps_the_topic_and_one_with_a_topic_keeps_the_day(ask: Ask) -> None:
    await ask("are schools closed wednesday?")

    assert (await ask("what about lunch?")).day == WEDNESDAY
    assert (await ask("and thursday?")).topics == ("meals",)


async def test_a_follow_up_is_bound_to_its_person_and_to_half_an_hour(ask: Ask) -> None:
    await ask("are there meals wednesday")

    assert (await ask("and thursday?", person="ben")).topics == ("school-open",)
    later = TUESDAY_NOON + timedelta(minutes=31)
    assert (await ask("and thursday?", now=later)).topics == ("school-open",)


async def test_two_questions_in_one_message_are_both_answered(ask: Ask) -> None:
    reply = await ask("is there school wednesday? are there meals?")

    assert reply.topics == ("school-open", "meals")
    assert (reply.status, reply.day) == ("closed_unless", WEDNESDAY)
    assert len(reply.passages) == 2


async def test_days_that_disagree_give_no_one_status(ask: Ask) -> None:
    reply = await ask("is there school wednesday and thursday")

    assert reply.outcome is Outcome.ANSWER
    assert reply.status is None
    assert "Wednesday, March 23" in reply.text
    assert "Thursday, March 24" in reply.text


async def test_a_saturday_is_called_a_saturday(ask: Ask) -> None:
    reply = await ask("is there school on saturday")

    assert (reply.outcome, reply.status, reply.day) == (Outcome.ANSWER, None, SATURDAY)
    assert "weekend" in reply.text


async def test_a_detail_nobody_stated_says_both_what_is_known_and_what_is_not(ask: Ask) -> None:
    reply = await ask("when can we pick up meals")

    assert reply.outcome is Outcome.UNKNOWN
    assert "Meal hours: nothing is announced yet" in reply.text
    assert "Bags at every school." in reply.text


async def test_spanish_is_answered_in_spanish_and_says_what_is_in_english(ask: Ask) -> None:
    reply = await ask("¿hay clases el miércoles?", language="en")

    assert reply.language == "es"
    assert reply.text.startswith("Cerradas el miércoles, 23 de marzo")
    assert "[en inglés]" in reply.text


async def test_a_saved_language_is_kept_whatever_is_written(ask: Ask) -> None:
    assert (await ask("are schools closed wednesday?", saved_language="es")).language == "es"


async def test_an_offer_is_taken_by_its_number() -> None:
    with filled_in_memory(knowledge()) as database:
        ask = asker(answering_over(database, knowledge()))
        offered = await ask("the district pickets")
        assert offered.outcome is Outcome.CLARIFY
        assert offered.choices[-1].label == "None of these"

        taken = await ask("1")
        assert taken.topics == (offered.choices[0].topic,)


async def test_none_of_these_is_a_choice(ask: Ask) -> None:
    offered = await ask("the district pickets")
    reply = await ask(str(len(offered.choices)))

    assert (reply.outcome, reply.topics) == (Outcome.UNKNOWN, ())


@pytest.mark.parametrize("text", ["", "   ", "😭❓", "\u200b\u202e", "?!"])
async def test_nothing_to_read_is_asked_back_kindly(ask: Ask, text: str) -> None:
    reply = await ask(text)

    assert reply.outcome is Outcome.CLARIFY
    assert "I found no words in that" in reply.text


async def test_a_very_long_message_is_read_to_its_thousandth_character(ask: Ask) -> None:
    reply = await ask("are schools closed wednesday? " + "la " * 4000)

    assert "first 1000 characters" in reply.text


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE claim; --", "<b>are schools closed</b> wednesday", "are\u202e schools closed"]
)
async def test_markup_and_controls_do_no_harm(ask: Ask, text: str) -> None:
    assert (await ask(text)).text


async def test_every_passage_about_a_claim_says_who_and_as_of_when(ask: Ask) -> None:
    for text in ("are schools closed wednesday?", "is there school thursday", "what did the district offer"):
        reply = await ask(text)
        assert all(one.attributions for one in reply.passages), text


async def test_the_status_line_is_the_headline(ask: Ask) -> None:
    reply = await ask("are schools closed wednesday?")

    assert reply.passages[0].lines[0].kind is LineKind.HEADLINE


async def test_somebody_elses_schools_are_refused_by_name() -> None:
    roseville = Neighbour("roseville", "Roseville schools", NeighbourKind.DISTRICT, ("Roseville",))
    curated = knowledge(district=replace(DISTRICT, neighbours=(roseville,)))
    with filled_in_memory(curated) as database:
        ask = asker(answering_over(database, curated))

        refused = await ask("is Roseville closed wednesday")
        assert refused.outcome is Outcome.OUT_OF_SCOPE
        assert "Roseville schools" in refused.text
        compared = await ask("Roseville is closed wednesday, are our schools closed too")
        assert compared.status == "closed_unless"


async def test_a_greeting_is_answered_but_never_eats_a_question() -> None:
    hello = Aside("hello", AsideOutcome.SMALLTALK, said("Hello! Ask me about school."), {"en": ("hello", "hi")})
    curated = replace(knowledge(), asides=(hello,), emergencies={"en": ("active shooter",)})
    with filled_in_memory(curated) as database:
        ask = asker(answering_over(database, curated))

        assert (await ask("hello")).outcome is Outcome.SMALLTALK
        assert (await ask("hello! are schools closed wednesday?")).status == "closed_unless"
        urgent = await ask("active shooter at school")
        assert urgent.text.startswith("If someone is in danger, call 911 now.")


async def test_an_unreadable_database_points_to_the_official_channel_with_a_reference() -> None:
    with filled_in_memory(knowledge()) as database:
        answering = answering_over(database, knowledge())
        await database.write(lambda connection: connection.exec_driver_sql("ALTER TABLE revision RENAME TO lost"))

        reply = await answering.answer(Question("are schools closed wednesday?", TUESDAY_NOON))
    assert reply.reference is not None
    assert reply.reference in reply.text
    assert "https://www.scusd.edu" in reply.text


async def test_in_2026_nothing_is_served_as_current(ask: Ask) -> None:
    for text in (
        "are schools closed wednesday?",
        "are there meals",
        "what did the district offer",
        "where are the pickets",
    ):
        reply = await ask(text, now=at("2026-05-05 09:00"), person=text)
        assert reply.outcome is Outcome.UNKNOWN, text
        assert "2022" in reply.text, text


async def test_a_question_sent_in_pieces_is_read_as_one(ask: Ask) -> None:
    assert (await ask("are the")).topics == ()
    joined = await ask("schools closed wednesday", now=TUESDAY_NOON + timedelta(seconds=4))
    assert joined.status == "closed_unless"

    await ask("the district", person="ben")
    pieces = await ask("offer what", now=TUESDAY_NOON + timedelta(seconds=4), person="ben")
    assert pieces.topics == ("offer",)


async def test_a_language_that_is_off_is_told_which_ones_work(ask: Ask) -> None:
    reply = await ask("вы открыты в среду?")

    assert reply.language == "en"
    assert reply.text.startswith("I can answer in: English and español.")


async def test_a_period_of_which_one_day_is_known_has_no_one_status(ask: Ask) -> None:
    reply = await ask("are schools closed the next two weeks")

    assert "Closed on Wednesday, March 23, unless a deal is reached first" in reply.text
    assert "Nothing is announced yet for the other days." in reply.text
    assert (reply.status, reply.day) == (None, None)


async def test_a_day_is_never_dropped_with_words_that_were_not_understood(ask: Ask) -> None:
    reply = await ask("grandma flies in on the 24th from boston; is there school?")

    assert reply.text.startswith("Nothing is announced yet for Thursday, March 24")


async def test_a_question_whole_in_itself_is_not_about_the_schools_named_before(ask: Ask) -> None:
    await ask("is there school at McClatchy wednesday")

    whole = await ask("is there school wednesday")
    assert whole.findings[0].asked.scope.is_district
    await ask("is there school at McClatchy wednesday", person="ben")
    followed = await ask("and thursday?", person="ben")
    assert "McClatchy" in followed.text
    assert not followed.findings[0].asked.scope.is_district


@pytest.mark.parametrize("text", ["is there school tomorrow?", "hay clases mañana", "r schools closed wed"])
async def test_a_question_with_a_word_for_school_is_about_ours_again(text: str) -> None:
    roseville = Neighbour("roseville", "Roseville schools", NeighbourKind.DISTRICT, ("Roseville",))
    curated = knowledge(district=replace(DISTRICT, neighbours=(roseville,)))
    with filled_in_memory(curated) as database:
        ask = asker(answering_over(database, curated))
        await ask("is Roseville closed")

        assert (await ask("is it closed tomorrow?")).outcome is Outcome.OUT_OF_SCOPE
        assert (await ask("do they have school there tomorrow")).outcome is Outcome.OUT_OF_SCOPE
        assert (await ask(text)).status == "closed_unless"


async def test_a_day_that_is_over_is_not_carried_into_a_question_about_now(ask: Ask) -> None:
    await ask("was there school yesterday")

    assert (await ask("was it closed")).text.startswith("Monday, March 21 is over")
    assert (await ask("is school open")).day == WEDNESDAY


async def test_an_undated_question_says_first_that_nothing_is_announced_for_today(ask: Ask) -> None:
    morning = await ask("is school open", now=at("2022-03-22 07:00"))
    first, second = morning.passages
    assert first.text.startswith("Nothing is announced yet for Tuesday, March 22")
    assert second.text.startswith("Closed on Wednesday, March 23, unless")
    assert (morning.status, morning.day) == ("closed_unless", WEDNESDAY)

    evening = await ask("is school open", now=at("2022-03-22 18:00"))
    assert evening.text.startswith("Closed on Wednesday")


@pytest.mark.parametrize(
    ("text", "urgent"), [("my kid is chocking", True), ("se esta ahogando mi niño", True), ("is he checking", False)]
)
async def test_an_emergency_with_a_slip_still_gets_the_number_first(text: str, urgent: bool) -> None:
    curated = replace(knowledge(), emergencies={"en": ("choking",), "es": ("se está ahogando",)})
    with filled_in_memory(curated) as database:
        ask = asker(answering_over(database, curated))

        assert ("911" in (await ask(text)).text) is urgent


async def test_of_two_whole_questions_the_second_is_not_about_the_schools_of_the_first(ask: Ask) -> None:
    reply = await ask("are there meals at McClatchy thursday? is there school wednesday?")

    assert [one.asked.scope.schools for one in reply.findings] == [("mcclatchy",), ()]
