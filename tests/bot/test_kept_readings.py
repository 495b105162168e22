"""The same words in the same situation are read once; what is answered is looked up for everybody anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.kept_readings import LONGEST_KEPT, MOST_KEPT, KeptReadings
from knowledge.claims import Status
from knowledge.database import Database
from knowledge.library import Edition, Library
from knowledge.publishing import fill
from tests.bot.house import open_house
from tests.publishing import publish_change
from tests.sacramento import CLOSED, TUESDAY_NOON, knowledge

QUESTION = "are schools closed tomorrow?"


class Counted:
    """Counts how often it reads."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.kept = KeptReadings[int]()
        self.times = 0

    def ask(self, text: str, situation: str = "tuesday") -> int:
        return self.kept.of(text, situation, edition=self.edition, read=self._read)

    def _read(self) -> int:
        self.times += 1
        return self.times


async def edition() -> Edition:
    async with Database.open("sqlite:///:memory:") as database:
        await database.write(lambda connection: fill(connection, knowledge(), at=TUESDAY_NOON))
        return await Library(database).edition()


async def test_the_same_words_are_read_once_in_one_situation() -> None:
    counted = Counted(await edition())

    assert [counted.ask("a"), counted.ask("b"), counted.ask("a"), counted.ask("a", "wednesday")] == [1, 2, 1, 3]


async def test_another_edition_reads_anew() -> None:
    counted = Counted(await edition())
    counted.ask("a")
    counted.edition = replace(counted.edition, number=counted.edition.number + 1)

    assert counted.ask("a") == 2


async def test_long_messages_are_not_kept_and_old_ones_are_let_go() -> None:
    counted = Counted(await edition())
    long = "a" * (LONGEST_KEPT + 1)

    assert [counted.ask(long), counted.ask(long)] == [1, 2]

    first = counted.ask("first")
    for number in range(MOST_KEPT):
        counted.ask(f"another {number}")
    assert counted.ask("first") > first


async def test_what_was_published_since_answers_the_same_words() -> None:
    async with open_house() as house:
        before = await house.ask(QUESTION, person="ana", place="ana")
        on = replace(CLOSED, status=Status.OPEN, condition=None)
        later = TUESDAY_NOON + timedelta(minutes=1)
        await house.desk.database.write(lambda c: publish_change(c, [on], author="an editor", at=later))
        after = await house.ask(QUESTION, person="ben", place="ben", now=TUESDAY_NOON + timedelta(minutes=2))

    assert (before.status, after.status) == ("closed_unless", "open")


async def test_tomorrow_is_another_day_on_another_day() -> None:
    async with open_house() as house:
        today = await house.ask(QUESTION, person="ana", place="ana")
        next_day = await house.ask(QUESTION, person="ben", place="ben", now=TUESDAY_NOON + timedelta(days=1))

    assert (today.day, next_day.day) == (TUESDAY_NOON.date() + timedelta(1), TUESDAY_NOON.date() + timedelta(2))


async def test_what_is_carried_over_stays_with_the_person() -> None:
    async with open_house() as house:
        await house.ask("is lunch served on wednesday?", person="ana", place="ana")
        follow_up = await house.ask("and thursday?", person="ana", place="ana")
        alone = await house.ask("and thursday?", person="ben", place="ben")

    assert follow_up.topics != alone.topics
    assert alone.topics == ("school-open",)
