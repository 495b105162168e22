"""Who may do what: given, taken away, offered by a code; the last owner stays, and everything stands in the log."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.commands import Role
from bot.curating.roles import owner_code
from bot.pages import Invocation, Page, PageKind, Who
from knowledge.invitations import invite_owner, new_code
from knowledge.staff import Refusal
from knowledge.tables import audit, invitation, role
from tests.bot.house import House, open_house, text_of
from tests.sacramento import TUESDAY_NOON

OWEN, EVE, SAM = "telegram:1", "telegram:2", "discord:3"


@pytest.fixture
async def house(address: str) -> AsyncIterator[House]:
    """With one owner."""
    async with open_house(address) as opened:
        code = new_code()
        await opened.desk.database.write(partial(invite_owner, code=code, at=TUESDAY_NOON))
        await opened.do("role", "join", person=OWEN, code=code)
        yield opened


async def rule(house: House, action: str, *, by: str = OWEN, now: Any = TUESDAY_NOON, **values: str) -> Page:
    return await house.desk.do(Invocation("role", Who(by, by), now, action, values))


async def held(house: House) -> dict[str, str]:
    return {row.identity: row.role for row in await house.rows(role)}


async def test_the_first_owner_comes_by_a_code_of_the_operators(house: House) -> None:
    assert await held(house) == {OWEN: "owner"}
    write = house.desk.database.write
    assert await write(partial(invite_owner, code=new_code(), at=TUESDAY_NOON)) is Refusal.OWNER_EXISTS
    assert await write(partial(invite_owner, code=new_code(), at=TUESDAY_NOON, forced=True)) is None


async def test_the_operators_page_shows_the_code_or_why_there_is_none() -> None:
    async with open_house() as house:
        page = await owner_code(house.desk, at=TUESDAY_NOON)
        joined = await rule(house, "join", code=page.lines[0].removeprefix("/role join "))
        again = await owner_code(house.desk, at=TUESDAY_NOON)

    assert "until 2022-03-23 12:10" in page.lines[1]
    assert joined.title == "You are owner now."
    assert (again.kind, again.lines) == (PageKind.REFUSED, ("There is an owner already.",))


async def test_an_owners_code_lapses_after_a_day_and_with_the_next_one() -> None:
    async with open_house() as house:
        first, second = new_code(), new_code()
        for code in (first, second):
            await house.desk.database.write(partial(invite_owner, code=code, at=TUESDAY_NOON))

        assert (await rule(house, "join", code=first)).kind is PageKind.REFUSED
        later = TUESDAY_NOON + timedelta(hours=24)
        assert (await rule(house, "join", code=second, now=later)).kind is PageKind.REFUSED
        assert (await rule(house, "join", code=second.lower().replace("-", " "))).kind is PageKind.DONE


async def test_the_settings_name_owners_whom_no_command_takes_away() -> None:
    async with open_house(owners=frozenset({OWEN})) as house:
        assert (await rule(house, "grant", person=EVE, role="owner")).kind is PageKind.DONE
        assert (await rule(house, "revoke", by=EVE, person=OWEN)).kind is PageKind.REFUSED
        assert (await rule(house, "revoke", by=EVE, person=EVE)).kind is PageKind.DONE
        listed = await rule(house, "list")
        assert "telegram:1 | owner | the settings" in text_of(listed)
        code = new_code()
        refused = partial(invite_owner, code=code, at=TUESDAY_NOON, standing=house.desk.owners)
        assert await house.desk.database.write(refused) is Refusal.OWNER_EXISTS


async def test_a_role_is_given_raised_and_taken_away(house: House) -> None:
    await rule(house, "grant", person=EVE, role="editor")
    assert (await rule(house, "grant", person=EVE, role="editor")).title == "telegram:2 is editor already."
    await rule(house, "grant", person=EVE, role="publisher")
    assert await held(house) == {OWEN: "owner", EVE: "publisher"}
    page = await rule(house, "revoke", person=EVE)

    assert page.lines == ("Before: publisher.",)
    assert await held(house) == {OWEN: "owner"}
    changes = [
        (row.before, row.after) for row in await house.rows(audit) if row.command in ("role grant", "role revoke")
    ]
    assert changes == [
        ({"role": None}, {"role": "editor"}),
        ({"role": "editor"}, {"role": "publisher"}),
        ({"role": "publisher"}, {"role": None}),
    ]


async def test_the_last_owner_is_neither_revoked_nor_made_less(house: House) -> None:
    for action, values in (("revoke", {"person": OWEN}), ("grant", {"person": OWEN, "role": "viewer"})):
        page = await rule(house, action, **values)
        assert "That is the last owner" in text_of(page)

    assert await held(house) == {OWEN: "owner"}
    assert [row.refused for row in await house.rows(audit) if row.refused] == ["the last owner"] * 2
    await rule(house, "grant", person=EVE, role="owner")
    assert (await rule(house, "revoke", person=OWEN)).kind is PageKind.DONE


async def test_two_owners_who_revoke_each_other_leave_one(house: House) -> None:
    await rule(house, "grant", person=EVE, role="owner")
    await asyncio.gather(rule(house, "revoke", person=EVE), rule(house, "revoke", by=EVE, person=OWEN))

    assert len(await held(house)) == 1


async def test_nobody_below_an_owner_rules(house: House) -> None:
    await rule(house, "grant", person=EVE, role="publisher")

    for action, values in (
        ("grant", {"person": SAM, "role": "owner"}),
        ("list", {}),
        ("log", {}),
        ("invite", {"role": "owner"}),
    ):
        assert (await rule(house, action, by=EVE, **values)).kind is PageKind.REFUSED
    assert await held(house) == {OWEN: "owner", EVE: "publisher"}


async def test_an_invitation_works_once_and_for_two_days(house: House) -> None:
    page = await rule(house, "invite", role="editor")
    code = page.lines[0].removeprefix("/role join ")
    assert code not in f"{await house.rows(invitation)}{await house.rows(audit)}"

    assert (await rule(house, "join", by=EVE, code=code)).title == "You are editor now."
    assert (await rule(house, "join", by=SAM, code=code)).kind is PageKind.REFUSED
    other = (await rule(house, "invite", role="editor")).lines[0].removeprefix("/role join ")
    late = await rule(house, "join", by=SAM, code=other, now=TUESDAY_NOON + timedelta(hours=48))
    assert "has lapsed" in text_of(late)
    assert await held(house) == {OWEN: "owner", EVE: "editor"}


async def test_a_code_never_lowers_a_role_and_stays_good(house: House) -> None:
    code = (await rule(house, "invite", role="viewer")).lines[0].removeprefix("/role join ")

    assert "stays good" in text_of(await rule(house, "join", code=code))
    assert (await rule(house, "join", by=SAM, code=code)).kind is PageKind.DONE
    assert await held(house) == {OWEN: "owner", SAM: "viewer"}


async def test_codes_go_with_the_role_of_whoever_made_them(house: House) -> None:
    await rule(house, "grant", person=EVE, role="owner")
    code = (await rule(house, "invite", by=EVE, role="owner")).lines[0].removeprefix("/role join ")
    await rule(house, "revoke", person=EVE)

    assert (await rule(house, "join", by=EVE, code=code)).kind is PageKind.REFUSED


async def test_an_owner_made_less_is_owner_again_by_no_code_of_her_own(house: House) -> None:
    await rule(house, "grant", person=EVE, role="owner")
    code = (await rule(house, "invite", by=EVE, role="owner")).lines[0].removeprefix("/role join ")
    await rule(house, "grant", person=EVE, role="publisher")

    assert (await rule(house, "join", by=EVE, code=code)).kind is PageKind.REFUSED
    await rule(house, "grant", person=EVE, role="owner")
    assert (await rule(house, "join", by=SAM, code=code)).kind is PageKind.REFUSED
    assert await held(house) == {OWEN: "owner", EVE: "owner"}


async def test_a_code_is_worth_nothing_once_the_settings_name_its_maker_no_more(address: str) -> None:
    async with open_house(address, owners=frozenset({OWEN})) as house:
        await rule(house, "grant", person=SAM, role="owner")
        good, late = [(await rule(house, "invite", role="editor")).lines[0].removeprefix("/role join ") for _ in "ab"]
        assert (await rule(house, "join", by=EVE, code=good)).kind is PageKind.DONE
        unnamed = House(replace(house.desk, owners=frozenset()))
        assert (await rule(unnamed, "join", by="discord:9", code=late)).kind is PageKind.REFUSED


async def test_a_code_from_the_operators_terminal_is_the_operators(house: House) -> None:
    page = await house.do("role", "invite", person="terminal:root", granted=Role.OWNER, role="publisher")
    code = page.lines[0].removeprefix("/role join ")

    assert (await rule(house, "join", by=EVE, code=code)).title == "You are publisher now."


async def test_a_first_owners_code_is_worth_nothing_once_there_is_an_owner() -> None:
    async with open_house() as house:
        first, forced = new_code(), new_code()
        write = house.desk.database.write
        await write(partial(invite_owner, code=first, at=TUESDAY_NOON))
        operator = Who("terminal:root", "terminal", granted=Role.OWNER)
        values = {"person": OWEN, "role": "owner"}
        await house.desk.do(Invocation("role", operator, TUESDAY_NOON, "grant", values))
        assert "There is an owner already." in text_of(await rule(house, "join", by=EVE, code=first))
        await write(partial(invite_owner, code=forced, at=TUESDAY_NOON, forced=True))
        assert (await rule(house, "join", by=EVE, code=forced)).title == "You are owner now."


async def test_after_five_wrong_codes_even_the_right_one_waits_an_hour(house: House) -> None:
    code = (await rule(house, "invite", role="editor")).lines[0].removeprefix("/role join ")
    for wrong in ("", "🙂", "x" * 500, "ABCD-EFGH", code[:-1], code + "A"):
        await rule(house, "join", by=EVE, code=wrong or "-")
    for _ in range(5):
        await rule(house, "join", by=EVE, code=new_code())

    assert "too many" in text_of(await rule(house, "join", by=EVE, code=code))
    soon = TUESDAY_NOON + timedelta(minutes=59)
    assert "too many" in text_of(await rule(house, "join", by=EVE, code=code, now=soon))
    assert (await rule(house, "join", by=SAM, code=code, now=soon)).kind is PageKind.DONE
    other = (await rule(house, "invite", role="viewer", now=soon)).lines[0].removeprefix("/role join ")
    later = TUESDAY_NOON + timedelta(minutes=61)
    assert (await rule(house, "join", by=EVE, code=other, now=later)).kind is PageKind.DONE


async def test_the_log_has_the_newest_first_and_pages(house: House) -> None:
    for number in range(25):
        await rule(house, "grant", person=f"telegram:9{number}", role="viewer")
    await rule(house, "grant", by=EVE, person=EVE, role="owner")

    first = await rule(house, "log")
    assert first.grid is not None
    assert len(first.grid.rows) == 20
    assert "For this you need the role owner; yours is family." in first.grid.rows[0]
    second = await house.take(first.offers[0])
    assert second.grid is not None
    assert len(second.grid.rows) == 8
    assert second.offers == ()


async def test_a_role_given_for_the_terminal_alone_is_not_kept(house: House) -> None:
    page = await house.do("role", "list", person="terminal", granted=Role.OWNER)

    assert page.kind is PageKind.SHOWN
    assert "terminal" not in await held(house)


async def test_a_group_gives_its_role_to_whoever_is_in_it(house: House) -> None:
    office, board = "discord:role/1", "discord:role/2"
    await rule(house, "grant", person=office, role="publisher")
    await rule(house, "grant", person=board, role="viewer")
    luz = Who(SAM, SAM, also=(board, office))

    assert await house.desk.role(luz) is Role.PUBLISHER
    assert await house.desk.role(replace(luz, also=(board,))) is Role.VIEWER
    assert await house.desk.role(replace(luz, also=())) is Role.FAMILY

    await rule(house, "grant", person=SAM, role="owner")
    assert await house.desk.role(luz) is Role.OWNER


async def test_a_group_is_never_owner(house: House) -> None:
    page = await rule(house, "grant", person="discord:role/1", role="owner")

    assert page.kind is PageKind.REFUSED
    assert await held(house) == {OWEN: "owner"}
    assert await house.desk.role(replace(Who(SAM, SAM), also=("discord:role/1",))) is Role.FAMILY
