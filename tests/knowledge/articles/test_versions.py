"""Versions: an older copy never replaces a newer one, and the same text twice is the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.articles.article import Article, Origin, Paragraph, Published
from knowledge.articles.reading import For, read_page
from knowledge.articles.versions import Arrival, arrived, changed, likeness
from knowledge.claims import Precision
from tests.articles.expected import HERE, expectation, profile
from tests.knowledge.articles.pages import NOTICE
from tests.knowledge.sacramento import moment

EVENING = expectation("evening-reversal.html")


def from_page(name: str) -> Article:
    assert EVENING.changed is not None
    whom = For.of(profile(EVENING.district), now=EVENING.changed)
    return read_page((HERE / name).read_bytes(), whom=whom, address=EVENING.address)


@pytest.fixture(scope="module")
def morning() -> Article:
    return from_page("evening-reversal-that-morning.html")


@pytest.fixture(scope="module")
def evening() -> Article:
    return from_page("evening-reversal.html")


def article(
    *text: str, address: str | None = "https://abc10.com/a", hour: int | None = 20, day_only: bool = False
) -> Article:
    precision = Precision.DAY if day_only else Precision.MINUTE
    published = Published(moment(21, hour), precision, Origin.DATA) if hour is not None else None
    return Article(tuple(Paragraph(one) for one in text), address=address, published=published)


def test_the_first_of_an_address_is_the_first() -> None:
    assert arrived(article(*NOTICE), []).how is Arrival.FIRST


def test_the_evenings_version_is_newer_and_the_mornings_comes_too_late(morning: Article, evening: Article) -> None:
    assert morning.address == evening.address
    assert arrived(evening, [morning]).how is Arrival.NEWER
    assert arrived(morning, [evening]).how is Arrival.OLDER
    assert arrived(morning, [morning, evening]).how is Arrival.SAME


def test_what_a_newer_version_changed_is_said_by_paragraph(morning: Article, evening: Article) -> None:
    found = changed(morning, evening)

    assert set(found.gone) <= set(range(1, len(morning.paragraphs) + 1))
    assert 1 in found.added
    assert "closed Wednesday" in evening.paragraphs[found.added[0] - 1].text


def test_paragraphs_that_stay_are_not_changes() -> None:
    older = article(*NOTICE)
    newer = article(NOTICE[0], "Buses do not run.", NOTICE[2])

    assert (changed(older, newer).added, changed(older, newer).gone) == ((2,), (2,))
    assert changed(older, older) == changed(newer, newer)


def test_the_same_text_is_the_same_whatever_its_signs_and_wherever_it_stands() -> None:
    kept = article(*NOTICE)
    again = article(*(one.upper().replace(",", "").replace(".", " !") for one in NOTICE), hour=21)
    elsewhere = replace(kept, address="https://kcra.com/b")

    assert arrived(again, [kept]).how is Arrival.SAME
    assert arrived(elsewhere, [kept]).how is Arrival.SAME
    assert arrived(elsewhere, [kept, elsewhere]).beside == elsewhere


def test_one_word_more_is_another_text() -> None:
    assert article(*NOTICE).fingerprint != article("Not: " + NOTICE[0], *NOTICE[1:]).fingerprint
    assert article("a b", "c").fingerprint != article("a", "b c").fingerprint


def test_the_same_article_from_two_outlets_is_a_copy() -> None:
    theirs = article(*NOTICE, "Our reporter was there.", "It rained.", address="https://kcra.com/b")

    found = arrived(theirs, [article(*NOTICE, "KTXL contributed to this report.")])

    assert found.how is Arrival.COPY
    assert likeness(theirs, article("Buses run.", "Meals are served.", "Games are off.")) == 0


def test_two_short_notices_are_no_copies_of_each_other() -> None:
    mine = article("Schools are closed.", address="https://abc10.com/1")

    assert (
        arrived(mine, [article("Schools are closed.", "Buses, too.", address="https://abc10.com/2")]).how
        is Arrival.FIRST
    )


@pytest.mark.parametrize(
    ("kept", "came"),
    [
        (article("Open."), article("Closed.", hour=None)),
        (article("Open.", hour=None), article("Closed.")),
        (article("Open."), article("Closed.")),
        (article("Open."), article("Closed.", hour=12, day_only=True)),
        (article("Open.", hour=12, day_only=True), article("Closed.", hour=8)),
    ],
    ids=["it has no date", "the kept one has none", "the same minute", "only the day, the same", "the kept one's day"],
)
def test_where_nothing_tells_which_is_newer_a_person_is_asked(kept: Article, came: Article) -> None:
    assert arrived(came, [kept]).how is Arrival.UNSURE


def test_a_day_later_is_newer_even_to_the_day() -> None:
    later = replace(article("Closed."), published=Published(moment(22, 12), Precision.DAY, Origin.LINE))

    assert arrived(later, [article("Open.")]).how is Arrival.NEWER


def test_texts_without_an_address_are_told_by_their_words_alone() -> None:
    pasted = article(*NOTICE, address=None)

    assert arrived(pasted, [article("Something else.", address=None)]).how is Arrival.FIRST
    assert arrived(pasted, [article(*NOTICE)]).how is Arrival.SAME


def test_a_page_that_went_back_to_an_earlier_text_is_newer_where_it_says_when() -> None:
    first, second = article("Closed.", hour=18), article("Open.", hour=19)

    assert arrived(article("Closed.", hour=20), [first, second]).how is Arrival.NEWER
    assert arrived(article("Closed.", hour=18), [first, second]).beside == first
    assert arrived(article("Closed.", hour=None), [first, second]).how is Arrival.SAME


def test_what_another_address_had_first_is_still_newer_at_its_own() -> None:
    mine, theirs = article("Closed.", hour=18), article("Open.", address="https://kcra.com/b", hour=19)

    found = arrived(article("Open.", hour=20), [mine, theirs])

    assert (found.how, found.beside) == (Arrival.NEWER, mine)


def test_of_cells_that_repeat_all_the_time_the_paragraph_that_changed_is_still_found() -> None:
    older = article(*["yes", "no"] * 300, "All schools will be closed on Wednesday.")
    newer = article(*["no", "yes", "yes"] * 200, "All schools will be open on Wednesday.")

    found = changed(older, newer)

    assert len(older.paragraphs) in found.gone
    assert len(newer.paragraphs) in found.added
