"""Reading curated files and saying what is in them, or what is wrong with them and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rich.table import Table

from adapters.terminal.paper import Paper, answers, remarks, table
from bot.settings import Settings
from knowledge.curated_set import CuratedSet
from knowledge.files import ApprovalReport, CuratedFileError, approvals
from knowledge.files.problems import Problem
from knowledge.opening import Laid, read_base, read_own_or_over
from knowledge.topics import Aside, Topic

MOST_NAMED = 60  # of one kind; beyond it the number says more than the names


def check(settings: Settings, folder: Path | None) -> bool:
    """Returns whether the files can be used."""
    paper = answers()
    try:
        base = read_base(settings.knowledge)
        laid = read_own_or_over(folder, below=base) if folder else Laid(base, base, True)
    except CuratedFileError as error:
        for problem in error.problems:
            paper.say(located(problem))
        remarks().say(f"Problems: {len(error.problems)}. Nothing of this is loaded until they are mended.", "red")
        return False
    if not laid.said:
        remarks().say(f"{folder} says nothing: there are no curated files in it.")
        return False
    _report(laid, paper)
    return True


def located(problem: Problem) -> str:
    where = f"{problem.file}:{problem.line}: "
    return f"{where}{problem.field}: {problem.message}" if problem.field else where + problem.message


def _report(laid: Laid, paper: Paper) -> None:
    said, report = laid.said, approvals(laid.said)
    if not laid.on_its_own:
        paper.say("Laid over the knowledge that comes along; counted is what these files say.", "dim")
    counts = table("what", "how many")
    for what, count in _counts(said, laid.whole):
        counts.add_row(what, str(count))
    paper.show(counts)
    paper.say("")
    paper.show(_languages(said, report))
    _name(paper, "Open questions (families ask, nobody has said)", open_questions(said, laid.whole))
    _name(paper, "Texts that nobody has approved", report.unapproved)
    _name(paper, "Entries that nobody has checked", report.unchecked)


def _counts(said: CuratedSet, whole: CuratedSet) -> Iterator[tuple[str, int]]:
    yield "topics", len(said.topics)
    yield "open questions", len(open_questions(said, whole))
    yield "asides", len(said.asides)
    yield "events", len(said.events)
    yield "sources", len(said.sources)
    yield "conditions", len(said.conditions)
    yield "claims", len(said.claims)
    yield "withdrawn", len(said.withdrawn)


def open_questions(said: CuratedSet, whole: CuratedSet) -> list[str]:
    claimed = {one.topic for one in whole.claims}
    return [one.slug for one in said.topics if one.slug not in claimed]


def _languages(said: CuratedSet, report: ApprovalReport) -> Table:
    phrasings: Counter[str] = Counter()
    askable: list[Topic | Aside] = [*said.topics, *said.asides]
    for noun in askable:
        phrasings.update({language: len(texts) for language, texts in noun.phrasings.items()})
    drawn = table("language", "phrasings", "texts approved", "texts approved by nobody")
    for language in sorted({*phrasings, *report.languages}):
        counts = report.languages.get(language)
        approved, waiting = (counts.approved, counts.waiting) if counts else (0, 0)
        drawn.add_row(language, str(phrasings[language]), str(approved), str(waiting))
    return drawn


def _name(paper: Paper, title: str, names: list[str] | tuple[str, ...]) -> None:
    """Names grouped by the kind of thing they are, so that a long list stays readable."""
    if not names:
        return
    paper.say("")
    paper.say(f"{title}: {len(names)}", "bold")
    for kind, group in _by_kind(names).items():
        paper.say(f"  {kind}{', '.join(group) if len(group) <= MOST_NAMED else len(group)}")


def _by_kind(names: list[str] | tuple[str, ...]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name in names:
        kind, _, rest = name.partition(" ")
        groups.setdefault(f"{kind}: " if rest else "", []).append(rest or name)
    return groups
