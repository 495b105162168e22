"""The program ended in the middle of telling many: nobody is left out, and nobody is told twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.adapters.telegram.double_remote import RemoteDouble, remote_double
from tests.storms.serving import LONG, POLLING, Program

OWNER, FAMILIES = 900, 40
AT_A_SLOW_PACE = {
    "BELLWETHER_OWNERS": f"telegram:{OWNER}",
    "BELLWETHER_TELLING__TELEGRAM_PER_SECOND": "10",
    "BELLWETHER_TELLING__SETTLING_SECONDS": "0",
    "BELLWETHER_TELLING__QUIET_HOURS": "off",
}


@pytest.fixture
async def double() -> AsyncIterator[RemoteDouble]:
    async with remote_double() as started:
        yield started


@pytest.fixture
async def program(double: RemoteDouble, database: Path, curated: Path) -> AsyncIterator[Program]:
    made = Program(double, database.parent, POLLING, more={"BELLWETHER_KNOWLEDGE": str(curated), **AT_A_SLOW_PACE})
    await made.start()
    yield made
    if made.process is not None and made.process.returncode is None:
        await made.kill()


def a_school_day() -> date:
    """Soon, and no week end."""
    day = datetime.now(UTC).date() + timedelta(days=3)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


async def publishes(double: RemoteDouble, program: Program, status: str) -> None:
    await double.say([{"person": OWNER, "text": f"/status {status} {a_school_day()}"}])
    await program.at_rest()
    preview = [one for one in await double.sent() if one["chat"] == OWNER][-1]
    await double.tell("press", chat=OWNER, message=preview["id"], person=OWNER, label="Publish")


async def told(double: RemoteDouble, status: str) -> Counter[int]:
    """By chat, how many messages say so."""
    beginning = f"{status} on"
    return Counter(one["chat"] for one in await double.sent() if beginning in one["text"] and one["chat"] != OWNER)


async def test_ended_in_the_middle_everybody_is_told_once(double: RemoteDouble, program: Program) -> None:
    await publishes(double, program, "closed")
    await program.at_rest()
    day = a_school_day()
    families = [
        {"person": 2000 + number, "text": f"is there school on {day:%B} {day.day}?"} for number in range(FAMILIES)
    ]
    await double.say(families)
    await program.at_rest()
    assert len(await told(double, "Closed")) == FAMILIES
    before = (await double.state())["sent"]

    await publishes(double, program, "open")
    await double.until(lambda state: state["sent"] >= before + 8, within=LONG)
    assert await program.terminate() == 0, program.log()
    first = await told(double, "Open")
    assert 0 < len(first) < FAMILIES
    await program.start()
    with_preview = before + FAMILIES + 1
    await double.until(lambda state: state["sent"] >= with_preview, within=LONG)
    assert await program.terminate() == 0, program.log()

    everybody = await told(double, "Open")
    assert (len(everybody), set(everybody.values())) == (FAMILIES, {1})
