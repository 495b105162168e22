"""Curated files are read into nouns, laid over one another, and written back the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.claims import ConditionState, Firmness, Precision, Scope, Status
from knowledge.curated_set import CuratedSet
from knowledge.district import Level
from knowledge.files import Counts, CuratedFileError, approvals, read_folder, write_folder
from knowledge.texts import Approval, Text
from knowledge.topics import Topic, TopicKind

SACRAMENTO = Path(__file__).parent / "curated_examples" / "sacramento"
PACIFIC = ZoneInfo("America/Los_Angeles")
ANA = Approval("Ana Ruiz", date(2022, 3, 21))


@pytest.fixture(scope="module")
def sacramento() -> CuratedSet:
    return read_folder(SACRAMENTO)


def overlay(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        file = folder / f"{name.replace('__', '/')}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_the_district_is_read_with_all_it_names(sacramento: CuratedSet) -> None:
    district = sacramento.district
    assert district is not None
    assert (district.slug, district.zone, district.languages) == (
        "sacramento_city",
        "America/Los_Angeles",
        ("en", "es"),
    )
    assert district.emergency_number == "911"
    assert district.hours is not None
    assert (district.hours.begin, district.hours.end) == (time(8), time(15, 10))
    assert district.grades == {"elementary": (0, 6), "middle": (7, 8), "high": (9, 12)}
    assert [(one.slug, one.levels, one.covered) for one in district.schools][2:] == [
        ("ethel-phillips", (Level.ELEMENTARY,), True),
        ("capitol-charter", (Level.ELEMENTARY, Level.MIDDLE), False),
    ]
    assert district.calendar[0].first == date(2022, 4, 18)
    assert district.calendar[1].first == district.calendar[1].last == date(2022, 5, 30)
    assert not district.is_school_day(date(2022, 4, 20))


def test_a_text_says_its_own_approval_or_takes_that_of_its_file(sacramento: CuratedSet) -> None:
    assert sacramento.district is not None
    union = sacramento.district.speaker("union")
    assert union is not None
    assert union.names["en"] == Text("the teachers union", ANA)
    assert union.names["es"] == Text("el sindicato de maestros", None)
    closed = sacramento.claims[0]
    assert closed.words["en"].approved == ANA
    assert closed.words["es"].approved is None
    assert closed.advice["es"].approved == Approval("Leo Díaz", date(2022, 3, 22))


def test_a_claim_is_read_with_its_day_its_condition_and_the_event_of_its_file(sacramento: CuratedSet) -> None:
    closed, pickets, meals, late = sacramento.claims
    assert (closed.first_day, closed.last_day) == (date(2022, 3, 23), date(2022, 3, 23))
    assert (closed.status, closed.condition, closed.event) == (Status.CLOSED, "no-deal", "strike-2022")
    assert (closed.source, closed.paragraphs, closed.speakers) == ("abc10-0321", (1, 10), ("district",))
    assert (pickets.begins, pickets.closes, pickets.firmness) == (time(11, 30), None, Firmness.PLANNED)
    assert pickets.places == ("Serna Center",)
    assert (meals.begins, meals.closes) == (time(11, 30), time(13))
    assert (meals.first_day, meals.last_day) == (date(2022, 3, 23), date(2022, 3, 25))
    assert meals.scope == Scope((Level.ELEMENTARY,), ("sutter",))
    assert (late.status, late.at, late.supersedes) == (Status.DELAYED, time(10), ("closed-wednesday",))


def test_moments_are_on_the_clock_of_the_district(sacramento: CuratedSet) -> None:
    evening, notice = sacramento.sources
    assert evening.published == datetime(2022, 3, 21, 20, tzinfo=PACIFIC)
    assert evening.precision is Precision.DAY
    assert notice.published == datetime(2022, 4, 4, 6, 30, tzinfo=UTC)
    assert notice.published.tzinfo == PACIFIC
    assert sacramento.conditions[1].state is ConditionState.MET
    assert sacramento.conditions[1].settled == datetime(2022, 4, 3, 23, 30, tzinfo=PACIFIC)


def test_a_word_that_yaml_takes_for_something_else_stays_a_word(tmp_path: Path) -> None:
    overlay(tmp_path, emergencies="emergencies: {en: [no, 911, 2022-03-21, on], no: [nei]}")
    assert read_folder(tmp_path).emergencies == {"en": ("no", "911", "2022-03-21", "on"), "no": ("nei",)}


def test_anchors_and_merged_fields_are_followed(tmp_path: Path) -> None:
    overlay(
        tmp_path,
        asides="""
