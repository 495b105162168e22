"""Posts in a staff room are claimed once, also where two processes reach for them at once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial

from knowledge.database import Database
from knowledge.guides import Guide, drop_guide, read_guide, save_guide
from knowledge.inquiries import answer_inquiry, open_inquiry
from knowledge.staff_posts import PostKind, claim_post, find_post, newest_waiting, note_post, outcomes, unposted
from tests.sacramento import TUESDAY_NOON

ROOM = "telegram:-1001"


async def asked(database: Database) -> int:
    opening = partial(open_inquiry, person="telegram:1", place="telegram:1", text="can he see the nurse")
    return await database.write(partial(opening, at=TUESDAY_NOON))


async def test_of_many_who_claim_a_post_one_gets_it(address: str) -> None:
    async with Database.open(address) as database:
        number = await asked(database)
        claiming = partial(claim_post, place=ROOM, kind=PostKind.INQUIRY, about=number, at=TUESDAY_NOON)
        claimed = await asyncio.gather(*(database.write(claiming) for _ in range(8)))

        assert len([one for one in claimed if one is not None]) == 1


async def test_two_servers_on_one_database_claim_it_once(postgres: str) -> None:
    async with Database.open(postgres) as one, Database.open(postgres) as other:
        number = await asked(one)
        claiming = partial(claim_post, place=ROOM, kind=PostKind.INQUIRY, about=number, at=TUESDAY_NOON)
        claimed = await asyncio.gather(*(database.write(claiming) for database in (one, other) * 4))
        assert len([each for each in claimed if each is not None]) == 1


async def test_a_post_is_found_by_its_message_and_knows_what_became_of_it(address: str) -> None:
    async with Database.open(address) as database:
        number = await asked(database)
        assert await database.read(newest_waiting) == (0, number, 0, 1)
        claiming = partial(claim_post, place=ROOM, kind=PostKind.INQUIRY, about=number, at=TUESDAY_NOON)
        post = await database.write(claiming)
        assert post is not None
        await database.write(partial(note_post, number=post, message="17"))

        found = await database.read(partial(find_post, place=ROOM, message="17"))
        assert found is not None
        assert (found.kind, found.about, found.done) == (PostKind.INQUIRY, number, False)
        assert await database.read(partial(find_post, place="telegram:-1002", message="17")) is None
        later = TUESDAY_NOON + timedelta(days=1)
        new = partial(unposted, place=ROOM, kind=PostKind.INQUIRY, numbers=[number, 99], at=later)
        assert await database.read(new) == [99]

        answer = partial(answer_inquiry, number=number, answer="Yes.", by="telegram:2", role="editor", at=later)
        await database.write(answer)
        (outcome,) = await database.read(partial(outcomes, place=ROOM))
        assert (outcome.open, outcome.gone, outcome.answer) == (False, False, "Yes.")
        assert (await database.read(newest_waiting))[-1] == 0


async def test_a_guide_is_one_for_a_person_in_a_room(address: str) -> None:
    async with Database.open(address) as database:
        for body in ({"asked": "status"}, {"asked": "day"}):
            await database.write(partial(save_guide, kept=Guide("telegram:2", ROOM, body, TUESDAY_NOON)))
        kept = await database.read(partial(read_guide, person="telegram:2", place=ROOM))
        assert kept == Guide("telegram:2", ROOM, {"asked": "day"}, TUESDAY_NOON)

        late = Guide("telegram:3", ROOM, {}, TUESDAY_NOON + timedelta(days=2))
        await database.write(partial(save_guide, kept=late))
        assert not await database.write(partial(drop_guide, person="telegram:2", place=ROOM)), "what is long over goes"
