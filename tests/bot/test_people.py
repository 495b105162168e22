"""Forgetting somebody leaves nothing of them: in no column of any table, and not in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from bot.commands import Role
from bot.keyboards import Keyboards
from bot.pages import Invocation, Page, PageKind, Who
from bot.presses import Step, StepKind
from knowledge.tables import audit, delivery, guide, link, metadata, owed, person
from tests.bot.house import House, open_house, text_of
from tests.sacramento import TUESDAY_NOON

ANA, ANA_TOO, BEN = "telegram:41414", "discord:61616", "telegram:52525"


@pytest.fixture
async def house(address: str) -> AsyncIterator[House]:
    async with open_house(address) as opened:
        yield opened


async def live_here(house: House, who: str) -> None:
    """Somebody who leaves a row in every table that names people, and was refused an editor's command."""
    asked = await house.ask("are schools closed wednesday?", person=who, place=who)
    missed = await house.ask("is there school thursday?", person=who, place=who)
    await house.do("settings", person=who, place=who, speaks="en", schools="middle school", quiet="21:00-6:00")
    await house.do("follow", person=who, place=who, answer=f"{missed.noted}")
    await house.do("wrong", person=who, place=who, answer=f"{asked.noted}")
    await house.do("person", person=who, place=who, question=f"does {who} get lunch?")
    await house.do("status", person=who, place=who, status="open", day="tomorrow")
    await house.do("role", "join", person=who, place=who, code="ABCD")
    code = (await house.do("link", person=f"{who}-", place=who)).lines[1].removeprefix("/link ")
    await house.do("link", person=who, place=who, code=code)
    await house.do("link", person=who, place=who)

    row = {
        "kind": "correction",
        "person": who,
        "place": who,
        "topic": "school-open",
        "scope": {},
        "because": "told",
        "recorded": TUESDAY_NOON,
        "state": "pending",
    }
    await house.desk.database.write(lambda connection: _put(connection, owed, row))
    waiting = {"lane": "telegram", "queue": 2, "kind": "correction", "person": who, "place": who, "urgent": False}
    waiting |= {"not_before": TUESDAY_NOON, "state": "waiting", "tries": 0}
    await house.desk.database.write(lambda connection: _put(connection, delivery, waiting))
    asking = Who(who, who)
    await Keyboards(house.desk.database).hand_out([Step(StepKind.CANCEL)], who=asking, at=TUESDAY_NOON)
    half = {"person": who, "place": who, "body": {"name": "status"}, "changed": TUESDAY_NOON}
    await house.desk.database.write(lambda connection: _put(connection, guide, half))


def _put(connection: Any, table: Any, row: dict[str, Any]) -> None:
    connection.execute(insert(table), [row])


async def found(house: House, who: str) -> set[str]:
    """The tables and columns in which somebody stands."""
    names = set()
    for table in metadata.sorted_tables:
        for row in await house.rows(table):
            names |= {f"{table.name}.{name}" for name, value in row._mapping.items() if who in f"{value}"}
    return names


async def test_every_row_of_a_person_is_forgotten_and_none_of_anybody_else(house: House) -> None:
    await live_here(house, ANA)
    await live_here(house, BEN)
    tables = {name.partition(".")[0] for name in await found(house, ANA)}
    assert tables >= {table.name for table in metadata.sorted_tables if "person" in table.c}
    before = await found(house, BEN)

    asked = await house.do("forget", person=ANA, place=ANA)
    assert asked.kind is PageKind.PREVIEW
    assert await found(house, ANA)
    done = await house.take(asked.offers[0])

    assert done.kind is PageKind.DONE
    assert await found(house, ANA) == set()
    assert await found(house, BEN) == before
    assert (await house.take(asked.offers[0])).kind is PageKind.DONE


async def test_nothing_is_remembered_either(house: House) -> None:
    await house.do("settings", person=ANA, place=ANA, language="es")
    await house.ask("are there meals wednesday?", person=ANA, place=ANA)
    await house.ask("are there meals wednesday?", person=BEN, place=BEN)
    await house.do("forget", person=ANA, place=ANA, sure="yes")

    assert (await house.ask("and thursday?", person=ANA, place=ANA)).topics == ("school-open",)
    assert (await house.ask("are schools closed wednesday?", person=ANA, place=ANA)).language == "en"
    assert (await house.ask("and thursday?", person=BEN, place=BEN)).topics == ("meals",)


async def test_who_edits_stays_in_the_log(house: House) -> None:
    await house.desk.do(_granting(BEN))
    await house.do("settings", person=BEN, place=BEN, language="es")
    await house.do("role", "list", person=BEN, place=BEN)
    await house.do("forget", person=BEN, place=BEN, sure="yes")

    assert await found(house, BEN) >= {"role.identity", "audit.about"}
    assert await house.rows(person) == []