asides:
  - &greeting {slug: hello, outcome: smalltalk, reply: &reply {en: Hello!}}
  - {<<: *greeting, slug: bye}
  - {slug: rain, outcome: out_of_scope, reply: *reply}
""",
    )
    assert [(one.slug, one.outcome, one.replies["en"].words) for one in read_folder(tmp_path).asides] == [
        ("hello", "smalltalk", "Hello!"),
        ("bye", "smalltalk", "Hello!"),
        ("rain", "out_of_scope", "Hello!"),
    ]


def test_an_empty_folder_says_nothing(tmp_path: Path) -> None:
    assert read_folder(tmp_path) == CuratedSet()


def test_a_moment_without_a_zone_needs_a_district_or_a_zone_of_the_caller(tmp_path: Path) -> None:
    source = "sources: [{slug: radio, outlet: Radio, published: 2022-01-10T07:00, precision: minute}]"
    overlay(tmp_path, events__storm=source)
    with pytest.raises(CuratedFileError, match="has no zone"):
        read_folder(tmp_path)
    read = read_folder(tmp_path, zone="America/New_York")
    assert read.sources[0].published == datetime(2022, 1, 10, 12, tzinfo=UTC)


def test_what_is_written_reads_the_same(sacramento: CuratedSet, tmp_path: Path) -> None:
    write_folder(sacramento, tmp_path)
    assert read_folder(tmp_path) == sacramento
    assert sorted(one.relative_to(tmp_path).as_posix() for one in tmp_path.rglob("*.yaml")) == [
        "asides.yaml",
        "district.yaml",
        "emergencies.yaml",
        "events/strike-2022.yaml",
        "topics.yaml",
    ]


def test_events_of_any_order_are_written_so_that_the_order_stays(sacramento: CuratedSet, tmp_path: Path) -> None:
    strike = sacramento.events[0]
    storm = replace(strike, slug="a-storm", kind="storm", first_day=date(2022, 1, 10))
    fog = replace(sacramento.claims[3], slug="fog", event="a-storm", supersedes=(), source="abc10-0321")
    loose = replace(fog, slug="loose", event=None, closes=time(9), last_day=date(2022, 4, 5))
    until = replace(fog, slug="until", last_day=None, begins=None, closes=time(9))
    mixed = replace(
        sacramento,
        events=(strike, storm),
        claims=(fog, *sacramento.claims, loose, until),
        withdrawn=("old-claim", "older"),
    )
    write_folder(mixed, tmp_path / "mixed")
    assert read_folder(tmp_path / "mixed") == mixed
    sorted_by_event = replace(mixed, claims=(*sacramento.claims, fog, until, loose))
    write_folder(sorted_by_event, tmp_path / "sorted")
    assert read_folder(tmp_path / "sorted") == sorted_by_event
    assert len(list((tmp_path / "sorted" / "events").iterdir())) == 3


def test_what_refers_to_a_set_underneath_is_written_and_read_over_it(sacramento: CuratedSet, tmp_path: Path) -> None:
    late = replace(sacramento.claims[3], slug="later", at=time(11))
    upper = CuratedSet(claims=(late,), withdrawn=("pickets-wednesday",))
    write_folder(upper, tmp_path)
    assert read_folder(tmp_path, below=sacramento) == upper


def test_an_export_is_not_mixed_with_files_that_are_there(sacramento: CuratedSet) -> None:
    with pytest.raises(FileExistsError):
        write_folder(sacramento, SACRAMENTO)


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=120).filter(str.strip)
LANGUAGES = st.sampled_from(("en", "es", "zh-Hant", "no", "hmn"))
APPROVALS = st.none() | st.builds(Approval, by=WORDS, at=st.dates())
TEXTS = st.dictionaries(LANGUAGES, st.builds(Text, WORDS, APPROVALS), min_size=1)
TOPICS = st.lists(
    st.builds(
        Topic,
        slug=st.from_regex(r"[a-z0-9]{1,9}([._-][a-z0-9]{1,5})?", fullmatch=True),
        titles=TEXTS,
        kind=st.sampled_from(TopicKind),
        keeps_days=st.none() | st.integers(1, 400),
    ),
    unique_by=lambda one: one.slug,
)


@settings(deadline=None, max_examples=60)
@given(topics=TOPICS, emergencies=st.dictionaries(LANGUAGES, st.lists(WORDS).map(tuple)))
def test_any_words_of_any_script_are_written_and_read_the_same(
    tmp_path_factory: pytest.TempPathFactory, topics: list[Topic], emergencies: dict[str, tuple[str, ...]]
) -> None:
    curated = CuratedSet(topics=tuple(topics), emergencies=emergencies)
    folder = tmp_path_factory.mktemp("words")
    write_folder(curated, folder)
    assert read_folder(folder) == curated


def test_a_known_slug_is_replaced_and_others_are_added(sacramento: CuratedSet, tmp_path: Path) -> None:
    overlay(
        tmp_path,
        topics="""
