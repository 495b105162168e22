"""The program itself, in a process of its own: what it says of itself, and that no secret is ever among it."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.adapters.telegram.double import TOKEN, telegram_double
from tests.adapters.telegram.double_remote import RemoteDouble, remote_double
from tests.storms.serving import POLLING, WEBHOOK, Program, free_port, questions

WRONG = "7000000001:this-token-was-taken-back-last-year"
DEBUG = {"BELLWETHER_LOG_LEVEL": "DEBUG"}


@pytest.fixture
async def double_apart() -> AsyncIterator[RemoteDouble]:
    async with remote_double() as double:
        yield double


@pytest.fixture
async def program(double_apart: RemoteDouble, database: Path, curated: Path) -> AsyncIterator[Callable[..., Program]]:
    """Made to be started; killed at the end, if it still runs."""
    made: list[Program] = []

    def make(way: str = POLLING, **more: str) -> Program:
        one = Program(double_apart, database.parent, way, more={"BELLWETHER_KNOWLEDGE": str(curated), **more})
        made.append(one)
        return one

    yield make
    for one in made:
        if one.process is not None and one.process.returncode is None:
            await one.kill()


@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
async def test_a_wrong_token_is_one_line_and_the_end_and_never_shown(
    program: Callable[..., Program], level: str
) -> None:
    started = program(BELLWETHER_TELEGRAM__TOKEN=WRONG, BELLWETHER_LOG_LEVEL=level)
    process = await started.launch()
    assert await process.wait() == 1
    log = started.log()
    assert len([line for line in log.splitlines() if "BELLWETHER_TELEGRAM__TOKEN" in line]) == 1
    assert WRONG not in log
    assert WRONG.split(":")[1] not in log
    assert "Traceback" not in log


@pytest.mark.parametrize("way", [POLLING, WEBHOOK])
async def test_no_secret_is_in_the_log_even_where_everything_is_logged(
    program: Callable[..., Program], double_apart: RemoteDouble, way: str
) -> None:
    started = program(way, **DEBUG)
    await started.start()
    for method, how in (("sendMessage", {"after": True}), ("sendMessage", {"after": False})):
        await double_apart.tell("drop", method=method, **how)
    if way == POLLING:
        await double_apart.tell("refuse", method="getUpdates", code=502, words="Bad Gateway")
    await double_apart.say(questions(3))
    await started.at_rest()
    assert await started.terminate() == 0
    log = started.log()
    assert "SIGTERM" in log
    assert "@bellwether_bot" in log
    assert TOKEN not in log
    assert TOKEN.split(":")[1] not in log
    assert log.count("secret_token': '•••'") == (way == WEBHOOK)


async def test_interrupted_at_the_keyboard_it_ends_as_well(program: Callable[..., Program]) -> None:
    started = program()
    await started.start()
    assert started.process is not None
    started.process.send_signal(signal.SIGINT)
    assert await started.process.wait() == 0
    assert "Traceback" not in started.log()


async def test_telegram_being_away_at_the_start_is_waited_for(
    program: Callable[..., Program], database: Path, tmp_path: Path
) -> None:
    port = free_port()
    started = program(BELLWETHER_TELEGRAM__API_URL=f"http://127.0.0.1:{port}")
    await started.launch()
    async with telegram_double(port=port) as double:
        anna = double.person(11, "Anna")
        await anna.says(double.private(anna), "are schools closed Wednesday?")
        await double.until(lambda: double.sent(double.private(anna)), within=60)
    assert await started.terminate() == 0


async def test_a_second_program_on_the_same_file_is_refused_and_the_first_goes_on(
    program: Callable[..., Program], double_apart: RemoteDouble
) -> None:
    first, second = program(), program()
    await first.start()
    assert await (await second.launch()).wait() == 1
    await double_apart.say(questions(1))
    await first.at_rest()
    assert await first.terminate() == 0
