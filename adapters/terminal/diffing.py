"""What curated files and the database say differently, field by field; nothing is changed, not even opened to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from adapters.terminal.loading import STYLES, to_plan_on, wanted
from adapters.terminal.paper import answers, remarks, table
from adapters.terminal.progress import Steps
from bot.curating.differing import differences
from bot.settings import Settings
from knowledge.codec import Kind, Noun
from knowledge.curated_set import CuratedSet
from knowledge.planning import Plan, PlanRow, What, nouns_of, plan
from knowledge.revisions import export

Key = tuple[Kind, str]
Row = tuple[What, Kind, str, str, str, str]
LONGEST = 300  # letters of one value, in a table for people


def diff(settings: Settings, folder: Path | None) -> bool:
    """Returns whether they differ."""
    steps = Steps()
    with to_plan_on(settings.database.url, writing=False) as database:
        with steps.step("reading the files"):
            curated = wanted(database, settings, folder)
        with steps.step("comparing"):
            planned = database.read_now(lambda connection: plan(connection, curated))
            stands = _stands(database.read_now(export))
    files = {(Kind.of(noun), noun.slug): noun for noun in nouns_of(curated)}
    _show(list(_rows(planned, files, stands)), planned)
    _tell_others(stands, files, planned)
    steps.tell()
    return any(row.is_change or row.what is What.KEPT for row in planned.rows)


def _stands(known: CuratedSet) -> Mapping[Key, Noun]:
    return {(Kind.of(noun), noun.slug): noun for noun in nouns_of(known)}


def _rows(planned: Plan, files: Mapping[Key, Noun], stands: Mapping[Key, Noun]) -> Iterator[Row]:
    for row in planned.rows:
        key = (row.kind, row.slug)
        if row.what is What.SAME:
            continue
        if row.what in (What.ADDED, What.REMOVED) or key not in files or key not in stands:
            yield row.what, row.kind, row.slug, "", *_whole(row)
        else:
            for name, ours, theirs in differences(stands[key], files[key]):
                yield row.what, row.kind, row.slug, name, _short(ours), _short(theirs)


def _whole(row: PlanRow) -> tuple[str, str]:
    """Where something is only on one side, the other is empty; its words are in the files, or in `show`."""
    return ("", "as in the files") if row.what is What.ADDED else ("as it stands", "")


def _short(value: str) -> str:
    return value if len(value) <= LONGEST else f"{value[:LONGEST]} …"


def _show(rows: list[Row], planned: Plan) -> None:
    if rows:
        drawn = table("what", "kind", "name", "field", "in the database", "in the files")
        for what, kind, slug, name, ours, theirs in rows:
            drawn.add_row(what.value, kind.value, slug, name, ours, theirs, style=STYLES.get(what, ""))
        answers().show(drawn)
    counted = ", ".join(f"{count} {what.value}" for what, count in planned.counts().items() if count)
    remarks().say(f"If these files were loaded: {counted or 'nothing to compare'}.")
    if planned.counts()[What.KEPT]:
        remarks().say('"kept" is what a person has edited since; the files win only with load --take-file.')


def _tell_others(stands: Mapping[Key, Noun], files: Mapping[Key, Noun], planned: Plan) -> None:
    """What the files do not speak of stays as it is, which is worth knowing."""
    removed = {(row.kind, row.slug) for row in planned.rows if row.what is What.REMOVED}
    only = [key for key in stands if key not in files and key not in removed]
    if only:
        names = ", ".join(f"{kind} {slug}" for kind, slug in only[:10])
        more = f" and {len(only) - 10} more" if len(only) > 10 else ""
        remarks().say(f"Only in the database, where it stays: {names}{more}.")
