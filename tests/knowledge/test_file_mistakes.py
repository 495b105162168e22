"""Every mistake in a curated file is named by file, line and field, all of them at once, and nothing is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.curated_set import CuratedSet
from knowledge.files import CuratedFileError, read_folder

SACRAMENTO = Path(__file__).parent / "curated_examples" / "sacramento"
STORM = """event:
  {slug: storm, kind: storm, title: {en: Storm}, first_day: 2022-01-10}
sources:
  - {slug: radio, outlet: Radio, published: 2022-01-09T19:30, precision: minute}
claims:
  - slug: storm-monday
    topic: school-open
    source: radio
    paragraphs: [2]
    speakers: [district]
    words: {en: Schools are closed on Monday, es: Las escuelas cierran el lunes}
    day: 2022-01-10
    status: closed
"""
TOPIC = """topics:
  - slug: dances
    title: {en: Dances, es: Bailes}
    kind: service
    phrasings: {en: [is prom on], es: [hay baile]}
"""
DISTRICT = """district:
  slug: davis
  name: Davis Joint Unified
  short_name: Davis
  zone: America/Los_Angeles
  languages: [en]
schools:
  - {slug: harper, name: Harper Junior High, levels: [middle]}
calendar:
  - {day: 2022-05-30, title: {en: Memorial Day}}
