"""Forms step by step, without a platform: what is asked for next, what an answer makes of it, and how long it lasts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta

import pytest

from bot.commands import Role
from bot.forms import Form, keep_form, leave_form, open_form
from bot.guiding import Ask, Guiding, Typed, guiding, pressed
from bot.pages import Invocation, PageKind, Who
from bot.presses import Step, StepKind
from tests.bot.office import INES, Office, open_office
from tests.sacramento import TUESDAY_NOON, at


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as opened:
        yield opened


async def guide_of(office: Office, invocation: Invocation, language: str = "en") -> Guiding:
    found = await guiding(office.desk, invocation, at=invocation.at, language=language)
    assert found is not None
    return found


async def asked(office: Office, command: str, *, who: Who = INES, language: str = "en", **values: str) -> Ask | None:
    """What the form of a command asks for; None where nothing is missing."""
    name, _, action = command.partition(" ")
    invocation = Invocation(name, who, TUESDAY_NOON, action, values)
    page = await office.desk.do(invocation)
    if page.kind is not PageKind.FORM:
        return None
    return await (await guide_of(office, invocation, language)).after(page, invocation)


def labels(ask: Ask | None) -> list[str]:
    assert ask is not None
    return [one.label for one in ask.answers]


def others(ask: Ask | None) -> list[str]:
    assert ask is not None
    return [one.label for one in ask.others]


async def test_only_what_is_needed_is_asked_for_one_after_the_other(office: Office) -> None:
    first = await asked(office, "status")
    second = await asked(office, "status", status="closed")

    assert first is not None
    assert second is not None
    assert (first.form.asked, second.form.asked) == ("status", "day")
    assert second.lines == ("status: Closed",)
    assert others(second) == ["More …", "Cancel"], "what may be left out is not asked for"
    assert await asked(office, "status", status="closed", day="friday") is None


async def test_what_was_wrong_is_said_and_what_was_merely_missing_is_not(office: Office) -> None:
    missing = await asked(office, "status", status="closed")
    wrong = await asked(office, "status", status="closed", day="fryday")

    assert missing is not None
    assert wrong is not None
    assert missing.problem == ""
    assert wrong.problem.startswith("I cannot read “fryday” as a day")


async def test_what_may_be_left_out_can_be_skipped_once_it_was_wrong(office: Office) -> None:
    wrong = await asked(office, "status", status="closed", day="friday", scope="nowhere")
    assert wrong is not None
    assert others(wrong) == ["Skip", "Cancel"]

    after = pressed(wrong.form, Step(StepKind.SKIP, "scope"))
    assert after is not None
    assert dict(after.invocation.values) == {"status": "closed", "day": "2022-03-25"}


async def test_a_step_for_a_field_that_is_no_longer_asked_for_counts_for_nothing(office: Office) -> None:
    first = await asked(office, "status")
    assert first is not None
    after = pressed(first.form, Step(StepKind.VALUE, "status", "closed"))
    assert after is not None
    assert after.invocation.values["status"] == "closed"
    second = await asked(office, "status", status="closed")
    assert second is not None

    assert pressed(second.form, Step(StepKind.VALUE, "status", "open")) is None


async def test_a_failed_condition_asks_what_holds_now_with_what_its_page_offers(office: Office) -> None:
    ask = await asked(office, "claim settle", condition="deal", state="failed")

    assert labels(ask)[:5] == [
        "Open",
        "Closed",
        "Late start",
        "Nothing yet: leave it open",
        "The other way round: it is now certain",
    ]
    assert "Early dismissal" in labels(ask), "beside the usual ones any other can be pressed"
    assert ask is not None
    turned = pressed(ask.form, Step(StepKind.VALUE, "state", "met"))
    assert turned is not None
    assert turned.invocation.values["state"] == "met"


async def test_a_text_that_is_no_choice_is_a_question_and_a_slip_is_not(office: Office) -> None:
    status, day = await asked(office, "status"), await asked(office, "status", status="closed")
    assert status is not None
    assert day is not None
    guide = await guide_of(office, status.form.invocation)

    assert guide.typed(status.form, "is there school tomorrow?")[0] is Typed.NOT_MEANT
    assert guide.typed(status.form, "shut")[0] is Typed.VALUE
    assert guide.typed(day.form, "fryday")[0] is Typed.WRONG
    kind, after, _ = guide.typed(day.form, "friday through monday")
    assert kind is Typed.VALUE
    assert after.invocation.values["day"] == "2022-03-25 to 2022-03-28"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ({"status": "closed", "day": "tomorrow"}, {"status": "closed", "day": "2022-03-23"}),
        ({"status": "closed", "day": "wed through fri"}, {"status": "closed", "day": "2022-03-23 to 2022-03-25"}),
        ({"status": "tomorrow"}, {"status": "tomorrow"}),
        ({"day": "someday"}, {"day": "someday"}),
    ],
)
async def test_days_are_kept_as_dates(office: Office, written: Mapping[str, str], kept: Mapping[str, str]) -> None:
    guide = await guide_of(office, Invocation("status", INES, at("2022-03-22 23:59")))

    assert guide.dated(written) == kept


async def test_they_speak_the_language_of_whoever_fills_them_in(office: Office) -> None:
    ask = await asked(office, "status", status="closed", language="es", who=Who("telegram:ines", "x", "es", Role.OWNER))

    assert "jueves, 24 de marzo" in labels(ask)


async def test_a_form_is_kept_for_its_person_and_room_until_it_is_left(office: Office) -> None:
    database, elsewhere = office.desk.database, Who(INES.person, "telegram:elsewhere")
    form = Form(Invocation("status", INES, TUESDAY_NOON, values={"status": "closed"}), "day", ("day",), "77")
    await keep_form(database, form, at=TUESDAY_NOON)

    kept = await open_form(database, INES, at=TUESDAY_NOON)
    assert kept is not None
    assert (kept.asked, kept.offered, kept.message, kept.over) == ("day", ("day",), "77", False)
    assert kept.invocation.values == {"status": "closed"}
    assert await open_form(database, elsewhere, at=TUESDAY_NOON) is None
    assert await leave_form(database, INES)
    assert not await leave_form(database, INES)


async def test_it_is_over_after_half_a_day(office: Office) -> None:
    form = Form(Invocation("status", INES, TUESDAY_NOON), "status")
    await keep_form(office.desk.database, form, at=TUESDAY_NOON)

    just = await open_form(office.desk.database, INES, at=TUESDAY_NOON + timedelta(hours=11, minutes=59))
    late = await open_form(office.desk.database, INES, at=TUESDAY_NOON + timedelta(hours=12))

    assert just is not None
    assert late is not None
    assert (just.over, late.over) == (False, True)
