"""Taking a message apart: what is asked beside a rumour, beside a wish, beside another question, and on which days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.parts import Part
from bot.reading import MessageReader, Reading
from bot.sentences import sentences
from bot.words import load_reading_words
from knowledge.database import Database
from knowledge.files import read_shipped
from knowledge.library import Edition, Library
from knowledge.publishing import fill
from tests.readers import days_in, reader_in

TUESDAY_EVENING = datetime(2022, 3, 22, 19, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
OPEN, MEALS = "school-open", "meals"

Asked = list[tuple[str | None, int | None]]


@pytest.fixture(scope="module")
def reader() -> MessageReader:
    return reader_in("en", "es")


@pytest.fixture(scope="module")
async def edition() -> Edition:
    database = Database.open("sqlite:///:memory:")
    database.write_now(lambda link: fill(link, read_shipped(), at=datetime.fromisoformat("2022-03-22T12:00-07:00")))
    return await Library(database).edition()


class Reads:
    def __init__(self, reader: MessageReader, edition: Edition) -> None:
        self._reader, self._edition = reader, edition

    def __call__(self, text: str) -> Reading:
        return self._reader.read(text, at=TUESDAY_EVENING, edition=self._edition, hint=(), last=None)


@pytest.fixture(scope="module")
def read(reader: MessageReader, edition: Edition) -> Reads:
    return Reads(reader, edition)


def asked(parts: Sequence[Part]) -> Asked:
    """Of each part the topic and the day of March."""
    return [(one.topic, one.first.day if one.first else None) for one in parts]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("someone on facebook said they already made a deal so school is on tomorrow right?", 23),
        ("people on nextdoor are posting it's done and dusted so schools are open thursday right", 24),
        ("someone at church was saying the whole thing is over, school is on tomorrow right?", 23),
        ("my cousin swears it all got sorted out which means there is class on friday?", 25),
        ("una señora en la tienda dijo que ya se acabó así que mañana hay escuela?", 23),
        ("mi cuñada jura que ya quedó todo, o sea que el jueves sí hay clases?", 24),
    ],
)
def test_what_a_rumour_is_said_to_come_to_is_asked(read: Reads, text: str, day: int) -> None:
    assert (OPEN, day) in asked(read(text).parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("so there's no closure on friday, correct?", (OPEN, 25)),
        ("no closure tomorrow, is that true", (OPEN, 23)),
        ("people on nextdoor are posting it's done and dusted so schools are open thursday correct", (OPEN, 24)),
        ("my coworker said they called off the strike, true?", ("strike", None)),
        ("no hay cierre el viernes, ¿verdad?", (OPEN, 25)),
        ("mi comadre dice que ya cancelaron la huelga, es cierto?", ("strike", None)),
    ],
)
def test_what_only_asks_for_a_yes_hides_nothing(read: Reads, text: str, expected: tuple[str, int | None]) -> None:
    assert expected in asked(read(text).parts)


@pytest.mark.parametrize("text", ["correct?", "is that true", "what is correct", "¿es cierto?"])
def test_where_nothing_else_is_said_the_tag_is_the_question(text: str) -> None:
    assert load_reading_words().without_tag(text) == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("buneos dias", "es"),
        ("bunos dias", "es"),
        ("softball thursda?y", "en"),
        ("hiya", "en"),
        ("puas kawm ntawv", "en"),
    ],
)
def test_a_slip_does_not_change_the_language(read: Reads, text: str, language: str) -> None:
    assert read(text).language == language


@pytest.mark.parametrize(
    "text", ["auuer hubo clases?", "were schools open ystrdxy", "school trwm?", "hay clases el sbao?"]
)
def test_an_unknown_word_may_be_the_day_of_a_question_without_one(read: Reads, text: str) -> None:
    assert [part.unread_day for part in read(text).parts] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "is the bank by the mall open so i can go tomorrow",
        "he said the pool got fixed so it's open tomorrow right?",
    ],
)
def test_what_comes_of_something_else_is_not_taken_for_school(read: Reads, text: str) -> None:
    assert all(part.topic is None for part in read(text).parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what about friday and are there meals", [(OPEN, 25), (MEALS, 25)]),
        ("ok so what about friday and is there lunch", [(OPEN, 25), (MEALS, 25)]),
        ("thanks, what about thursday and is there lunch", [(OPEN, 24), (MEALS, 24)]),
        ("how about wednesday or thursday and are there meals", [(OPEN, 23), (OPEN, 24), (MEALS, 23), (MEALS, 24)]),
        ("what about tomorrow and how long will it last", [(OPEN, 23), ("length", 23)]),
        ("is school open and what about friday", [(OPEN, None), (OPEN, 25)]),
        ("are there meals and what about friday", [(MEALS, None), (MEALS, 25)]),
        ("y el viernes y hay comida?", [(OPEN, 25), (MEALS, 25)]),
        ("qué tal el jueves y dan almuerzo?", [(OPEN, 24), (MEALS, 24)]),
    ],
)
def test_a_day_that_is_asked_about_stands_beside_another_question(read: Reads, text: str, expected: Asked) -> None:
    assert asked(read(text).parts) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("are there meals friday and saturday", [(MEALS, 25), (MEALS, 26)]),
        ("is school closed wednesday and thursday", [(OPEN, 23), (OPEN, 24)]),
        ("meals on friday and on monday?", [(MEALS, 25), (MEALS, 28)]),
        ("are there meals on Wednesday, March 23?", [(MEALS, 23)]),
        ("wednesday and thursday are there meals", [(MEALS, 23), (MEALS, 24)]),
        ("how about wednesday and thursday lunch", [(MEALS, 23), (MEALS, 24)]),
        ("what about friday, are there meals?", [(MEALS, 25)]),
        ("hay comida el jueves y el viernes?", [(MEALS, 24), (MEALS, 25)]),
    ],
)
def test_days_that_are_only_listed_belong_to_the_one_question(read: Reads, text: str, expected: Asked) -> None:
    assert asked(read(text).parts) == expected


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("hello how are you today", "greeting"),
        ("hey bot, how's your day going today?", "greeting"),
        ("hey thanks see you tomorrow", "thanks"),
        ("ok talk to you on monday", "bye"),
        ("good night, see you wednesday", "bye"),
        ("thanks for the update about tomorrow", "thanks"),
        ("hola como estas hoy", "greeting"),
        ("gracias, nos vemos mañana", "thanks"),
        ("gracias, hasta el lunes", "thanks"),
        ("que tenga un buen fin de semana", "bye"),
    ],
)
def test_the_day_of_a_wish_asks_nothing(read: Reads, text: str, aside: str) -> None:
    reading = read(text)

    assert reading.parts == ()
    assert reading.asides == (aside,)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hi is school on tomorrow thanks", 23),
        ("hi tomorrow?", 23),
        ("thx, wednesday?", 23),
        ("hello friday?", 25),
        ("hello what about thursday", 24),
        ("see you tomorrow?", 23),
        ("how are you today? is school open tomorrow", 23),
        ("have a nice weekend, is there school monday", 28),
        ("thanks see you, and what about friday", 25),
        ("will i see you at school tomorrow", 23),
        ("gracias, miércoles?", 23),
        ("hola y mañana?", 23),
        ("nos vemos el lunes en la escuela", 28),
    ],
)
def test_a_day_among_courtesies_is_asked_about(read: Reads, text: str, day: int) -> None:
    assert (OPEN, day) in asked(read(text).parts)


@pytest.mark.parametrize("text", ["is thre school thursday", "is tere school thursday", "wat abot school thursday"])
def test_a_slip_in_a_small_word_names_no_school(read: Reads, text: str) -> None:
    assert asked(read(text).parts) == [(OPEN, 24)]


@pytest.mark.parametrize("text", ["is thorne school open tomorrow", "is sacred heart school open tomorrow"])
def test_a_word_nobody_knows_may_be_the_name_of_a_school(read: Reads, text: str) -> None:
    assert asked(read(text).parts)[0][0] is None


@pytest.mark.parametrize("text", ["can i pick my kid up early tomorrow", "can i pick up my daughter early on friday"])
def test_a_detail_that_is_spoken_of_in_common_words_only_is_not_meant(read: Reads, text: str) -> None:
    assert asked(read(text).parts)[0][0] is None


@pytest.mark.parametrize(
    "text", ["quién puede recoger a mi hijo", "who can pick up my daughter", "can my mom get my son"]
)
def test_a_service_that_is_not_named_is_offered_at_most(read: Reads, text: str) -> None:
    (part,) = read(text).parts

    assert (part.topic, part.match and part.match.outcome) == (None, "offer")


@pytest.mark.parametrize("text", ["who can pick up the food tomorrow", "can i get the bags without my kid being there"])
def test_a_detail_that_is_named_is_meant(read: Reads, text: str) -> None:
    assert asked(read(text).parts)[0][0] == "meals.who"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is it open on Feb. 4", ["is it open on Feb. 4"]),
        ("open Wed., Mar. 23? Thanks.", ["open Wed., Mar. 23?", "Thanks."]),
        ("closed in March. 23 kids are home", ["closed in March.", "23 kids are home"]),
        ("I ask for Wednesday. March 24 is the rally", ["I ask for Wednesday.", "March 24 is the rally"]),
        ("See John F. Kennedy. 2 things", ["See John F. Kennedy.", "2 things"]),
        ("¿Hay clases? El 4 de abr. no sé", ["Hay clases?", "El 4 de abr.", "no sé"]),
    ],
)
def test_a_sentence_is_not_cut_within_a_day(text: str, expected: list[str]) -> None:
    days = [one.span for one in days_in("en", "es").read(text, at=TUESDAY_EVENING).days]

    assert sentences(text, days=days) == expected


@pytest.mark.parametrize("text", ["was school closed on Feb. 4", "is school open since Feb. 4"])
def test_a_date_with_a_short_month_is_read_within_a_question(read: Reads, text: str) -> None:
    (part,) = read(text).parts

    assert (part.topic, part.first) == (OPEN, date(2022, 2, 4))
