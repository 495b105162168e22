"""Publishing curated files into the operator's database: shown first, asked, then done in one transaction.

What a person has edited stays as that person left it, unless the files are told to win.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from rich.prompt import Confirm

from adapters.terminal.paper import Paper, answers, remarks, table
from adapters.terminal.progress import Steps
from bot.settings import Settings
from knowledge.acting import Act, Published, publish_files, with_concerned
from knowledge.curated_set import CuratedSet
from knowledge.database import Database
from knowledge.files import read_folder
from knowledge.opening import IN_MEMORY, exists, read_base, read_own_or_over
from knowledge.planning import Plan, What, plan
from knowledge.publishing import CURATED_FILES, publish
from knowledge.revisions import export, is_empty

STYLES = {What.ADDED: "green", What.CHANGED: "yellow", What.REMOVED: "red", What.KEPT: "cyan"}


def load(settings: Settings, folder: Path | None, *, take_file: bool, confirmed: bool) -> None:
    """Without a yes, and nobody to ask for it, nothing is changed, not even an older database brought up."""
    somebody = sys.stdin.isatty() and sys.stderr.isatty()
    writing = confirmed or somebody
    steps = Steps()
    with to_plan_on(settings.database.url, writing=writing) as database:
        with steps.step("reading the files"):
            curated = wanted(database, settings, folder)
        with steps.step("comparing"):
            planned = database.read_now(lambda connection: plan(connection, curated, take_file=take_file))
        _show(planned, answers())
        if not planned.changes:
            return
        if not writing:
            remarks().say("Nothing was changed. To publish this, say so: bellwether knowledge load --yes")
            return
        if not confirmed and not Confirm.ask("Publish this?", console=remarks().console, default=False):
            remarks().say("Nothing was changed.")
            return
        author = str(folder) if folder else CURATED_FILES
        with steps.step("publishing"):
            if database.location.in_memory:
                with Database.open(settings.database.url, opened_by="bellwether knowledge load") as made:
                    _publish(made, planned, author)
            else:
                _publish(database, planned, author)
        steps.tell()


def to_plan_on(address: str, *, writing: bool) -> Database:
    """The database, or an empty one in memory for one that is not there yet and may never be."""
    if not exists(address):
        return Database.open(IN_MEMORY)
    return Database.open(address, writing=writing, opened_by="bellwether knowledge load")


def wanted(database: Database, settings: Settings, folder: Path | None) -> CuratedSet:
    """An empty database is filled as a start would fill it, with the folder on top unless that stands on its own."""
    if folder is None:
        return read_base(settings.knowledge)
    if database.read_now(is_empty):
        return read_own_or_over(folder, below=read_base(settings.knowledge)).whole
    return read_folder(folder, below=database.read_now(export))


def _publish(database: Database, planned: Plan, author: str) -> None:
    """Families who were told something else are owed a message, as by any other change."""
    act = Act(author, datetime.now(UTC), "knowledge load")

    def work(connection: Any) -> Published | None:
        if not is_empty(connection):
            return publish_files(connection, planned, act=act)
        publish(connection, planned, author=author, by_person=False, at=act.at)
        return None

    published = database.write_now(work)
    told = database.read_now(partial(_told, published)) if published else 0
    remarks().say(f"Published: {_counted(planned)}.")
    if told:
        remarks().say(f"People who will be told: {told}.")


def _told(published: Published, connection: Any) -> int:
    concerned = with_concerned(connection, published).concerned
    return concerned.people if concerned else len({one.person for one in published.owed})


def _show(planned: Plan, paper: Paper) -> None:
    rows = [row for row in planned.rows if row.what is not What.SAME]
    if rows:
        drawn = table("what", "kind", "name", "where it differs")
        for row in rows:
            fields = ", ".join(row.fields)
            drawn.add_row(row.what.value, row.kind.value, row.slug, fields, style=STYLES.get(row.what, ""))
        paper.show(drawn)
    kept = planned.counts()[What.KEPT]
    if not planned.changes:
        remarks().say(f"Nothing to change: {_counted(planned)}.")
    if kept:
        remarks().say(f"Kept: {kept}, edited by a person since; --take-file lets the files win.")


def _counted(planned: Plan) -> str:
    return ", ".join(f"{count} {what.value}" for what, count in planned.counts().items() if count)
