"""What a field is likely to be filled with: on Tuesday 22 March 2022, the most recent first, each readable again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.catalogue import EDITING, load_catalogue
from bot.commands import Command, Field, Role, all_commands, find_command
from bot.suggesting import MOST, Suggestion, suggestions
from bot.values import read_values
from knowledge.acting import Act
from knowledge.announcements import Announcement, prepare, send_kept
from knowledge.claims import Scope
from knowledge.inquiries import open_inquiry
from knowledge.recording import record
from knowledge.records import Asking, Missed
from tests.bot.office import Office, open_office
from tests.sacramento import TUESDAY_NOON, at


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as opened:
        yield opened


async def offered(
    office: Office,
    command: str,
    field: str,
    *,
    now: datetime = TUESDAY_NOON,
    language: str = "en",
    typed: str = "",
    **values: str,
) -> tuple[Suggestion, ...]:
    name, _, action = command.partition(" ")
    found = find_command(name, action)
    assert found is not None
    wanted = found.field(field)
    assert wanted is not None
    return await of(office, found, wanted, now=now, language=language, typed=typed, **values)


async def of(
    office: Office, command: Command, field: Field, *, now: datetime, language: str, typed: str, **values: str
) -> tuple[Suggestion, ...]:
    return await suggestions(
        field,
        edition=await office.desk.library.edition(),
        at=now,
        say=load_catalogue(language, EDITING if command.role is not Role.FAMILY else ""),
        desk=office.desk,
        command=command,
        values=values,
        typed=typed,
    )


def labels(found: tuple[Suggestion, ...]) -> list[str]:
    return [one.label for one in found]


async def test_whatever_is_suggested_can_be_read_back(office: Office) -> None:
    edition = await office.desk.library.edition()
    reading: dict[str, Any] = {
        "edition": edition,
        "say": load_catalogue("en", EDITING),
        "days": office.desk.reader.days,
    }
    count = 0
    for command in all_commands():
        for field in command.fields:
            found = await of(office, command, field, now=TUESDAY_NOON, language="es", typed="")
            assert len(found) <= MOST
            for one in found:
                written = {field.name: one.value}
                values, problems = read_values(command, written, at=edition.district.local(TUESDAY_NOON), **reading)
                assert field.name not in {each.field for each in problems}, (command.key, one)
                assert field.name in values
                count += 1
    assert count > 300


async def test_days_skip_what_is_no_school_day_after_tomorrow(office: Office) -> None:
    found = await offered(office, "status", "day", now=at("2022-03-24 12:00"))

    assert labels(found) == [
        "Today, Thursday, March 24",
        "Tomorrow, Friday, March 25",
        "Monday, March 28",
        "Tuesday, March 29",
        "Wednesday, March 30",
        "Thursday, March 31",
        "Friday, April 1",
    ]
    assert [one.value for one in found][:2] == ["2022-03-24", "2022-03-25"]


async def test_days_are_those_of_the_districts_clock_around_midnight(office: Office) -> None:
    late = await offered(office, "status", "day", now=at("2022-03-22 23:59"))
    early = await offered(office, "status", "day", now=at("2022-03-23 00:01"))

    assert (late[0].value, early[0].value) == ("2022-03-22", "2022-03-23")


async def test_hours_fit_the_status(office: Office) -> None:
    late = await offered(office, "status", "hour", status="delayed")
    early = await offered(office, "status", "hour", status="early_dismissal")

    assert [one.value for one in late] == ["09:00", "09:30", "10:00", "10:30", "11:00"]
    assert [one.value for one in early] == ["14:00", "13:30", "13:00", "12:30", "12:00"]


async def test_claims_are_those_told_now_the_newest_first_and_in_words(office: Office) -> None:
    await office.done("status", status="open", day="friday")
    found = await offered(office, "claim withdraw", "claim")

    assert found[0].label == "Open on Friday, March 25"
    assert "Closed on Wednesday, March 23" in labels(found)
    assert "Bags at every school. (Wednesday, March 23)" in labels(found)
    await office.done("claim withdraw", claim=found[0].value)
    assert found[0] not in await offered(office, "claim withdraw", "claim")


async def test_conditions_are_the_open_ones_first_those_that_something_hangs_on(office: Office) -> None:
    found = await offered(office, "claim settle", "condition")
    assert set(labels(found)) == {"unless a deal is reached first", "if campuses close that day"}

    await office.done("claim settle", condition="deal", state="met")
    assert "unless a deal is reached first" not in labels(await offered(office, "claim settle", "condition"))


async def test_events_are_the_live_ones(office: Office) -> None:
    await office.done("event open", template="snow", day="friday")
    assert labels(await offered(office, "event end", "event")) == ["Snow, March 2022", "Strike"]

    await office.done("event end", event="strike", words="The strike is over.")
    assert "Strike" not in labels(await offered(office, "event end", "event"))


async def test_gaps_and_people_who_wait_are_named_by_what_they_asked(office: Office) -> None:
    asking = Asking(TUESDAY_NOON, "ana", "ana", "can we borrow a telescope?", "unknown")
    await office.desk.database.write(lambda connection: record(connection, asking, missed=(Missed(),)))
    (gap,) = await offered(office, "gaps claim", "gap")
    assert gap.label.endswith("can we borrow a telescope?")

    assert await offered(office, "gaps reply", "inquiry") == ()
    about: dict[str, Any] = {"person": "ana", "place": "ana", "text": "can my son see the nurse", "at": TUESDAY_NOON}
    await office.desk.database.write(lambda connection: open_inquiry(connection, **about))
    (waiting,) = await offered(office, "gaps reply", "inquiry")
    assert waiting == Suggestion("1 · can my son see the nurse", "1")


async def test_announcements_are_those_with_which_something_can_be_done(office: Office) -> None:
    for words in ("Kept.", "Sent."):
        await office.desk.database.write(
            partial(
                prepare,
                prepared=Announcement({"en": words}, Scope(), drill=False),
                act=Act("telegram:ines", TUESDAY_NOON, "announce"),
            )
        )
    assert [one.label for one in await offered(office, "announce send", "number")] == ["2 · Sent.", "1 · Kept."]
    act = Act("telegram:ines", TUESDAY_NOON, "announce send")
    not_after = TUESDAY_NOON + timedelta(days=1)
    await office.desk.database.write(partial(send_kept, number=2, act=act, not_after=not_after))

    assert await offered(office, "announce send", "number") == (Suggestion("1 · Kept.", "1"),)
    assert await offered(office, "announce pause", "number") == (Suggestion("2 · Sent.", "2"),)
    assert await offered(office, "announce resume", "number") == ()
    assert [one.value for one in await offered(office, "announce cancel", "number")] == ["2", "1"]


async def test_what_is_typed_narrows_them_by_the_beginnings_of_words(office: Office) -> None:
    assert [one.value for one in await offered(office, "status", "status", typed="ea")] == ["early_dismissal"]
    assert [one.value for one in await offered(office, "status", "scope", typed="suTT")] == ["sutter"]
    assert await offered(office, "status", "status", typed="x") == ()


async def test_they_speak_the_editors_language(office: Office) -> None:
    found = await offered(office, "status", "day", language="es")

    assert "jueves, 24 de marzo" in labels(found)


async def test_a_field_that_only_words_fill_has_none(office: Office) -> None:
    assert await offered(office, "claim add", "words") == ()
