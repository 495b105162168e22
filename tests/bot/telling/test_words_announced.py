"""An announcement says that a person speaks and not the bot, in the reader's language as far as there are words."""

from __future__ import annotations

from bot.catalogue import EDITING, load_catalogue
from bot.questions import Reply
from bot.telling.announced import announced, language_of
from knowledge.claims import Scope
from knowledge.district import Level
from knowledge.due import Words
from tests.sacramento import DISTRICT, TUESDAY_NOON

BOTH = {"en": "Buses run late.\nPlease wait inside.", "es": "Los autobuses van tarde."}


def told(
    language: str | None, *, drill: bool = False, words: dict[str, str] | None = None, scope: Scope | None = None
) -> Reply:
    kept = Words(words or BOTH, scope or Scope(), drill, TUESDAY_NOON)
    found = language_of(kept, language, DISTRICT.languages)
    assert found is not None
    drilled = load_catalogue(found, EDITING)
    return announced(kept, load_catalogue(found), DISTRICT, drilled=drilled, at=TUESDAY_NOON)


def test_it_says_whose_it_is_above_and_who_wrote_it_when_below() -> None:
    assert told("en").text.splitlines() == [
        "Announcement to the families of Sacramento City Unified:",
        "",
        "Buses run late.",
        "Please wait inside.",
        "Written by a person on the staff, not by the bot: Tuesday, March 22, 12:10 PM.",
    ]


def test_one_for_some_schools_names_them_to_whoever_it_reaches() -> None:
    """Also to families of other schools who chose none: "no school on Friday" is not theirs."""
    scope = Scope((Level.ELEMENTARY,), ("mcclatchy",))
    ours = "Sacramento City Unified (C.K. McClatchy High School"

    english, spanish = (told(language, scope=scope).text.splitlines()[0] for language in ("en", "es"))

    assert english == f"Announcement to the families of {ours} and elementary schools):"
    assert spanish == f"Comunicado a las familias de {ours} y las escuelas primarias):"


def test_it_is_in_their_language_else_in_the_first_of_the_district_that_has_words() -> None:
    assert told("es").language == "es"
    assert "Los autobuses van tarde." in told("es").text
    assert told("vi").language == "en"
    assert told(None).language == "en"
    assert told("vi", words={"es": BOTH["es"]}).language == "es"
    assert language_of(Words({"en": ""}, Scope(), False, TUESDAY_NOON), "en", ("en", "es")) is None


def test_every_line_of_a_drill_says_that_it_is_one() -> None:
    kept = {"en": "DRILL, NOT REAL: Buses run late.", "es": "SIMULACRO"}
    lines = [line for line in told("en", drill=True, words=kept).text.splitlines() if line]

    assert len(lines) == 3
    assert all(line.startswith("DRILL, NOT REAL: ") for line in lines)