"""


@pytest.fixture(scope="module")
def sacramento() -> CuratedSet:
    return read_folder(SACRAMENTO)


def mistakes(folder: Path, below: CuratedSet | None = None, **files: str) -> list[str]:
    """``file:line:field: message`` for every problem, with names relative to the folder."""
    for name, text in files.items():
        file = folder / f"{name.replace('__', '/')}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    with pytest.raises(CuratedFileError) as refused:
        read_folder(folder, below=below)
    return [
        f"{Path(one.file).relative_to(folder).as_posix()}:{one.line}:{one.field}: {one.message}"
        for one in refused.value.problems
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("    day: 2022-01-10", "    day: 2022-02-30", "12:claims.day: there is no 2022-02-30 on the calendar"),
        ("    day: 2022-01-10", "    day: Monday", '12:claims.day: "Monday" is no day written like 2022-03-23'),
        (
            "    day: 2022-01-10",
            "    days: [2022-01-12, 2022-01-10]",
            "12:claims.days: the last (2022-01-10) is before the first (2022-01-12)",
        ),
        (
            "    day: 2022-01-10",
            "    days:\n      - 2022-01-10\n      - 2022-01-32",
            "14:claims.days: there is no 2022-01-32 on the calendar",
        ),
        (
            "    day: 2022-01-10",
            "    day: 2022-01-10\n    days: [2022-01-10, 2022-01-11]",
            '13:claims.days: "days" says again what another field of the claim says already',
        ),
        ("    day: 2022-01-10", '    hours: "11:30"', "12:claims.hours: hours belong to a day, and the claim has none"),
        (
            "    day: 2022-01-10",
            "    day: 2022-01-10\n    hours: 13:00-11:30",
            "13:claims.hours: it closes (11:30) before it begins (13:00)",
        ),
        (
            "    day: 2022-01-10",
            "    day: 2022-01-10\n    hours: noon",
            '13:claims.hours: "noon" is no hour written like "11:30"',
        ),
        (
            "    day: 2022-01-10",
            "    day: 2022-01-10\n    hours: '24:10'",
            "13:claims.hours: there is no 24:10 on the clock",
        ),
        (
            "    status: closed",
            "    status: closed\n    at: '10:00'",
            '14:claims.at: only the statuses "delayed" and "early_dismissal" have an hour; for others there is "hours"',
        ),
        (
            "    status: closed",
            "    status: close",
            '13:claims.status: "close" is none of open, closed, delayed, early_dismissal, remote, partly_open, '
            'unknown; did you mean "closed"?',
        ),
        ("    status: closed", "    status:", '13:claims.status: "status" is empty; fill it, or leave the field out'),
        (
            "    topic: school-open",
            "    topic: meals",
            '13:claims.status: only topics of the kind "day" have a status; "meals" is of the kind "service"',
        ),
        (
            "    topic: school-open",
            "    topic: school-opne",
            '7:claims.topic: there is no topic "school-opne"; did you mean "school-open"?',
        ),
        (
            "    source: radio",
            "    source: radoi",
            '8:claims.source: there is no source "radoi"; did you mean "radio"?',
        ),
        (
            "    speakers: [district]",
            "    speakers:\n      - district\n      - untion",
            '12:claims.speakers: there is no speaker "untion"; did you mean "union"?',
        ),
        ("    speakers: [district]", "    speakers: []", "10:claims.speakers: at least one is needed here"),
        (
            "    speakers: [district]",
            "    speakers: district",
            "10:claims.speakers: a list is expected here; a list of one is written in brackets, as in [one]",
        ),
        ("    paragraphs: [2]", "    paragraphs: [0]", '9:claims.paragraphs: "0" is no whole number from 1 to 9999'),
        (
            "    status: closed",
            "    status: closed\n    condition: no-deel",
            '14:claims.condition: there is no condition "no-deel"; did you mean "no-deal"?',
        ),
        (
            "    status: closed",
            "    status: closed\n    supersedes: [closed-wensday]",
            '14:claims.supersedes: there is no claim "closed-wensday"; did you mean "closed-wednesday"?',
        ),
        (
            "    status: closed",
            "    status: closed\n    supersedes: [storm-monday]",
            "14:claims.supersedes: a claim does not supersede itself",
        ),
        (
            "    status: closed",
            "    status: closed\n    scope: {schools: [mclatchy]}",
            '14:claims.scope.schools: there is no school "mclatchy"; did you mean "mcclatchy"?',
        ),
        (
            "    status: closed",
            "    status: closed\n    scope: {levels: [hihg]}",
            '14:claims.scope.levels: "hihg" is none of preschool, elementary, middle, high, adult; '
            'did you mean "high"?',
        ),
        (
            "    status: closed",
            "    staus: closed",
            '13:claims.staus: "staus" is not a field here; did you mean "status"?',
        ),
        (
            "    status: closed",
            "    status: closed\n    status: open",
            '14:claims.status: "status" stands here a second time; the first is in line 13',
        ),
        (
            "    status: closed",
            "    status: closed\n    serve_from: 2022-01-11T06:00\n    serve_until: 2022-01-10T06:00",
            "15:claims.serve_until: the claim would stop being served before it begins",
        ),
        ("es: Las escuelas cierran el lunes", "es: ''", "11:claims.words.es: there are no words here"),
        ("es: Las escuelas cierran el lunes", "es: ", "11:claims.words.es: there are no words here"),
        (
            "es: Las escuelas cierran el lunes",
            "es: {approved: nobody}",
            '11:claims.words.es: "text" is missing; write {text: "...", approved: nobody}',
        ),
        (
            "es: Las escuelas cierran el lunes",
            "sp: Las escuelas cierran el lunes",
            '11:claims.words.sp: "sp" is no language tag; English is en, Spanish is es',
        ),
        (
            "en: Schools are closed on Monday",
            "en: Schools are closed on Monday, all of them",
            '11:claims.words.all of them: "all of them" is no language tag; words with a comma or a colon need '
            "quotation marks",
        ),
        (
            "{en: Schools are closed on Monday, es: Las escuelas cierran el lunes}",
            "Schools are closed",
            "11:claims.words: say in which language this is, as in {en: ...}",
        ),
        (
            "en: Schools are closed on Monday",
            f"en: {'x' * 301}",
            "11:claims.words.en: these are 301 characters; families are told at most 300 at once",
        ),
        ("    topic: school-open\n", "", '6:claims: the claim lacks its "topic"'),
        (
            "slug: storm-monday",
            "slug: Storm Monday",
            '6:claims.slug: "Storm Monday" is no slug: small letters and digits, joined by - or _ or a dot',
        ),
        (
            "2022-01-09T19:30",
            "2022-01-09",
            '4:sources.published: "2022-01-09" is no moment written like 2022-03-21T20:00, with day and hour',
        ),
        (
            "2022-01-09T19:30",
            "2022-02-30T19:30",
            '4:sources.published: there is no "2022-02-30T19:30" on calendar and clock',
        ),
        (
            "2022-01-09T19:30",
            "2022-03-13T02:30",
            "4:sources.published: the clocks of America/Los_Angeles skip 2022-03-13T02:30",
        ),
        (
            "2022-01-09T19:30",
            "2021-11-07T01:30",
            "4:sources.published: 2021-11-07T01:30 comes twice on the clocks of America/Los_Angeles; "
            "write it with its offset",
        ),
        (
            "outlet: Radio,",
            'outlet: Radio, address: "https://abc10.com/two words",',
            '4:sources.address: "https://abc10.com/two words" is no address of a page',
        ),
        (
            "outlet: Radio,",
            "outlet: Radio, checked: Ana,",
            '4:sources.checked: write "nobody", or {by: NAME, at: 2022-03-21} with the day it was approved',
        ),
        (
            "outlet: Radio,",
            "outlet: Radio, checked: {by: Ana},",
            '4:sources.checked: "at" is missing; an approval has {by: NAME, at: 2022-03-21}',
        ),
        (
            "first_day: 2022-01-10",
            "first_day: 2022-01-10, closing: radio",
            '2:event.closing: a closing notice needs "ended", the instant from which the event is over',
        ),
        (
            "first_day: 2022-01-10",
            "first_day: 2022-01-10, ended: 2022-01-12T10:00, closing: radoi",
            '2:event.closing: there is no source "radoi"; did you mean "radio"?',
        ),
        (
            "first_day: 2022-01-10",
            "first_day: 2022-01-10, ended: 2021-01-12T10:00",
            "2:event.ended: the event ends (2021-01-12) before its first day (2022-01-10)",
        ),
        (
            "event:\n  {",
            "topics: []\nevent: {",
            '1:topics: "topics" is not read in this file; it belongs in topics.yaml',
        ),
        ("sources:", "source:", '3:source: "source" is not read in this file; did you mean "sources"?'),
        ("event:\n  {", "event: strom\n#  {", '1:event: there is no event "strom"'),
        (
            "event:\n",
            "approved: {en: Ana}\nevent:\n",
            '1:approved.en: write "nobody", or {by: NAME, at: 2022-03-21} with the day it was approved',
        ),
    ],
)
def test_a_mistake_in_an_event_is_named(
    sacramento: CuratedSet, tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    assert right in STORM
    found = mistakes(tmp_path, sacramento, events__storm=STORM.replace(right, wrong, 1))
    misnamed_section = ['events/storm.yaml:8:claims.source: there is no source "radio"'] if wrong == "source:" else []
    assert found == [f"events/storm.yaml:{said}", *misnamed_section]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("kind: service", "kind: servize", '4:topics.kind: "servize" is none of day, service, plan, talks, background'),
        ("kind: service", "kind: service\n    parent: strik", '5:topics.parent: there is no topic "strik"'),
        ("kind: service", "kind: service\n    parent: dances", "5:topics.parent: the parents go in a circle: dances"),
        ("kind: service", "kind: service\n    beside: [picket]", '5:topics.beside: there is no topic "picket"'),
        ("kind: service", "kind: service\n    beside: [dances]", "5:topics.beside: a topic is not told beside itself"),
        (
            "kind: service",
            "kind: service\n    decided_by: distrikt",
            '5:topics.decided_by: there is no speaker "distrikt"',
        ),
        ("kind: service", "kind: service\n    keeps_days: 2.5", '5:topics.keeps_days: "2.5" is no whole number'),
        ("slug: dances", "slug: thanks", '2:topics.slug: "thanks" is the slug of an aside too'),
        ("    title: {en: Dances, es: Bailes}\n", "", '2:topics: the topic lacks its "title"'),
        ("title: {en: Dances, es: Bailes}", "title: {}", "3:topics.title: there are no words here"),
        ("[is prom on]", "is prom on", "5:topics.phrasings.en: a list is expected here"),
        ("en: [is prom on]", "eng: [is prom on]", '5:topics.phrasings.eng: "eng" is no language tag'),
        ("[is prom on]", "[is prom on, '']", "5:topics.phrasings.en: there are no words here"),
        (
            "[is prom on]",
            "[is prom on, Are SCHOOLS closed?!]",
            '5:topics.phrasings.en: "Are SCHOOLS closed?!" is a phrasing of the topic "dances" '
            'and of the topic "school-open"',
        ),
        (
            "[hay baile]",
            "[hay baile, ¡Grácias!]",
            '5:topics.phrasings.es: "¡Grácias!" is a phrasing of the topic "dances" and of the aside "thanks"',
        ),
        ("topics:\n  -", "topics: []\ntopics:\n  -", '2:topics: "topics" stands here a second time'),
        ("topics:", "claims:", '1:claims: "claims" is not read in this file; it belongs in events/*.yaml'),
        ("topics:", "withdraw: [closed-wensday]\ntopics:", '1:withdraw: there is no "closed-wensday" underneath'),
        (
            "topics:",
            "withdraw: [strike]\ntopics:",
            '1:withdraw: "strike" is still named by the topic "school-open" and 1 more; withdraw or replace that too',
        ),
        (
            "topics:",
            "withdraw: [ethel-phillips, sutter]\ntopics:",
            '1:withdraw: "sutter" is still named by the claim "meals-closed"; withdraw',
        ),
    ],
)
def test_a_mistake_in_a_topic_is_named(
    sacramento: CuratedSet, tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    assert right in TOPIC
    found = mistakes(tmp_path, sacramento, topics=TOPIC.replace(right, wrong, 1))
    assert found[0].startswith(f"topics.yaml:{said}")


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("zone: America/Los_Angeles", "zone: Pacific", '5:district.zone: "Pacific" is no time zone; write one such as'),
        ("languages: [en]", "languages: [english]", '6:district.languages: "english" is no language tag'),
        ("languages: [en]", "languages: [en]\n  school_days: [1, 8]", '7:district.school_days: "8" is no whole number'),
        (
            "languages: [en]",
            "languages: [en]\n  hours: {begin: '15:00', end: '8:00'}",
            "7:district.hours: the last class ends (08:00) before the first begins (15:00)",
        ),
        ("languages: [en]", "languages: [en]\n  hours: {begin: '8:00'}", '7:district.hours: the hours lacks its "end"'),
        (
            "languages: [en]",
            "languages: [en]\n  grades: {midle: [7, 8]}",
            '7:district.grades.midle: "midle" is none of preschool, elementary, middle, high, adult',
        ),
        (
            "languages: [en]",
            "languages: [en]\n  grades: {middle: [8, 7]}",
            "7:district.grades.middle: the last (7) is before the first (8)",
        ),
        ("levels: [middle]", "levels: [midle]", '8:schools.levels: "midle" is none of preschool, elementary'),
        (
            "levels: [middle]",
            "levels: [middle], covered: maybe",
            '8:schools.covered: "maybe" is neither true nor false',
        ),
        (
            "levels: [middle]}",
            "levels: [middle]}\n  - {slug: harper, name: Harper, levels: [middle]}",
            '9:schools.slug: this school "harper" is the second; the first is in',
        ),
        ("{day: 2022-05-30,", "{", '10:calendar: the holiday lacks its "day"'),
        ("{day: 2022-05-30,", "{days: [2022-05-30, 2022-05-29],", "10:calendar.days: the last (2022-05-29) is before"),
        ("district:\n", "district: Davis\n#", None),
    ],
)
def test_a_mistake_in_a_district_is_named(tmp_path: Path, right: str, wrong: str, said: str | None) -> None:
    assert right in DISTRICT
    text = DISTRICT.replace(right, wrong, 1)
    if said is None:
        text, said = "district: Davis", "1:district: fields with names are expected here"
    found = mistakes(tmp_path, district=text)
    assert found[0].startswith(f"district.yaml:{said}")
    assert len(found) == 1


def test_conditions_that_hang_on_one_another_in_a_circle_are_refused(sacramento: CuratedSet, tmp_path: Path) -> None:
    conditions = """conditions:
  - {slug: rain, words: {en: if it rains}, hangs_on: wind}
  - {slug: wind, words: {en: if it blows}, hangs_on: rain}
  - {slug: fog, words: {en: if fog stays}, hangs_on: wind}
  - {slug: no-deal, words: {en: unless a deal is reached}, hangs_on: campuses-close}
