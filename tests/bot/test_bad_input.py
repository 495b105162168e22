"""Bad input costs a bounded amount of work and gets a sane reply: counted, never timed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime

import pytest

from adapters.terminal.bad_input import bad_input
from bot.answering import Answering
from bot.questions import Outcome, Question, Reply
from bot.reading import LONGEST_READ, load_message_reader
from bot.repeating import said_once, without_piles
from bot.sentences import LONGEST_STRETCH
from knowledge.database import Database
from knowledge.days import load_day_reader
from knowledge.files import read_shipped
from knowledge.findings import Asked, Finding
from knowledge.library import Edition, Library
from knowledge.matching import Index, Match
from knowledge.publishing import fill
from tests.sacramento import at

EVENING = at("2022-03-22 18:00")
MOST_MATCHES, MOST_MATCHED, MOST_LOOK_UPS = 12, 5 * LONGEST_STRETCH, 10
# As "is there school" is answered that evening; nothing that is only odd may say anything else of a day.
HARMLESS = {None, "unknown", "closed_unless"}
NO_WORDS = ("commas", "question marks", "punctuation")
ABOUT_SCHOOL = (
    "one word two thousand times",
    "words between commas",
    "ands",
    "ys",
    "words between question marks",
    "a question forty times",
    "names of schools",
    "scripts mixed",
    "letters of other alphabets",
    "directions overridden",
    "marks of several kinds on one word",
    "marks on every letter",
    "misspelt",
)


@dataclass(frozen=True)
class CountingIndex(Index):
    matched: list[str] = field(default_factory=list)

    @classmethod
    def around(cls, index: Index) -> CountingIndex:
        return cls(**{one.name: getattr(index, one.name) for one in fields(index)})

    def match(self, text: str, *, language: str | None, without: Collection[str] = ()) -> Match:
        self.matched.append(text)
        return super().match(text, language=language, without=without)


class CountingLibrary(Library):
    """Counts the matches and the looks-up of the questions asked of it."""

    asked: list[Asked]
    counting: CountingIndex | None = None

    async def edition(self) -> Edition:
        edition = await super().edition()
        if self.counting is None:
            self.asked, self.counting = [], CountingIndex.around(edition.index)
        return replace(edition, index=self.counting)

    async def look_up(self, asked: Sequence[Asked], *, at: datetime, edition: Edition) -> list[Finding]:
        self.asked += asked
        return await super().look_up(asked, at=at, edition=edition)

    async def look_up_now(self, asked: Sequence[Asked], *, at: datetime, edition: Edition) -> list[Finding]:
        return await self.look_up(asked, at=at, edition=edition)


@dataclass
class Asking:
    library: CountingLibrary
    answering: Answering

    async def ask(self, text: str, *, person: str = "ana") -> tuple[Reply, list[str], list[Asked]]:
        """The reply, the texts that were matched for it, and what was looked up."""
        index = (await self.library.edition()).index
        assert isinstance(index, CountingIndex)
        index.matched.clear()
        self.library.asked.clear()
        reply = await self.answering.answer(Question(text, EVENING, person=person, language="en"))
        return reply, list(index.matched), list(self.library.asked)


@pytest.fixture(scope="module")
async def asking() -> AsyncIterator[Asking]:
    shipped = read_shipped()
    assert shipped.district is not None
    async with Database.open("sqlite:///:memory:") as database:
        await database.write(lambda connection: fill(connection, shipped, at=EVENING))
        library = CountingLibrary(database)
        reader = load_message_reader(load_day_reader())
        yield Asking(library, Answering(library, reader, fallback=shipped.district))


async def test_each_kind_costs_few_matches_and_look_ups(asking: Asking) -> None:
    kinds = bad_input(await asking.library.edition())
    for kind, text in kinds.items():
        _, matched, looked_up = await asking.ask(text, person=kind)

        assert len(matched) <= MOST_MATCHES, kind
        assert sum(map(len, matched)) <= MOST_MATCHED, kind
        assert len(looked_up) <= MOST_LOOK_UPS, kind


async def test_each_kind_gets_a_reply_that_claims_nothing_false(asking: Asking) -> None:
    kinds = bad_input(await asking.library.edition())
    for kind, text in kinds.items():
        reply, _, _ = await asking.ask(text, person=f"reply to {kind}")

        assert reply.reference is None, kind
        assert reply.text.strip(), kind
        assert reply.status in HARMLESS, kind
        assert any("1000" in note for note in reply.notes) == (len(text) > LONGEST_READ), kind


@pytest.mark.parametrize("kind", NO_WORDS)
async def test_without_a_word_there_is_nothing_to_look_for(asking: Asking, kind: str) -> None:
    reply, matched, looked_up = await asking.ask(bad_input(await asking.library.edition())[kind], person="b")

    assert (reply.outcome, matched, looked_up) == (Outcome.CLARIFY, [], [])


@pytest.mark.parametrize("kind", ABOUT_SCHOOL)
async def test_school_said_over_and_over_asks_about_school(asking: Asking, kind: str) -> None:
    reply, _, _ = await asking.ask(bad_input(await asking.library.edition())[kind], person=f"school {kind}")

    assert (reply.outcome, reply.status) == (Outcome.ANSWER, "closed_unless")


@pytest.mark.parametrize("kind", ["dates", "dates in full"])
async def test_of_too_many_days_the_one_that_is_meant_is_asked_for(asking: Asking, kind: str) -> None:
    reply, _, looked_up = await asking.ask(bad_input(await asking.library.edition())[kind], person=f"days {kind}")

    assert (reply.outcome, looked_up) == (Outcome.CLARIFY, [])
    assert "Which date do you mean?" in reply.text


async def test_every_day_of_a_week_that_is_listed_is_answered(asking: Asking) -> None:
    week = "is there school monday, tuesday, wednesday, thursday or friday"
    _, _, looked_up = await asking.ask(week, person="lists a week")

    assert len({one.day for one in looked_up}) == 5


async def test_a_second_bad_message_is_not_read_twice_over(asking: Asking) -> None:
    text = bad_input(await asking.library.edition())["two thousand unknown words"]
    _, once, _ = await asking.ask(text, person="sends two")
    _, again, _ = await asking.ask(text, person="sends two")

    assert again == once


@pytest.mark.parametrize("text", ["²", "①", "٣", "9" * 5000, "0", "-1"])
async def test_a_number_that_chooses_nothing_is_only_a_message(asking: Asking, text: str) -> None:
    reply, _, _ = await asking.ask(text, person=f"number {text[:3]}")

    assert reply.reference is None


async def test_in_a_long_message_the_questions_are_read_first(asking: Asking) -> None:
    telling = "My cousin Hortensia bakes marvellous cinnamon rolls for her neighbours on Larchmont. "
    reply, matched, _ = await asking.ask(
        telling + telling.upper() + f"{telling} Truly. " * 6 + "Is there school Friday?"
    )

    assert reply.topics == ("school-open",)
    assert str(reply.day) == "2022-03-25"
    assert len(matched) <= MOST_MATCHES


async def test_questions_left_unread_are_named(asking: Asking) -> None:
    odd = [f"can {one} visit {one} with {one}?" for one in ("Xavi", "Yolo", "Zeta", "Qbert", "Wanda", "Vlad", "Uma")]
    reply, _, _ = await asking.ask(" ".join(["is there school friday?", *odd, "is there practice thursday?"]))

    assert "school-open" in reply.topics
    assert "have no answer yet" in reply.text


async def test_one_sentence_is_matched_once_where_all_its_words_are_known(asking: Asking) -> None:
    _, matched, looked_up = await asking.ask("is there school wednesday", person="plain")

    assert (len(matched), len(looked_up)) == (1, 1)


@pytest.mark.parametrize("text", ["hahahaha", "no no no no school?", "!!!!!!", "$20000000000", "school closed?"])
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert said_once(text) == text
    assert without_piles(text) == text


def test_what_follows_upon_itself_is_kept_once_and_what_stands_around_it_stays() -> None:
    assert said_once("please, " + "closed tomorrow? " * 8 + "thanks") == "please, closed tomorrow? thanks"
    assert said_once("monday tuesday " * 20 + "mon") == "monday tuesday "


def test_no_letter_keeps_more_than_three_marks() -> None:
    assert without_piles("a" + "\u0301" * 4096 + "b") == "a" + "\u0301" * 3 + "b"
    assert without_piles("Vie\u0323\u0302t") == "Vie\u0323\u0302t"