topics:
  - {slug: meals, title: {en: Food}, kind: service, phrasings: {en: [food today]}}
  - {slug: dances, title: {en: Dances}, kind: service, parent: strike, phrasings: {en: [is prom on]}}
""",
    )
    merged = read_folder(tmp_path, below=sacramento).over(sacramento)
    assert [one.slug for one in merged.topics] == ["school-open", "strike", "pickets", "meals", "meals.hours", "dances"]
    assert merged.topics[3].titles["en"].words == "Food"
    assert merged.claims == sacramento.claims


def test_a_folder_adds_claims_to_an_event_underneath(sacramento: CuratedSet, tmp_path: Path) -> None:
    overlay(
        tmp_path,
        events__thursday="""
event: strike-2022
claims:
  - {slug: closed-thursday, topic: school-open, source: abc10-0321, paragraphs: [3], speakers: [district],
     words: {en: Closed on Thursday}, day: 2022-03-24, status: closed, as_of: 2022-03-23T18:00}
""",
    )
    read = read_folder(tmp_path, below=sacramento)
    assert read.events == ()
    assert read.claims[0].event == "strike-2022"
    assert read.claims[0].as_of == datetime(2022, 3, 23, 18, tzinfo=PACIFIC)


def test_what_is_withdrawn_is_gone(sacramento: CuratedSet, tmp_path: Path) -> None:
    overlay(tmp_path, topics="withdraw: [late-monday, meals.hours, sutter-annex, thanks]")
    annex = "schools: [{slug: sutter-annex, name: Sutter Annex, levels: [middle]}]"
    below = read_folder(overlay(tmp_path / "below", district=annex), below=sacramento).over(sacramento)
    merged = read_folder(tmp_path, below=below).over(below)
    assert [one.slug for one in merged.claims] == ["closed-wednesday", "pickets-wednesday", "meals-closed"]
    assert [one.slug for one in merged.topics] == ["school-open", "strike", "pickets", "meals"]
    assert [one.slug for one in merged.asides] == ["weather"]
    assert merged.district == sacramento.district


def test_a_district_file_without_its_head_adds_to_the_district_underneath(
    sacramento: CuratedSet, tmp_path: Path
) -> None:
    overlay(
        tmp_path,
        district="""
schools: [{slug: sutter, name: Sutter Middle School (new wing), levels: [middle]}]
calendar: [{day: 2022-03-28, title: {en: Snow day}}]
""",
    )
    laid = read_folder(tmp_path, below=sacramento).district
    assert laid is not None
    assert sacramento.district is not None
    assert [one.slug for one in laid.schools] == [one.slug for one in sacramento.district.schools]
    assert laid.schools[1].name == "Sutter Middle School (new wing)"
    assert [one.first for one in laid.calendar] == [date(2022, 4, 18), date(2022, 5, 30), date(2022, 3, 28)]
    assert laid.speakers == sacramento.district.speakers


def test_a_folder_alone_about_another_district_takes_nothing_over(sacramento: CuratedSet, tmp_path: Path) -> None:
    head = (
        "district: {slug: davis, name: Davis Joint Unified, short_name: Davis, zone: America/Denver, languages: [en]}"
    )
    overlay(tmp_path, district=head)
    below = replace(sacramento, claims=(), topics=())
    davis = read_folder(tmp_path, below=below).district
    assert davis is not None
    assert (davis.slug, davis.schools, davis.speakers, davis.zone) == ("davis", (), (), "America/Denver")


def test_approvals_are_counted_for_each_language_and_the_missing_are_named(sacramento: CuratedSet) -> None:
    report = approvals(replace(sacramento, topics=(), asides=()))
    assert report.languages == {"en": Counts(approved=13, waiting=0), "es": Counts(approved=5, waiting=8)}
    assert report.unapproved[:2] == ("speaker union: name (es)", "event strike-2022: title (es)")
    assert "claim closed-wednesday: words (es)" in report.unapproved
    assert "claim closed-wednesday: advice (es)" not in report.unapproved
    assert "school sutter" not in report.unchecked
    assert {"school mcclatchy", "source abc10-0321", "usual hours"} <= set(report.unchecked)