"""
    assert mistakes(tmp_path, sacramento, events__storm=conditions) == [
        "events/storm.yaml:2:conditions.hangs_on: the conditions go in a circle: rain > wind > rain",
        "events/storm.yaml:3:conditions.hangs_on: the conditions go in a circle: wind > rain > wind",
        "events/storm.yaml:5:conditions.hangs_on: the conditions go in a circle: no-deal > campuses-close > no-deal",
    ]


def test_a_condition_is_settled_wholly_or_not_at_all(sacramento: CuratedSet, tmp_path: Path) -> None:
    conditions = """conditions:
  - {slug: rain, words: {en: if it rains}, state: failed}
  - {slug: wind, words: {en: if it blows}, settled: 2022-03-22T10:00}
  - {slug: fog, words: {en: if fog stays}, settled_by: abc10-0321}
"""
    assert mistakes(tmp_path, sacramento, events__storm=conditions) == [
        'events/storm.yaml:2:conditions.state: a condition that is failed needs "settled", the instant since when',
        'events/storm.yaml:3:conditions.settled: a settled condition has the state "met" or "failed"',
        'events/storm.yaml:4:conditions.settled_by: a source settles a condition at an instant; "settled" is missing',
    ]


def test_topics_whose_parents_go_in_a_circle_are_refused(sacramento: CuratedSet, tmp_path: Path) -> None:
    strike = "topics:\n  - {slug: strike, title: {en: Strike}, kind: plan, parent: pickets}"
    assert mistakes(tmp_path, sacramento, topics=strike) == [
        "topics.yaml:2:topics.parent: the parents go in a circle: strike > pickets > strike"
    ]


def test_the_same_slug_in_two_files_is_refused_and_both_are_named(sacramento: CuratedSet, tmp_path: Path) -> None:
    found = mistakes(tmp_path, sacramento, events__storm=STORM, events__wind=STORM)
    first = tmp_path / "events" / "storm.yaml"
    assert found == [
        f'events/wind.yaml:2:event.slug: this event "storm" is the second; the first is in {first}, line 2',
        f'events/wind.yaml:4:sources.slug: this source "radio" is the second; the first is in {first}, line 4',
        f'events/wind.yaml:6:claims.slug: this claim "storm-monday" is the second; the first is in {first}, line 6',
    ]


def test_all_mistakes_of_all_files_are_named_at_once(sacramento: CuratedSet, tmp_path: Path) -> None:
    storm = STORM.replace("2022-01-10", "2022-01-32").replace("[district]", "[distrikt]")
    found = mistakes(tmp_path, sacramento, events__storm=storm, topics=TOPIC.replace("kind: service", "kind: food"))
    assert [one.partition(": ")[0] for one in found] == [
        "events/storm.yaml:2:event.first_day",
        "events/storm.yaml:10:claims.speakers",
        "events/storm.yaml:12:claims.day",
        "topics.yaml:4:topics.kind",
    ]


def test_a_noun_refused_for_one_reason_is_not_called_unknown_by_those_who_name_it(tmp_path: Path) -> None:
    topics = """topics:
  - {slug: strike, title: {en: Strike}, kind: plann}
  - {slug: pickets, title: {en: Pickets}, kind: plan, parent: strike}