async def test_what_was_refused_to_a_family_stays_without_its_name(house: House) -> None:
    await house.do("status", person=ANA, place=ANA, status="open", day="tomorrow")
    await house.do("forget", person=ANA, place=ANA, sure="yes")

    (line,) = await house.rows(audit)
    assert (line.identity, line.about, line.command) == ("forgotten", "", "status")


async def test_choices_that_cannot_be_read_are_said_with_a_reference() -> None:
    async with open_house() as house:
        await house.desk.database.write(lambda c: c.exec_driver_sql("ALTER TABLE person RENAME TO lost").close())
        reply = await house.ask("are schools closed wednesday?")
        page = await house.do("settings")

    assert reply.reference is not None
    assert page.reference is not None
    assert "Nothing was changed" in text_of(page)


def _granting(who: str) -> Invocation:
    owner = Who("terminal", "terminal", granted=Role.OWNER)
    return Invocation("role", owner, TUESDAY_NOON, "grant", {"person": who, "role": "editor"})


async def linked(house: House, *, now: datetime = TUESDAY_NOON) -> Page:
    """Ana's account on Telegram and hers on Discord."""
    code = (await house.do("link", person=ANA, place=ANA)).lines[1].removeprefix("/link ")
    return await house.do("link", person=ANA_TOO, place="discord:room", code=code, now=now)


async def test_settings_and_follows_are_shared_by_linked_accounts(house: House) -> None:
    await house.do("settings", person=ANA, place=ANA, language="es")
    await house.do("settings", person=ANA_TOO, schools="middle school", language="en")
    await house.do("follow", person=ANA, place=ANA, topic="meals")
    await house.do("follow", person=ANA_TOO, place="discord:room", topic="buses")
    done = await linked(house)

    assert f"{ANA_TOO}, {ANA}" in text_of(done)
    assert (await house.ask("are schools closed wednesday?", person=ANA_TOO)).language == "es"
    rows = {row.person: (row.language, row.levels) for row in await house.rows(person)}
    assert rows == {ANA: ("es", ["middle"]), ANA_TOO: ("es", ["middle"])}
    listed = await house.do("following", person=ANA_TOO)
    followed, asked = listed.lines[:2], listed.lines[2:]
    assert [line.partition(".")[0] for line in followed] == ["1", "2"]
    assert any("miércoles" in line for line in asked)
    await house.do("following", person=ANA_TOO, stop="1")
    assert len((await house.do("following", person=ANA)).lines) == 1
    await house.do("settings", person=ANA, language="-", schools="-")
    assert await house.rows(person) == []


async def test_a_link_code_works_once_for_an_hour_and_only_the_newest(house: House) -> None:
    late = await linked(house, now=TUESDAY_NOON + timedelta(hours=1))
    assert late.kind is PageKind.REFUSED
    first = (await house.do("link", person=ANA)).lines[1].removeprefix("/link ")
    second = (await house.do("link", person=ANA)).lines[1].removeprefix("/link ")

    assert (await house.do("link", person=BEN, code=first)).kind is PageKind.REFUSED
    assert (await house.do("link", person=ANA_TOO, code=second)).kind is PageKind.DONE
    assert (await house.do("link", person=BEN, code=second)).kind is PageKind.REFUSED
    for wild in ("🙂", "x" * 200, "' OR 1=1 --"):
        assert (await house.do("link", person=BEN, code=wild)).kind is PageKind.REFUSED
    assert {row.person for row in await house.rows(link)} == {ANA, ANA_TOO}


async def test_an_account_can_be_taken_out_again(house: House) -> None:
    done = await linked(house)
    await house.take(done.offers[0])
    await house.do("settings", person=ANA_TOO, language="es")

    assert [row.person for row in await house.rows(person)] == [ANA_TOO]


async def test_forgetting_is_for_all_linked_accounts(house: House) -> None:
    await live_here(house, ANA_TOO)
    await live_here(house, ANA)
    await linked(house)
    await house.do("forget", person=ANA, place=ANA, sure="yes")

    assert await found(house, ANA) == set()
    assert await found(house, ANA_TOO) == set()


@pytest.mark.parametrize("text", ["are schools closed wednesday?\x00", "are schools closed wednesday?\ud800"])
async def test_a_reply_is_never_lost_for_what_cannot_be_kept(house: House, text: str) -> None:
    reply = await house.ask(text)

    assert (reply.status, reply.noted) == ("closed_unless", 1)
