"""Writing the knowledge base as curated files. What stands in the folder is lost only once the new files are whole."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.terminal.failing import Refusal
from adapters.terminal.paper import remarks
from adapters.terminal.progress import Steps
from bot.settings import Settings
from knowledge.files import without_dangling, write_folder
from knowledge.opening import open_to_ask
from knowledge.revisions import export as read_all


def export(settings: Settings, folder: Path, *, force: bool) -> None:
    if not force and folder.exists() and any(folder.iterdir()):
        raise Refusal(f"{folder} is not empty; name another folder, or say --force to replace its files")
    steps = Steps()
    with (
        steps.step("reading the database"),
        open_to_ask(settings.database.url, base=settings.knowledge, at=datetime.now(UTC)) as database,
    ):
        known, dangling = without_dangling(database.read_now(read_all))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with steps.step("writing the files"), TemporaryDirectory(dir=folder.parent, prefix=".export-") as made:
        write_folder(known, made)
        _put_in_place(Path(made), folder)
    for one in dangling:
        remarks().say(f"Left out: {one}, which is no longer there.", "yellow")
    remarks().say(f"{len(known.topics)} topics and {len(known.claims)} claims are in {folder}.")
    steps.tell()


def _put_in_place(made: Path, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for old in (*folder.glob("*.yaml"), *folder.glob("events/*.yaml")):
        old.unlink()
    for new in sorted(made.rglob("*.yaml")):
        target = folder / new.relative_to(made)
        target.parent.mkdir(exist_ok=True)
        shutil.move(new, target)
