"""The program killed while it answers on Telegram: nothing is lost, and what was said is said again only where the
kill fell between saying it and writing that down.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.storms.rounds import Figures, Storm
from tests.storms.serving import POLLING, WEBHOOK, Program, answered, filled, questions, served, times_answered

IN_FLIGHT = 3  # at the least, at each kill
PEOPLE = 8

Kill = Callable[[Program, Storm, int], Awaitable[int]]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("telegram"))


async def before_the_store(program: Program, storm: Storm, number: int) -> int:
    """Telegram has handed them over, and the database does not take them just now."""
    with program.unwritable():
        await program.double.say(questions(PEOPLE))
        state = await program.double.until(lambda state: state["in_flight"] == PEOPLE)
        await asyncio.sleep(0.05)
        assert program.waiting() == 0
        await program.kill()
    return int(state["in_flight"])


async def between_store_and_answer(program: Program, storm: Storm, number: int) -> int:
    """Telegram asks each answer to come later, and takes so long to say it that all of them are on their way: once two
    rooms are refused, the others wait. On a busy machine one may be through by then: such a round says nothing and is
    raised again."""
    slower = {"code": 429, "words": "Too Many Requests: retry after 60", "parameters": {"retry_after": 60}}
    await program.double.tell("refuse", method="sendMessage", times=PEOPLE, **slower)
    await program.double.tell("set", latency=4.0)
    before = (await program.double.state())["sent"]
    await program.double.say(questions(PEOPLE))
    state = await program.double.until(lambda state: state["counted"].get("sendMessage", 0) >= PEOPLE)
    all_wait = program.waiting() == PEOPLE
    await program.kill()
    await program.double.tell("set", latency=0.0)
    none_sent = (await program.double.state())["sent"] == before
    return int(state["in_flight"]) if all_wait and none_sent else 0


async def between_send_and_record(program: Program, storm: Storm, number: int) -> int:
    """Families read the answers, and the program has not heard that they do."""
    await program.double.tell("hold", method="sendMessage", after=True)
    await program.double.say(questions(PEOPLE))
    state = await program.double.until(lambda state: state["held"] == PEOPLE)
    await program.kill()
    await program.double.tell("release", method="sendMessage")
    return int(state["held"])


async def at_any_moment(program: Program, storm: Storm, number: int) -> int:
    """When some have been answered, with calls that take a while."""
    answers = storm.random(number).randrange(PEOPLE * 4 - IN_FLIGHT)
    await program.double.tell("set", latency=0.2)
    await program.double.say(questions(PEOPLE * 4))
    await program.double.until(lambda state: state["given"] >= IN_FLIGHT and state["sent"] >= answers)
    await program.kill()
    return int((await program.double.state())["in_flight"])


PLACES: tuple[Kill, ...] = (before_the_store, between_store_and_answer, between_send_and_record, at_any_moment)
AT_MOST_TWICE = (between_send_and_record, at_any_moment)


@pytest.mark.parametrize("way", [POLLING, WEBHOOK])
def test_killed_with_questions_in_flight_each_is_answered(template: Path, way: str) -> None:
    storm = Storm.named(f"telegram-kills-{way}")

    def one(number: int) -> Figures:
        place = PLACES[number % (len(PLACES) if storm.long else len(PLACES) - 1)]
        return asyncio.run(_killed(storm, template, way, number=number, place=place))

    storm.run(range(storm.of(3, 20)), one)


async def _killed(storm: Storm, template: Path, way: str, *, number: int, place: Kill) -> Figures:
    """Repeated while too little was in flight for the round to say anything."""
    for repeat in range(40):
        async with served(template, way, number=number) as program:
            in_flight = await place(program, storm, number + 1000 * repeat)
            if in_flight < IN_FLIGHT:
                continue
            await program.start()
            await program.at_rest()
            asked = PEOPLE if place is not at_any_moment else PEOPLE * 4
            times = await times_answered(program.double, people=range(1001, 1001 + asked))
            assert times[0] == 0, program.log()
            assert times[1] == asked or place in AT_MOST_TWICE, times
            assert times[1] + times[2] == asked, times
            assert not (await program.double.state())["complaints"]
        where = place.__name__.replace("_", " ")
        return {"by": way, "killed": where, "questions": asked, "in flight": in_flight, **answered(times)}
    raise AssertionError("never enough in flight")
