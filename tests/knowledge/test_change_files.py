"""One change in a file: a source with what it says, settles and ends, read against what is known."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from knowledge.claims import ConditionState, Precision, Status
from knowledge.curated_set import CuratedSet
from knowledge.files import Change, CuratedFileError, Settlement, read_change, read_folder
from knowledge.texts import Approval

SACRAMENTO = Path(__file__).parent / "curated_examples" / "sacramento"
PACIFIC = ZoneInfo("America/Los_Angeles")
DEAL = """approved: {by: Ana Ruiz, at: 2022-04-03}
source:
  slug: deal-0403
  outlet: the district office
  published: 2022-04-03T22:15
  precision: minute
ends: strike-2022
settles:
  - {condition: no-deal, state: failed}
conditions:
  - {slug: vote, words: {en: if members vote for it, es: si los miembros votan a favor}}
claims:
  - slug: open-monday
    topic: school-open
    paragraphs: [1]
    speakers: [district]
    words: {en: Schools open on Monday, es: Las escuelas abren el lunes}
    day: 2022-04-04
    status: open
    condition: vote
    supersedes: [late-monday]
"""


@pytest.fixture(scope="module")
def sacramento() -> CuratedSet:
    return read_folder(SACRAMENTO)


def change(folder: Path, text: str, *, below: CuratedSet | None = None) -> Change:
    file = folder / "change.yaml"
    file.write_text(text, encoding="utf-8")
    return read_change(file, below=below)


def mistakes(folder: Path, text: str, *, below: CuratedSet | None = None) -> list[str]:
    with pytest.raises(CuratedFileError) as refused:
        change(folder, text, below=below)
    return [f"{one.line}:{one.field}: {one.message}" for one in refused.value.problems]


def test_a_change_is_one_source_with_all_that_follows_from_it(sacramento: CuratedSet, tmp_path: Path) -> None:
    read = change(tmp_path, DEAL, below=sacramento)
    assert read.source.published == datetime(2022, 4, 3, 22, 15, tzinfo=PACIFIC)
    assert read.source.precision is Precision.MINUTE
    assert read.settles == (Settlement("no-deal", ConditionState.FAILED),)
    assert read.ends == "strike-2022"
    (claim,) = read.claims
    assert (claim.source, claim.status, claim.supersedes) == ("deal-0403", Status.OPEN, ("late-monday",))
    assert claim.words["es"].approved == Approval("Ana Ruiz", date(2022, 4, 3))


def test_claims_and_conditions_of_a_change_belong_to_the_event_it_ends(sacramento: CuratedSet, tmp_path: Path) -> None:
    read = change(tmp_path, DEAL, below=sacramento)
    assert (read.claims[0].event, read.conditions[0].event) == ("strike-2022", "strike-2022")


def test_a_claim_belongs_to_the_event_of_what_it_supersedes_or_hangs_on(sacramento: CuratedSet, tmp_path: Path) -> None:
    text = DEAL.replace("ends: strike-2022\n", "")
    read = change(tmp_path, text, below=sacramento)
    assert (read.claims[0].event, read.conditions[0].event) == ("strike-2022", "strike-2022")
    hanging = text.replace("condition: vote", "condition: no-deal").replace("    supersedes: [late-monday]\n", "")
    assert change(tmp_path, hanging, below=sacramento).claims[0].event == "strike-2022"
    alone = text.replace("    condition: vote\n", "").replace("    supersedes: [late-monday]\n", "")
    assert change(tmp_path, alone, below=sacramento).claims[0].event is None
    named = f"event: strike-2022\n{alone}"
    assert change(tmp_path, named, below=sacramento).claims[0].event == "strike-2022"


def test_a_notice_may_only_settle_or_only_end(sacramento: CuratedSet, tmp_path: Path) -> None:
    source = DEAL[DEAL.index("source:") : DEAL.index("ends:")]
    assert change(tmp_path, f"{source}ends: strike-2022", below=sacramento).claims == ()
    settled = change(tmp_path, f"{source}settles: [{{condition: campuses-close, state: met}}]", below=sacramento)
    assert settled.settles == (Settlement("campuses-close", ConditionState.MET),)


def test_without_anything_underneath_a_change_is_read_and_its_references_left_to_publishing(tmp_path: Path) -> None:
    moment = DEAL.replace("22:15", "22:15-07:00")
    assert change(tmp_path, moment).claims[0].topic == "school-open"


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("source:\n", "sources:\n", '2:sources: "sources" is not read in this file; it belongs in events/*.yaml'),
        (
            "ends: strike-2022",
            "ends: strike-2021",
            '7:ends: there is no event "strike-2021"; did you mean "strike-2022"?',
        ),
        ("condition: no-deal", "condition: deal", '9:settles.condition: there is no condition "deal"'),
        ("state: failed", "state: open", '9:settles.state: "open" is none of met, failed'),
        ("condition: vote", "condition: vot", '20:claims.condition: there is no condition "vot"; did you mean "vote"?'),
        ("late-monday", "late-mondey", '21:claims.supersedes: there is no claim "late-mondey"; did you mean "late-mon'),
        ("day: 2022-04-04", "day: 2022-04-31", "18:claims.day: there is no 2022-04-31 on the calendar"),
        ("topic: school-open", "topic: meals", '19:claims.status: only topics of the kind "day" have a status'),
        ("settles:", "withdraw:", '8:withdraw: "withdraw" is not read in this file'),
    ],
)
def test_a_mistake_in_a_change_is_named(
    sacramento: CuratedSet, tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    assert right in DEAL
    found = mistakes(tmp_path, DEAL.replace(right, wrong, 1), below=sacramento)
    assert found[0].startswith(said)


def test_a_change_without_a_source_is_refused(sacramento: CuratedSet, tmp_path: Path) -> None:
    assert mistakes(tmp_path, "ends: strike-2022", below=sacramento) == [
        '1:source: the change lacks its "source": what it rests on'
    ]


def test_a_change_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CuratedFileError, match="cannot be opened"):
        read_change(tmp_path / "nowhere.yaml")
