"""What families asked in vain: grouped and ranked, answered with a claim, a phrasing or a topic, or let go."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from sqlalchemy import insert

from bot.commands import Role
from bot.curating.curating import Curating
from bot.pages import Page, PageKind
from bot.questions import Outcome
from knowledge.inquiries import open_inquiry
from knowledge.tables import audit, gap, inquiry, owed
from tests.bot.house import House, open_house, text_of
from tests.bot.staff import typed
from tests.sacramento import TUESDAY_NOON, at


class Noon:
    def now(self) -> datetime:
        return TUESDAY_NOON


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with open_house() as opened:
        yield opened


async def gaps(house: House, action: str = "", person: str = "telegram:ines", **values: str) -> Page:
    return await typed(house, f"gaps {action}", values, person=person)


async def done(house: House, action: str, **values: str) -> Page:
    preview = await gaps(house, action, **values)
    assert preview.kind is PageKind.PREVIEW, text_of(preview)
    page = await house.take(preview.offers[0])
    assert page.kind is PageKind.DONE, text_of(page)
    return page


def rows(page: Page) -> list[tuple[str, ...]]:
    return list(page.grid.rows) if page.grid else []


async def test_what_asks_the_same_goes_together_ranked_by_people(house: House) -> None:
    for person, text in (
        ("ana", "are schools closed Thursday?"),
        ("ana", "is there school Thursday"),
        ("ben", "when is archery practice on friday"),
        ("cleo", "archery practice friday?"),
        ("dan", "are schools closed on Thursday"),
        ("eva", "is there school on Thursday, March 24"),
    ):
        await house.ask(text, person=person, place=person)
    page = await gaps(house)
    shown = [(row[1], row[2], row[3], row[4]) for row in rows(page)]
    assert shown == [
        ("3", "is there school on Thursday, March 24", "Whether schools are open", "Thursday, March 24"),
        ("2", "archery practice friday?", "", ""),
    ]


async def test_somebody_who_asks_again_and_again_is_one_person(house: House) -> None:
    for _ in range(3):
        await house.ask("when is archery practice on friday")
    assert rows(await gaps(house))[0][1] == "1"


async def test_a_claim_answers_a_gap_and_whoever_asked_a_person(house: House) -> None:
    reply = await house.ask("are schools closed Thursday?", person="ana", place="ana-home")
    await house.desk.database.write(
        lambda connection: open_inquiry(
            connection,
            person="ana",
            place="ana-home",
            text="are schools closed Thursday?",
            at=TUESDAY_NOON,
            question=reply.noted,
        )
    )
    number = rows(await gaps(house))[0][0]
    preview = await gaps(house, "claim", gap=number, status="closed")
    assert "Closed on Thursday, March 24" in preview.previews[0].reply.text, "topic and day are those of the gap"
    page = await house.take(preview.offers[0])
    assert page.kind is PageKind.DONE

    assert "Closed on Thursday" in (await house.ask("are schools closed Thursday?", person="ben")).text
    assert rows(await gaps(house)) == []
    (row,) = [one for one in await house.rows(owed) if one.kind == "answer"]
    assert (row.person, row.place, row.topic, row.because, row.change_id) == (
        "ana",
        "ana-home",
        "school-open",
        "asked",
        page.change,
    )
    assert [one.state for one in await house.rows(inquiry)] == ["answered"]


async def test_the_gaps_own_question_is_tried_and_an_answer_it_would_not_get_is_warned_of(house: House) -> None:
    await house.ask("is the planetarium open saturday?")

    preview = await gaps(house, "claim", gap="1", topic="meals", words="The planetarium is open.", days="saturday")

    own = preview.previews[-1]
    assert (own.question, own.reply.outcome) == ("is the planetarium open saturday?", Outcome.CLARIFY)
    assert any("This question itself would still get: Which of these" in line for line in preview.warnings)


async def test_a_question_that_would_be_answered_is_shown_without_a_warning(house: House) -> None:
    await house.ask("are schools closed Thursday?")

    preview = await gaps(house, "claim", gap="1", status="closed")

    assert preview.previews[-1].reply.text.startswith("Closed on Thursday, March 24")
    assert not any("itself" in line for line in preview.warnings)
    assert "Nothing is announced" in (await house.ask("are schools closed Thursday?")).text, "nothing of it stays"


async def test_a_phrasing_of_what_nobody_has_said_is_warned_of(house: House) -> None:
    await house.ask("is the planetarium open saturday?")

    preview = await gaps(house, "phrasing", gap="1", topic="meals")

    assert preview.previews[-1].reply.topics == ("meals",), "it is found by now"
    assert any("would still get: Meals: nothing is announced yet" in line for line in preview.warnings)


async def test_a_question_of_yesterday_is_tried_for_the_day_it_meant(house: House) -> None:
    await house.ask("are schools closed tomorrow?", now=at("2022-03-23 20:00"))

    values = {"gap": "1", "status": "closed"}
    preview = await typed(house, "gaps claim", values, now=at("2022-03-24 06:00"))

    assert preview.previews[-1].reply.text.startswith("Closed on Thursday, March 24")


async def waits(house: House, person: str, text: str) -> None:
    """Asks, and asks a person."""
    await house.ask(text, person=person, place=person)
    await house.do("person", person=person, place=person)


async def waiting(house: House) -> list[str]:
    return [row.person for row in await house.rows(inquiry) if row.state == "open"]


async def test_an_answer_for_one_school_answers_nobody_of_another(house: House) -> None:
    await waits(house, "ana", "are the buses running tomorrow at McClatchy?")
    await waits(house, "ben", "are the buses running tomorrow at Sutter Middle?")
    await done(house, "claim", gap="1", words="No buses.", scope="McClatchy")

    assert await waiting(house) == ["ben"]
    (row,) = await house.rows(owed)
    assert (row.person, row.not_after) == ("ana", at("2022-03-24 00:00"))


async def test_an_answer_to_half_of_what_was_asked_leaves_it_open(house: House) -> None:
    await waits(house, "ana", "are the buses running tomorrow and is the swimming pool open on Thursday?")
    await waits(house, "ben", "are the buses running Wednesday and Thursday?")
    gap_of = {row.person: str(row.id) for row in await house.rows(gap)}
    await done(house, "claim", gap=gap_of["ben"], words="Buses run.", topic="buses", days="2022-03-23")

    assert "ben" in await waiting(house)


async def test_an_answer_that_begins_later_leaves_the_question_open(house: House) -> None:
    await waits(house, "ana", "are the buses running tomorrow?")
    await done(house, "claim", gap="1", words="Buses run as usual.", start="2022-03-22 20:00")

    assert await waiting(house) == ["ana"]
    assert await house.rows(owed) == []


async def test_taking_it_back_from_within_a_program_lets_them_wait_again(house: House) -> None:
    await waits(house, "ana", "are the buses running tomorrow?")
    page = await done(house, "claim", gap="1", words="Buses run as usual.")
    desk = house.desk
    await Curating(desk.database, desk.library, Noon()).undo(page.change or 0, by="telegram:ines")

    assert await waiting(house) == ["ana"]
    assert [row.state for row in await house.rows(owed)] == ["cancelled"]
    assert [row.closed for row in await house.rows(gap)] == [None]


async def test_taking_the_answer_back_opens_the_gap_again(house: House) -> None:
    await house.ask("when is archery practice on friday")
    page = await done(house, "topic", gap="1", title="Archery", title_es="Tiro con arco")
    assert rows(await gaps(house)) == []
    undo = await house.take(page.offers[0])
    await house.take(undo.offers[0])
    assert rows(await gaps(house))[0][2] == "when is archery practice on friday"


async def test_a_new_open_question_is_found_by_what_families_asked(house: House) -> None:
    await house.ask("when is archery practice on friday", person="ben")
    await house.ask("archery practice friday?", person="cleo")
    page = await done(house, "topic", gap="2", title="Archery", title_es="Tiro con arco", sort="service")
    assert "Archery (archery)" in text_of(page)
    reply = await house.ask("when is archery practice", person="dan")
    assert reply.topics == ("archery",)
    assert reply.outcome is Outcome.UNKNOWN


async def test_a_phrasing_makes_the_next_family_understood(house: House) -> None:
    await house.ask("do they still feed the kids tomorrow", person="ben")
    page = await gaps(house, "phrasing", gap="1", topic="meals")
    assert "“do they still feed the kids” becomes a way to ask about Meals" in page.title, "without its day"
    await house.take(page.offers[0])
    assert (await house.ask("do they still feed the kids", person="dan")).topics == ("meals",)


async def test_a_phrasing_of_another_topic_is_refused_and_one_near_it_is_warned_of(house: House) -> None:
    await house.ask("when is archery practice on friday", person="ben")
    page = await gaps(house, "phrasing", gap="1", topic="meals", phrasing="Are the buses running?")
    assert page.kind is PageKind.FORM
    assert "Buses (buses) already" in text_of(page)
    page = await gaps(house, "phrasing", gap="1", topic="meals", phrasing="are there meals")
    assert page.kind is PageKind.FORM, "it has it already"
    page = await gaps(house, "phrasing", gap="1", topic="meals", phrasing="the buses are running")
    assert page.kind is PageKind.PREVIEW
    assert any("Buses (buses)" in one for one in page.warnings)


async def test_what_may_be_private_has_to_be_typed_anew(house: House) -> None:
    await house.ask("is archery practice on Friday? call me at 916 555 0142", person="ben")
    page = await gaps(house, "phrasing", gap="1", topic="meals")
    assert page.kind is PageKind.FORM
    assert [one.field for one in page.problems] == ["phrasing"]
    page = await gaps(house, "phrasing", gap="1", topic="meals", phrasing="write to ben@example.org about archery")
    assert any("address" in one for one in page.warnings)
    page = await gaps(house, "phrasing", gap="1", topic="meals", phrasing="archery " * 20)
    assert page.kind is PageKind.FORM
    page = await gaps(house, "topic", gap="1", title="Archery")
    assert "916" not in text_of(page), "nor does it become one unseen"


async def test_what_is_not_ours_leaves_the_list_and_a_line_in_the_log(house: House) -> None:
    await house.ask("when is archery practice on friday", person="ben")
    await done(house, "notours", gap="1")
    assert rows(await gaps(house)) == []
    (line,) = await house.rows(audit)
    assert (line.command, line.about, line.after) == ("gaps notours", "gap 1", {"closed_as": "not_ours"})


async def test_a_gap_that_somebody_else_closed_meanwhile_says_so(house: House) -> None:
    await house.ask("when is archery practice on friday", person="ben")
    first = await gaps(house, "notours", gap="1")
    second = await gaps(house, "topic", person="telegram:noor", gap="1", title="Archery")
    await house.take(first.offers[0])
    late = await house.take(second.offers[0])
    assert late.kind is PageKind.REFUSED
    assert "dealt with already" in text_of(late)
    assert (await house.ask("when is archery practice")).topics != ("archery",), "nothing half-done"
    for action in ("show", "notours", "claim", "phrasing"):
        extra = {"topic": "meals"} if action in ("claim", "phrasing") else {}
        page = await gaps(house, action, gap="1", **extra)
        assert page.kind is PageKind.REFUSED


async def test_a_number_that_is_not_there_is_refused(house: House) -> None:
    page = await gaps(house, "show", gap="12")
    assert page.kind is PageKind.REFUSED
    assert "no gap 12" in text_of(page)
    assert "no open question" in text_of(await gaps(house))


async def test_none_of_what_was_offered_is_a_gap_of_what_was_asked_and_a_choice_is_none(house: House) -> None:
    offered = await house.ask("is archery practice on", person="ben")
    assert offered.outcome is Outcome.CLARIFY
    await house.ask(str(len(offered.choices)), person="ben")
    await house.ask("is archery practice on", person="cleo", place="cleo")
    await house.ask("1", person="cleo", place="cleo")
    noted = [(one.text, one.person, one.outcome) for one in await house.rows(gap) if one.topic is None]
    assert noted == [
        ("is archery practice on", "ben", "none_of_these"),
        ("is archery practice on", "cleo", "chosen"),
    ]
    assert [(row[1], row[2], row[6]) for row in rows(await gaps(house))] == [
        ("1", "is archery practice on", "none of what was offered")
    ]


async def test_a_hole_that_a_claim_fills_is_no_gap_any_more(house: House) -> None:
    await house.ask("are schools closed Thursday?")
    later = at("2022-03-22 13:00")
    preview = await house.do("status", person="i", granted=Role.PUBLISHER, status="open", day="2022-03-24", now=later)
    await house.take(preview.offers[0])
    assert rows(await house.do("gaps", person="i", granted=Role.PUBLISHER, now=later)) == []


async def test_an_answer_marked_as_wrong_is_a_gap_of_its_own(house: House) -> None:
    line = {"asked": TUESDAY_NOON, "person": "ana", "text": "are there meals", "topic": "meals", "outcome": "wrong"}
    await house.desk.database.write(lambda connection: connection.execute(insert(gap), [line]))
    await house.ask("what about lunch on Friday", person="ben")
    assert {(row[2], row[6]) for row in rows(await gaps(house))} == {
        ("are there meals", "marked as wrong"),
        ("what about lunch on Friday", "not known"),
    }


async def test_an_answer_marked_as_wrong_after_it_was_checked_is_still_to_be_looked_at(house: House) -> None:
    await house.ask("are schools closed Wednesday?", person="ana", place="ana")
    checked = await typed(house, "claim verify", {"claim": "closed-wednesday"}, now=at("2022-03-22 12:30"))
    await house.take(checked.offers[0])
    evening = at("2022-03-22 18:00")
    await house.do("wrong", person="ana", place="ana", now=evening, answer="1")
    assert [row[6] for row in rows(await typed(house, "gaps", {}, now=evening))] == ["marked as wrong"]


async def test_a_wrong_answer_that_was_checked_since_is_dealt_with(house: House) -> None:
    line = {"asked": TUESDAY_NOON, "person": "ana", "text": "what is on offer", "topic": "offer", "outcome": "wrong"}
    await house.desk.database.write(lambda connection: connection.execute(insert(gap), [line]))
    assert len(rows(await gaps(house))) == 1
    later = at("2022-03-22 13:00")
    checked = await typed(house, "claim verify", {"claim": "offer-2"}, now=later)
    await house.take(checked.offers[0])
    assert rows(await typed(house, "gaps", {}, now=later)) == []


async def test_words_put_otherwise_within_minutes_are_proposed_as_a_phrasing(house: House) -> None:
    for person in ("ben", "cleo"):
        await house.ask("will my kid be fed", person=person, place=person)
        await house.ask("are there meals", person=person, place=person, now=at("2022-03-22 12:12"))
    await house.ask("the archery thing", person="dan", place="dan")
    await house.ask("are there meals", person="dan", place="dan", now=at("2022-03-22 12:40"))
    page = await gaps(house, "proposals")
    found = [row[:3] for row in rows(page)]
    assert found == [("will my kid be fed", "Meals", "2")], "half an hour later is another matter"
    preview = await house.take(page.offers[0])
    await house.take(preview.offers[0])
    assert (await house.ask("will my kid be fed", person="eva")).topics == ("meals",)
    assert rows(await gaps(house, "proposals")) == []
