"""Templates of events, as they come with the package: one file each, named as the template is."""

from __future__ import annotations

from pathlib import Path

from knowledge.claims import Status
from knowledge.files.forms import NEW_SLUG, WORDS, Form, choice, many
from knowledge.files.moments import HOUR
from knowledge.files.nouns import TOPIC
from knowledge.files.problems import CuratedFileError
from knowledge.files.records import Field, Record
from knowledge.files.sheets import read_sheet
from knowledge.files.spots import Approvals, Ledger, Sheet, Spot
from knowledge.files.wording import DEFAULT_APPROVALS, texts
from knowledge.templates import FOLDER, Template


def _approvals(spot: Spot) -> Approvals:
    spot.sheet.approved = DEFAULT_APPROVALS.read(spot)
    return spot.sheet.approved


TEMPLATE = Record(
    "template",
    Template,
    (
        Field("slug", NEW_SLUG, required=True),
        Field("kind", WORDS, required=True),
        Field("title", texts(), ("titles",), required=True),
        Field("status", choice(Status)),
        Field("at", HOUR),
        Field("topics", many(TOPIC.form, inline=False)),
    ),
)

_SECTIONS = {"approved": Form(_approvals), "template": TEMPLATE.form}


def read_template(name: str, *, folder: Path = FOLDER) -> Template:
    """Raises `CuratedFileError` with every problem found; KeyError for a name that no file has."""
    file, ledger = folder / f"{name}.yaml", Ledger()
    if not file.is_file():
        raise KeyError(name)
    found = read_sheet(Sheet(str(file), ledger), file, _SECTIONS)
    if ledger.problems:
        raise CuratedFileError(ledger.problems)
    template: Template = found["template"]
    return template
