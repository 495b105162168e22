"""Roles of a server that stand for ours: who has one may do what it was given, and no longer than they have it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.discord.double import Double
from tests.adapters.discord.newsroom import Newsroom, newsroom
from tests.adapters.discord.people import Person
from tests.adapters.discord.places import Role


@pytest.fixture
async def room(double: Double, database: Path, curated: Path) -> AsyncIterator[Newsroom]:
    async with newsroom(double, database, curated, chores=()) as made:
        yield made


@pytest.fixture
def office(room: Newsroom) -> Role:
    return room.double.role(room.guild, "Office", "manage_guild")


async def sets_a_status(room: Newsroom, person: Person) -> str:
    return (await person.uses(room.general, "/status", status="closed", day="thursday")).text


async def test_whoever_has_the_role_may_what_was_given_to_it(room: Newsroom, office: Role) -> None:
    luz = room.double.member("Luz", roles=[office])
    assert "yours is family" in await sets_a_status(room, luz)

    given = await room.uses("/role grant", person=office, role="publisher")
    assert f"discord:role/{office.id} is publisher now." in given.text
    assert "Whoever is in that group has this role" in given.text

    preview = await luz.uses(room.general, "/status", status="closed", day="thursday")
    done = await room.presses(preview, "Publish", by=luz)
    assert "Published as change 1." in done.text


async def test_it_goes_with_the_role_of_the_server(room: Newsroom, office: Role) -> None:
    luz = room.double.member("Luz", roles=[office], permissions=("manage_guild",))
    await room.uses("/role grant", person=office, role="publisher")
    preview = await luz.uses(room.general, "/status", status="closed", day="thursday")
    room.guild.members[luz.id].remove(office)

    refused = await room.presses(preview, "Publish", by=luz)

    assert "yours is family" in refused.text


async def test_the_higher_of_their_own_role_and_the_server_s_counts(room: Newsroom, office: Role) -> None:
    luz = room.double.member("Luz", roles=[office])
    await room.uses("/role grant", person=office, role="viewer")
    await room.uses("/role grant", person=luz, role="editor")

    preview = await luz.uses(room.general, "/status", status="closed", day="thursday")

    assert preview.shown.labels[0] == "Keep as a draft for a publisher"


async def test_a_role_of_a_server_cannot_be_owner(room: Newsroom, office: Role) -> None:
    refused = await room.uses("/role grant", person=office, role="owner")

    assert "A whole group cannot be owner" in refused.text


async def test_it_is_named_in_the_list_and_taken_away_again(room: Newsroom, office: Role) -> None:
    luz = room.double.member("Luz", roles=[office])
    await room.uses("/role grant", person=office, role="publisher")
    listed = await room.uses("/role list")
    assert f"discord:role/{office.id}" in listed.text.replace("\\", "")

    await room.uses("/role revoke", person=f"<@&{office.id}>")

    assert "yours is family" in await sets_a_status(room, luz)


async def test_the_log_names_the_person_and_not_the_role(room: Newsroom, office: Role) -> None:
    luz = room.double.member("Luz", roles=[office])
    await room.uses("/role grant", person=office, role="publisher")
    preview = await luz.uses(room.general, "/status", status="closed", day="thursday")
    await room.presses(preview, "Publish", by=luz)

    log = await room.uses("/role log")

    assert f"discord:{luz.id} (publisher)" in log.text.replace("\\", "")
