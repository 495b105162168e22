"""What is cut from the six pages and the later texts, held against what a careful reader finds in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.articles.article import Article, Form, Origin, Paragraph, Published
from knowledge.articles.cuts import Cut
from knowledge.articles.drafting import cut
from knowledge.claims import Firmness, Precision, Status
from knowledge.district import Level
from knowledge.languages import language_of
from tests.articles.expected import Expected, expectation, expectations
from tests.articles.measuring import Measured, article, desk, measure
from tests.knowledge.sacramento import moment

FOLDERS = (".", "later", "last", "opened", "held_back", "afterwards")
every_folder = pytest.mark.parametrize("folder", FOLDERS)
every_page = pytest.mark.parametrize(
    "expected", [one for folder in FOLDERS for one in expectations(folder)], ids=lambda one: one.article
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
    language = language_of(" ".join(paragraphs), ("en", "es")) or "en"
    return cut(Article(given, published=published, language=language), desk("sacramento_city", language))


# Rates


def test_most_of_what_the_six_pages_say_is_cut_with_its_topic_day_and_condition() -> None:
    assert sum(one.right for one in measured()) >= 76
    assert sum(len(one.judged) for one in measured()) == 78
    assert sum(one.missing for one in measured()) <= 1


@pytest.mark.parametrize(
    ("folder", "statements", "right", "missing"),
    [
        ("later", 24, 21, 0),
        ("last", 18, 15, 1),
        ("opened", 45, 44, 0),
        ("held_back", 38, 34, 2),
        ("afterwards", 36, 27, 2),
    ],
)
def test_of_texts_it_was_not_made_with_two_thirds(folder: str, statements: int, right: int, missing: int) -> None:
    assert sum(len(one.judged) for one in measured(folder)) == statements
    assert sum(one.right for one in measured(folder)) >= right
    assert sum(one.missing for one in measured(folder)) <= missing


@every_folder
def test_the_right_topic_is_among_the_first_three(folder: str) -> None:
    found = [one for page in measured(folder) for one in page.found]
    right = [one for one in found if "topic" not in one.off]

    assert all(one.cut is not None and len(one.cut.topics) <= 3 for one in found)
    assert len(right) / len(found) >= 0.8


@every_folder
def test_little_of_it_is_noise(folder: str) -> None:
    noise = sum(len(one.noise) for one in measured(folder))

    assert noise / sum(len(one.cuts) for one in measured(folder)) <= 0.1


@every_folder
def test_a_status_is_the_readers_or_left_to_the_editor(folder: str) -> None:
    pairs = {
        (one.statement.says, one.statement.status, one.cut.status)
        for page in measured(folder)
        for one in page.found
        if one.cut is not None and one.cut.status is not None and one.statement.status is not None
    }

    assert pairs
    assert {says for says, read, found in pairs if read is not found} == set()


@pytest.mark.parametrize("folder", FOLDERS[:-1])
def test_a_status_is_on_the_readers_days_and_keeps_its_condition(folder: str) -> None:
    told = [
        one for page in measured(folder) for one in page.found if one.cut is not None and one.cut.status is not None
    ]

    assert told
    assert [one.statement.says for one in told if {"day", "condition"} & set(one.off)] == []


@every_page
def test_what_is_cut_points_at_paragraphs_that_are_there(expected: Expected) -> None:
    read = dated(expected)

    for one in cut(read, desk(expected.district, expected.language)):
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


# What a clause adds


def test_what_is_let_known_is_a_statement_beside_the_closure() -> None:
    found = cuts_of(
        "All schools open on Wednesday, the district said.",
        "If roads remain icy, schools will be closed and families will get a call by 6 a.m. on Wednesday, it said.",
    )

    assert [(one.status, one.condition) for one in found[1:]] == [
        (Status.CLOSED, "If roads remain icy"),
        (None, "If roads remain icy"),
    ]
    assert found[2].closes == moment(23, 6).time()


def test_each_item_of_a_list_has_its_own_hour() -> None:
    found = cuts_of(
        "All schools will start two hours late on Wednesday.",
        "Start times:",
        "- Tahoe Elementary: 10:10 a.m.",
        "- High schools: 10:30 a.m.",
    )

    assert [(one.paragraphs, one.at) for one in found[1:]] == [
        ((3,), moment(23, 10, 10).time()),
        ((4,), moment(23, 10, 30).time()),
    ]
    assert found[1].scope.schools == ("tahoe",)
    assert found[2].scope.levels == (Level.HIGH,)


def test_schools_that_start_much_later_than_they_do_are_delayed_not_open() -> None:
    found = cuts_of("All schools will open at 10 a.m. on Wednesday.")

    assert [(one.status, one.at) for one in found] == [(Status.DELAYED, moment(23, 10).time())]


def test_an_if_that_is_a_whether_or_an_even_if_is_no_condition() -> None:
    (undecided,) = cuts_of("The district has not decided if schools will open on Wednesday.")
    (rain,) = cuts_of("Schools will be open on Wednesday even if it rains, the district said.")

    assert (undecided.condition, undecided.status, undecided.firmness) == (None, None, Firmness.UNDECIDED)
    assert rain.condition is None


@pytest.mark.parametrize(
    "said",
    [
        "All schools will be closed on Wednesday except Tahoe Elementary.",
        "Rosemont High School's pool will be closed on Wednesday.",
        "The Rosemont High School gym will be closed on Wednesday.",
        "Registration for summer classes closes on Wednesday.",
        "Las escuelas no abrirán el miércoles.",
        "Ninguna escuela abrirá el miércoles.",
        "No se cancelarán las clases el miércoles.",
    ],
)
def test_what_could_be_read_wrongly_has_no_status(said: str) -> None:
    assert [one.status for one in cuts_of(said)] == [None]


# In Spanish


def test_a_notice_in_spanish_is_cut_like_one_in_english() -> None:
    closed, online = cuts_of(
        "Todas las escuelas estarán cerradas el miércoles, informó el distrito. "
        "El jueves las clases serán en línea a menos que haya un acuerdo."
    )

    assert (closed.first_day, closed.status, closed.official) == (moment(23).date(), Status.CLOSED, True)
    assert (online.first_day, online.status) == (moment(24).date(), Status.REMOTE)
    assert online.condition == "a menos que haya un acuerdo"


def test_no_classes_is_closed_however_often_it_is_denied() -> None:
    assert [one.status for one in cuts_of("Mañana no hay clases en ninguna escuela.")] == [Status.CLOSED]


def test_a_notice_in_two_languages_is_read_in_both() -> None:
    found = cuts_of(
        "All Sacramento schools will be closed on Wednesday because of the storm, the district said.",
        "Todas las escuelas de Sacramento estarán cerradas el miércoles por la tormenta, informó el distrito.",
    )

    assert {one.status for one in found} == {Status.CLOSED}
    assert {one.first_day for one in found} == {moment(23).date()}


def test_a_notice_to_families_speaks_for_the_district_only_when_it_is_signed_by_it() -> None:
    words = ("Dear families,", "We will close all schools on Wednesday.")

    assert [one.official for one in cuts_of(*words, "Maribel Soto, Superintendent")] == [True]
    assert [one.official for one in cuts_of(*words, "Lorena Vance, union president")] == [False]


@given(st.lists(st.text(max_size=200), max_size=4))
@settings(max_examples=60, deadline=None)
def test_anything_else_is_cut_or_not_and_never_fails(paragraphs: list[str]) -> None:
    for one in cuts_of(*paragraphs):
        assert 1 <= min(one.paragraphs) <= max(one.paragraphs) <= len(paragraphs)


def test_nothing_said_is_nothing_cut() -> None:
    assert cuts_of("The sun came out over the river on Monday.") == ()
    assert cuts_of() == ()


def test_what_goes_on_in_an_endless_sentence_is_one_piece() -> None:
    kitchens = (f"meals will be served at kitchen {number} on Thursday" for number in range(1, 200))
    text = f"Schools will close on Wednesday and {' and '.join(kitchens)}."

    cuts = cuts_of(text)

    assert len(cuts) == 31
    assert (cuts[0].status, cuts[0].first_day) == (Status.CLOSED, date(2022, 3, 23))
    assert {one.sentence for one in cuts} == {text}, "so that an editor reads all of it"


def test_a_walkout_and_the_rally_that_goes_with_it_are_two_pieces() -> None:
    walkout, rally = cuts_of("Teachers will walk out on Thursday and rally at City Hall at noon.")

    assert (walkout.topics[0], walkout.first_day, walkout.begins) == ("strike", date(2022, 3, 24), None)
    assert (rally.topics[0], rally.first_day, rally.begins) == ("pickets", date(2022, 3, 24), time(12))


def test_the_district_named_alone_says_it_and_its_teachers_are_not_it() -> None:
    (said,) = cuts_of("Sacramento City Unified says all schools will be closed on Wednesday.")
    (other,) = cuts_of("Sacramento City Unified teachers said all schools will be closed on Wednesday.")

    assert (said.speaker, said.official) == ("district", True)
    assert other.speaker != "district"