"""
    assert [one.partition(": ")[0] for one in mistakes(tmp_path, topics=topics)] == ["topics.yaml:2:topics.kind"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("topics:\n  - {slug: meals", 3),
        ("topics:\n  - slug: meals\n   kind: day", 3),
        ("a: *nobody", 1),
        ("a: 1\n---\nb: 2", 2),
    ],
)
def test_what_is_no_yaml_is_named_by_its_line(tmp_path: Path, text: str, line: int) -> None:
    (found,) = mistakes(tmp_path, topics=text)
    assert found.startswith(f"topics.yaml:{line}:: this cannot be read as YAML: ")


def test_a_broken_file_makes_no_other_file_look_wrong(sacramento: CuratedSet, tmp_path: Path) -> None:
    found = mistakes(tmp_path, sacramento, topics="topics: [", events__storm=STORM.replace("school-open", "dances"))
    assert [one.partition(":")[0] for one in found] == ["topics.yaml"]


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "topics.yaml").write_bytes("topics: [¿hay clases?]".encode("latin-1"))
    assert mistakes(tmp_path)[0].startswith("topics.yaml:1:: this is no text in UTF-8")


def test_a_file_that_nobody_would_read_is_named(tmp_path: Path) -> None:
    found = mistakes(tmp_path, topic="topics: []", events__storm="", event__storm="claims: []")
    assert found == [
        'event/storm.yaml:1:: "event/storm.yaml" is not read; did you mean "events/storm.yaml"?',
        'topic.yaml:1:: "topic.yaml" is not read; did you mean "topics.yaml"?',
    ]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CuratedFileError, match="there is no such folder"):
        read_folder(tmp_path / "nowhere")


def test_schools_without_a_district_are_refused(tmp_path: Path) -> None:
    school = "schools: [{slug: harper, name: Harper, levels: [middle]}]"
    assert mistakes(tmp_path, district=school)[0].startswith("district.yaml:1:district: these are nobody's schools yet")


def test_another_district_is_not_laid_over_claims_that_need_the_first(sacramento: CuratedSet, tmp_path: Path) -> None:
    (found,) = mistakes(tmp_path, sacramento, district=DISTRICT)
    assert found.startswith(
        'district.yaml:1:district: the topic "school-open", underneath, names the speaker "district"'
    )


def test_a_slug_of_two_nouns_is_not_withdrawn_by_guessing(sacramento: CuratedSet, tmp_path: Path) -> None:
    annex = "schools: [{slug: pickets, name: Pickets School, levels: [middle]}]"
    under = tmp_path / "under"
    under.mkdir()
    (under / "district.yaml").write_text(annex)
    below = read_folder(under, below=sacramento).over(sacramento)
    found = mistakes(tmp_path, below, topics="withdraw: [pickets]")
    said = 'topics.yaml:1:withdraw: "pickets" is the slug of a topic and of a school; withdrawing it would take all'
    assert any(one.startswith(said) for one in found)


def test_an_error_reads_as_a_sentence_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "topics.yaml").write_text("topics:\n  - {slug: dances, title: {en: Dances}, kind: danse}")
    with pytest.raises(CuratedFileError) as refused:
        read_folder(tmp_path)
    assert str(refused.value) == (
        f'{tmp_path}/topics.yaml, line 2, topics.kind: "danse" is none of day, service, plan, talks, background'
    )
