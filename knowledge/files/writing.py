"""Writing a curated set as files that people can read and edit; reading them gives the same set again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from knowledge.curated_set import CuratedSet
from knowledge.files.approvals import texts_in
from knowledge.files.forms import Ink, InlineFields, InlineList
from knowledge.files.sheets import EVENT_FILES, SECTIONS
from knowledge.files.spots import Approvals
from knowledge.files.wording import write_defaults
from knowledge.texts import Approval

_LINE_ENDS = re.compile("[\r\x85\u2028\u2029\ufeff]")
_IN_EVENT_FILES = ("sources", "events", "conditions", "claims")


@dataclass(frozen=True)
class _Part:
    """What one file holds; *event*: the event that its claims and conditions belong to."""

    name: str
    said: CuratedSet
    event: str | None = None


def write_folder(curated: CuratedSet, path: Path | str) -> None:
    """Raises FileExistsError when curated files stand there already: they would be read along."""
    folder = Path(path)
    if there := [*folder.glob("*.yaml"), *folder.glob(EVENT_FILES)]:
        raise FileExistsError(f"{there[0]} is there already; choose an empty folder")
    (folder / "events").mkdir(parents=True, exist_ok=True)
    zone = curated.district.timezone if curated.district else None
    for part in _parts(curated):
        ink = Ink(zone=zone, approved=_usual_approvals(part.said), event=part.event)
        text = yaml.dump(_sections(part, ink), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
        (folder / part.name).write_text(text, encoding="utf-8")


def _parts(curated: CuratedSet) -> Iterator[_Part]:
    if curated.district:
        yield _Part("district.yaml", CuratedSet(district=curated.district))
    if curated.topics or curated.withdrawn:
        yield _Part("topics.yaml", CuratedSet(topics=curated.topics, withdrawn=curated.withdrawn))
    if curated.asides:
        yield _Part("asides.yaml", CuratedSet(asides=curated.asides))
    if curated.emergencies:
        yield _Part("emergencies.yaml", CuratedSet(emergencies=curated.emergencies))
    if curated.questions:
        yield _Part("questions.yaml", CuratedSet(questions=curated.questions))
    by_event = _by_event(curated)
    kept = all(
        tuple(one for part in by_event for one in getattr(part.said, name)) == getattr(curated, name)
        for name in _IN_EVENT_FILES
    )
    yield from by_event if kept else _events_first(curated)


def _by_event(curated: CuratedSet) -> list[_Part]:
    """One file for each event with all that belongs to it."""
    own = [one.slug for one in curated.events]
    others = dict.fromkeys(one.event for one in curated.claims if one.event not in own)
    others |= dict.fromkeys(one.event for one in curated.conditions if one.event not in own)
    events: list[str | None] = [*own, *others] or [None]
    homes: dict[str, str | None] = {}
    for claim in curated.claims:
        homes.setdefault(claim.source, claim.event)
    parts = [
        CuratedSet(
            sources=tuple(one for one in curated.sources if homes.get(one.slug, events[0]) == event),
            events=tuple(one for one in curated.events if one.slug == event),
            conditions=tuple(one for one in curated.conditions if one.event == event),
            claims=tuple(one for one in curated.claims if one.event == event),
        )
        for event in events
    ]
    names = _names([event or "no-event" for event in events])
    return [_Part(name, part, event) for name, part, event in zip(names, parts, events, strict=True) if part]


def _events_first(curated: CuratedSet) -> Iterator[_Part]:
    """Where files by event would change the order: the events, then everything else in one file after them."""
    names = _names(["events", *(one.slug for one in curated.events), "claims"], numbered=True)
    for name, event in zip(names[1:], curated.events, strict=False):
        yield _Part(name, CuratedSet(events=(event,)), event.slug)
    rest = CuratedSet(sources=curated.sources, conditions=curated.conditions, claims=curated.claims)
    yield _Part(names[-1], rest)


def _names(slugs: list[str], *, numbered: bool = False) -> list[str]:
    """File names that are read in this order."""
    plain = [f"events/{slug}.yaml" for slug in slugs]
    if not numbered and all(one < other for one, other in pairwise(plain)):
        return plain
    width = len(str(len(slugs)))
    return [f"events/{n:0{width}}-{slug}.yaml" for n, slug in enumerate(slugs, start=1)]


def _sections(part: _Part, ink: Ink) -> dict[str, Any]:
    said, written = part.said, dict[str, Any]()
    if ink.approved:
        written["approved"] = write_defaults(ink.approved)
    if said.withdrawn:
        written["withdraw"] = InlineList(said.withdrawn)
    if part.event is not None and not said.events:
        written["event"] = part.event
    for name, form in SECTIONS.get(part.name, SECTIONS[EVENT_FILES]).items():
        if value := _held(said).get(name):
            written[name] = form.write(value, ink)
    return written


def _held(said: CuratedSet) -> Mapping[str, Any]:
    """Section names to what stands in them."""
    plain = ("topics", "asides", "emergencies", "sources", "conditions", "claims", "questions")
    held = {name: getattr(said, name) for name in plain}
    if said.events:
        held["event"] = said.events[0]
    if (district := said.district) is not None:
        lists = ("schools", "neighbours", "speakers", "channels", "calendar")
        held |= {"district": district, **{name: getattr(district, name) for name in lists}}
    return held


def _usual_approvals(said: CuratedSet) -> Approvals:
    """What most texts of a file have in each language; the others say it one by one."""
    counts: dict[str, Counter[Approval | None]] = {}
    for _, texts in texts_in(said):
        for language, text in texts.items():
            counts.setdefault(language, Counter())[text.approved] += 1
    return {language: one.most_common(1)[0][0] for language, one in sorted(counts.items())}


class _Dumper(yaml.SafeDumper):
    """Short groups on one line, everything else one entry a line; nothing is abbreviated with anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _inline_list(dumper: yaml.SafeDumper, values: InlineList) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=True)


def _inline_fields(dumper: yaml.SafeDumper, values: InlineFields) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", values, flow_style=True)


def _words(dumper: yaml.SafeDumper, words: str) -> yaml.Node:
    """Unusual line ends are escaped: YAML would read any of them as a plain one."""
    style = '"' if _LINE_ENDS.search(words) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", words, style=style)


_Dumper.add_representer(str, _words)
_Dumper.add_representer(InlineList, _inline_list)
_Dumper.add_representer(InlineFields, _inline_fields)
