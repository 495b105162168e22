"""What an editor is told before publishing: each warning names the claim, and what is all right is not warned of."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.catalogue import EDITING, load_catalogue
from bot.curating.warning import warnings_of
from knowledge.claims import Claim, Firmness, Scope, Status
from knowledge.codec import Noun
from knowledge.texts import Text
from knowledge.topics import Topic, TopicKind
from tests.bot.office import Office, open_office
from tests.sacramento import (
    CLOSED,
    LENGTH,
    MEALS,
    TOPICS,
    TUESDAY_NOON,
    WEDNESDAY,
    at,
    claim,
    said,
)

OPEN = claim("open-wednesday", "school-open", "", first_day=WEDNESDAY, status=Status.OPEN)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with open_office() as opened:
        yield opened


async def warned(office: Office, *nouns: Noun, language: str = "en") -> Sequence[str]:
    edition = await office.desk.library.edition()
    say = load_catalogue(language, EDITING)
    return await office.desk.database.read(
        lambda connection: warnings_of(
            connection, nouns, edition=edition, at=TUESDAY_NOON, say=say, days=office.desk.reader.days
        )
    )


async def test_another_status_in_the_same_cell_is_a_contradiction(office: Office) -> None:
    assert await warned(office, OPEN) == (
        "closed-wednesday says otherwise and goes on standing: "
        "Closed on Wednesday, March 23, unless a deal is reached first.",
    )


@pytest.mark.parametrize(
    "fine",
    [
        replace(OPEN, supersedes=("closed-wednesday",)),
        replace(OPEN, status=Status.CLOSED),
        replace(OPEN, scope=Scope(schools=("mcclatchy",))),
        replace(OPEN, first_day=WEDNESDAY + timedelta(days=1)),
        replace(CLOSED, status=Status.OPEN),
    ],
    ids=["takes its place", "the same", "a part", "another day", "itself"],
)
async def test_what_does_not_contradict_is_not_warned_of(office: Office, fine: Claim) -> None:
    assert await warned(office, fine) == ()


async def test_an_unofficial_speaker_confirms_no_status(office: Office) -> None:
    reported = replace(OPEN, speakers=("union",), supersedes=("closed-wednesday",))
    assert await warned(office, reported) == (
        "open-wednesday: the union cannot confirm a status; it will be told as reported, not confirmed.",
    )
    assert await warned(office, replace(reported, firmness=Firmness.LIKELY)) == ()


async def test_a_claim_of_no_event_is_named_while_one_is_live(office: Office) -> None:
    loose = replace(OPEN, event=None, supersedes=("closed-wednesday",))
    assert await warned(office, loose) == ("open-wednesday belongs to no event, so it goes on when Strike ends.",)


async def test_an_end_that_cannot_be_meant(office: Office) -> None:
    early = replace(LENGTH, serve_until=at("2022-03-22 09:00"))
    assert await warned(office, early) == ("length-unclear is past at once: its end is Tuesday, March 22, 9:00 AM.",)

    late = replace(LENGTH, serve_until=at("2022-04-22 09:00"))
    assert await warned(office, late) == ("length-unclear would be told for long: until Friday, April 22, 9:00 AM.",)

    backwards = replace(LENGTH, serve_from=at("2022-03-30 09:00"))
    assert "begins only after its end" in (await warned(office, backwards))[0]

    ahead = replace(MEALS, first_day=WEDNESDAY + timedelta(days=90))
    assert "would be told for long" in (await warned(office, ahead))[0]


async def test_what_is_taken_away_has_no_end_to_warn_of(office: Office) -> None:
    assert await warned(office, replace(LENGTH, ended=TUESDAY_NOON)) == ()
    assert await warned(office, replace(LENGTH, withdrawn=TUESDAY_NOON)) == ()


async def test_a_translation_that_is_missing_or_left_behind(office: Office) -> None:
    missing = replace(LENGTH, words=said("Nobody knows."))
    assert await warned(office, missing) == ("length-unclear: no Spanish words yet; those families read the original.",)
    await office.done("claim edit", claim="length-unclear", words="It is unclear.", words_es="No está claro.")
    stands = await office.claim("length-unclear")
    stale = replace(stands, words={**stands.words, "en": Text("It is quite unclear.")})
    assert await warned(office, stale) == ("length-unclear: the Spanish words may no longer say the same.",)
    assert await warned(office, stands) == ()


async def test_words_too_long_to_be_told(office: Office) -> None:
    long = replace(LENGTH, words={"en": Text("x" * 301), "es": Text("y")})
    assert await warned(office, long) == ("length-unclear: the English words are longer than 300 characters.",)


async def test_a_new_topic_that_is_asked_about_like_another(office: Office) -> None:
    twin = Topic("lunch", said("Lunch", "Almuerzo"), TopicKind.SERVICE, {"en": ("what about lunch",)})
    assert "“what about lunch” comes near meals, which is asked about so already." in await warned(office, twin)
    assert await warned(office, next(one for one in TOPICS if one.slug == "meals")) == ()


async def test_the_warnings_stand_on_the_preview(office: Office) -> None:
    page = await office.do("claim add", topic="school-open", days="wed", status="open")
    assert any("closed-wednesday says otherwise" in one for one in page.warnings)


BAGS = claim("bags", "meals", "", first_day=WEDNESDAY)


@pytest.mark.parametrize(
    ("words", "days", "named"),
    [
        ("Bags are given out tomorrow from 8 to 10 in the morning.", {}, ["tomorrow"]),
        ("Bags are given out today.", {"first_day": None}, ["today"]),
        ("Bags are given out today.", {"first_day": TUESDAY_NOON.date()}, []),
        ("Bags are given out on Wednesday from 8 to 10 in the morning.", {}, []),
    ],
)
async def test_a_day_that_moves_is_warned_of_where_it_is_told_on_another(
    office: Office, words: str, days: dict[str, object], named: list[str]
) -> None:
    fresh = replace(BAGS, words={"en": Text(words), "es": Text("Bolsas en cada escuela.")}, **days)  # type: ignore[arg-type]

    moving = [one for one in await warned(office, fresh) if "may be read on another day" in one]
    assert moving == [f"“{one}” may be read on another day: name the weekday or the date." for one in named]
