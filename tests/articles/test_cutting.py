"""What is cut from the six pages and the three later texts, held against what a careful reader finds in them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.articles.article import Article, Form, Origin, Paragraph, Published
from knowledge.articles.cuts import Cut
from knowledge.articles.drafting import cut
from knowledge.claims import Firmness, Precision, Status
from tests.articles.expected import Expected, expectation, expectations
from tests.articles.measuring import Measured, article, desk, measure
from tests.knowledge.sacramento import moment

every_page = pytest.mark.parametrize(
    "expected", [*expectations(), *expectations("later"), *expectations("last")], ids=lambda one: one.article
)


def dated(expected: Expected) -> Article:
    """A page without a date gets the one that an editor was asked for."""
    read = article(expected)
    if read.published is not None or expected.asked is None:
        return read
    return replace(read, published=Published(expected.asked, Precision.DAY, Origin.PERSON))


@cache
def measured(folder: str = ".") -> tuple[Measured, ...]:
    return tuple(measure(one, dated(one)) for one in expectations(folder))


def cuts_of(*paragraphs: str, day: int = 21, forms: tuple[Form, ...] = ()) -> tuple[Cut, ...]:
    """Said in Sacramento on a day of March 2022, at eight in the evening."""
    given = tuple(Paragraph(text, form) for text, form in zip(paragraphs, forms or (Form.TEXT,) * 99, strict=False))
    published = Published(moment(day, 20), Precision.MINUTE, Origin.PERSON)
    return cut(Article(given, published=published), desk("sacramento_city"))


# Rates


def test_most_of_what_the_six_pages_say_is_cut_with_its_topic_day_and_condition() -> None:
    assert sum(one.right for one in measured()) >= 66
    assert sum(len(one.judged) for one in measured()) == 78
    assert sum(one.missing for one in measured()) <= 5


@pytest.mark.parametrize(("folder", "statements", "right", "missing"), [("later", 24, 15, 1), ("last", 18, 10, 3)])
def test_of_texts_it_was_not_made_with_more_than_half(folder: str, statements: int, right: int, missing: int) -> None:
    assert sum(len(one.judged) for one in measured(folder)) == statements
    assert sum(one.right for one in measured(folder)) >= right
    assert sum(one.missing for one in measured(folder)) <= missing


@pytest.mark.parametrize("folder", [".", "later", "last"])
def test_the_right_topic_is_among_the_first_three(folder: str) -> None:
    found = [one for page in measured(folder) for one in page.found]
    right = [one for one in found if "topic" not in one.off]

    assert all(one.cut is not None and len(one.cut.topics) <= 3 for one in found)
    assert len(right) / len(found) >= 0.8


@pytest.mark.parametrize("folder", [".", "later", "last"])
def test_little_of_it_is_noise(folder: str) -> None:
    noise = sum(len(one.noise) for one in measured(folder))

    assert noise / sum(len(one.cuts) for one in measured(folder)) <= 0.1


@pytest.mark.parametrize("folder", [".", "later", "last"])
def test_a_status_is_the_readers_or_left_to_the_editor(folder: str) -> None:
    pairs = {
        (one.statement.says, one.statement.status, one.cut.status)
        for page in measured(folder)
        for one in page.found
        if one.cut is not None and one.cut.status is not None and one.statement.status is not None
    }

    assert pairs
    assert {says for says, read, found in pairs if read is not found} == set()


@every_page
def test_what_is_cut_points_at_paragraphs_that_are_there(expected: Expected) -> None:
    read = dated(expected)

    for one in cut(read, desk(expected.district)):
        assert set(one.paragraphs) <= set(range(1, len(read.paragraphs) + 1))
        assert any(one.sentence in read.paragraphs[number - 1].text for number in one.paragraphs), one


# Days


def test_without_a_moment_no_day_is_resolved_and_its_words_are_kept() -> None:
    page = expectation("no-date.html")
    found = cut(article(page), desk(page.district))

    assert found
    assert all(one.first_day is None and one.last_day is None for one in found)
    assert ("Thursday", "Friday") in {one.unresolved for one in found}


def test_the_evening_in_utc_is_the_districts_day() -> None:
    page = expectation("smoke-closure.html")
    tomorrow = [one for one in cut(article(page), desk(page.district)) if "tomorrow" in one.sentence]

    assert [str(one.first_day) for one in tomorrow] == ["2027-08-25"]


def test_what_was_moved_is_on_the_new_day() -> None:
    (one,) = cuts_of("Wednesday's softball game has been moved to Friday at 4 p.m.")

    assert (one.first_day, one.begins) == (moment(25).date(), moment(25, 16).time())


def test_days_of_one_sentence_with_their_own_schools_are_two() -> None:
    found = cuts_of("Middle schools reopen on Wednesday, and high schools on Thursday.")

    assert [(one.first_day, [level.value for level in one.scope.levels]) for one in found] == [
        (moment(23).date(), ["middle"]),
        (moment(24).date(), ["high"]),
    ]


def test_what_is_over_is_nothing_to_draft() -> None:
    assert cuts_of("Schools were closed last Thursday because of the storm.") == ()
    assert cuts_of("Up to 14 inches of rain fell overnight.", "“My daughter cried,” said a parent.") == ()


def test_a_day_taken_from_around_is_not_sure() -> None:
    (closed, buses) = cuts_of("All schools will be closed on Wednesday, the district said.", "Buses will not run.")

    assert closed.sure_of_day
    assert (buses.first_day, buses.sure_of_day) == (moment(23).date(), False)


# Conditions


def test_a_condition_stays_with_what_hangs_on_it() -> None:
    (walk_out, closed) = cuts_of(
        "If no deal is reached by Wednesday, educators plan to walk out. "
        "Schools will close on Wednesday should that happen, according to district officials."
    )

    assert walk_out.condition == closed.condition == "If no deal is reached by Wednesday"
    assert (closed.status, closed.speaker, closed.official) == (Status.CLOSED, "district", True)


def test_a_condition_of_a_paragraph_before_is_asked_for_in_the_articles_words() -> None:
    """Nothing that hangs on something is told without it, even where nobody can tell on what."""
    _, later = cuts_of(
        "The two sides meet again Tuesday.",
        "Should that happen, schools would open Thursday at 10 a.m., the district said.",
    )
    assert later.condition is not None
    assert later.condition.casefold().startswith("should that happen")


def test_a_condition_behind_holds_for_the_last_clause_only() -> None:
    found = cuts_of("Schools stay closed Tuesday and reopen Wednesday if the agreement holds.")

    assert [(one.status, one.condition) for one in found] == [
        (Status.CLOSED, None),
        (Status.OPEN, "if the agreement holds"),
    ]


def test_what_depends_on_something_hangs_on_it() -> None:
    (one,) = cuts_of(
        "The district plans to open on a two-hour delay on Thursday, but officials said that depends on whether the "
        "roads are cleared."
    )

    assert one.condition == "whether the roads are cleared"
    assert (one.status, one.firmness) == (Status.DELAYED, Firmness.PLANNED)


# Whose, who, and what not


def test_somebody_elses_schools_are_not_ours() -> None:
    assert cuts_of("Elk Grove Unified said its schools would be open on Wednesday.") == ()
    assert cuts_of("Natomas schools are closed on Wednesday.") == ()


def test_no_school_buses_is_not_no_school() -> None:
    (one,) = cuts_of("There will be no school buses on Wednesday.")

    assert one.status is None
    assert one.topics[0] == "buses"


def test_a_negation_is_left_to_the_editor() -> None:
    found = cuts_of("Schools will not be closed on Wednesday, the district said.")

    assert [one.status for one in found] == [None]


def test_a_listed_school_is_meant_by_their_number() -> None:
    found = cuts_of(
        "Two elementary schools will be closed on Wednesday.",
        "The schools are:",
        "Tahoe Elementary",
        "Mark Twain Elementary",
        forms=(Form.TEXT, Form.TEXT, Form.ITEM, Form.ITEM),
    )

    assert found[0].scope.schools == ("tahoe", "mark-twain")


def test_who_speaks_is_remembered_by_name() -> None:
    (first, second) = cuts_of(
        "Schools will be closed on Wednesday, district spokesperson Annette Ruiz said.",
        "Classes resume on Thursday, Ruiz said.",
    )

    assert [(one.speaker, one.official) for one in (first, second)] == [("district", True)] * 2


def test_nobody_is_made_official_who_is_not_named() -> None:
    (one,) = cuts_of("Schools will be closed on Wednesday.")

    assert (one.speaker, one.official) == (None, False)


def test_what_the_article_takes_back_itself_is_marked() -> None:
    page = expectation("evening-reversal.html")
    found = cut(article(page), desk(page.district))
    late = [one for one in found if one.status is Status.DELAYED and str(one.first_day) == "2027-12-08"]

    assert late
    assert all(one.taken_back for one in late)
    assert not any(one.taken_back for one in found if one.status is Status.CLOSED)


def test_the_same_said_twice_is_one_that_points_at_both() -> None:
    (one,) = cuts_of(
        "All schools will be closed on Wednesday, the district said.",
        "A strike is unlikely to be short.",
        "All schools will be closed on Wednesday, the district said.",
    )[:1]

    assert one.paragraphs == (1, 3)


@given(st.lists(st.text(max_size=200), max_size=4))
@settings(max_examples=60, deadline=None)
def test_anything_else_is_cut_or_not_and_never_fails(paragraphs: list[str]) -> None:
    for one in cuts_of(*paragraphs):
        assert 1 <= min(one.paragraphs) <= max(one.paragraphs) <= len(paragraphs)


def test_nothing_said_is_nothing_cut() -> None:
    assert cuts_of("The sun came out over the river on Monday.") == ()
    assert cuts_of() == ()
