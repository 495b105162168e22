"""A small knowledge base to fill in: it is sound as it is written, and its comments show what comes next.

What families ask everywhere, and how, is taken from the knowledge that comes along.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

from knowledge.curated_set import CuratedSet
from knowledge.district import District, Speaker
from knowledge.files.reading import read_shipped
from knowledge.files.writing import write_folder
from knowledge.texts import Text
from knowledge.topics import Topic

TOPICS = ("school-open", "meals", "buses", "activities")
LANGUAGES = ("en", "es")
_OF_A_STRIKE = re.compile(r"strike|walkout|deal|union|picket|huelga|acuerdo|sindicato|paro\b", re.IGNORECASE)
_SHORTER = re.compile(r"\s+(unified|independent|city|public|county|school|schools|district)\b.*$", re.IGNORECASE)

_DISTRICT_HEAD = """\
# Whose schools these are. `bellwether knowledge check FOLDER` says at any time what is wrong or still missing.
# Whoever has read the texts of a file says so in its first line: approved: {by: Your Name, at: 2026-09-01}
"""
_DISTRICT_TAIL = """
# Still to fill in; take the # away from what you use.

# Where the district itself speaks. An answer that nothing is announced points there.
#channels:
#  - title: {en: The district's website, es: Página del distrito}
#    address: https://www.example.org

# Schools, so that families can ask about one, and so that a status can be about one.
# Levels: preschool, elementary, middle, high, adult. A charter school is not covered: covered: false
#schools:
#  - slug: lincoln-high
#    name: Lincoln High School
#    aliases: [Lincoln High, Lincoln]
#    levels: [high]

# Schools that families name and that are not yours, so that they are not answered for.
#neighbours:
#  - {slug: next-county, name: Next County School District, kind: district, aliases: [Next County]}

# Days without school that the calendar names.
#calendar:
#  - days: [2026-11-23, 2026-11-27]
#    title: {en: Thanksgiving break, es: Vacaciones de Acción de Gracias}
"""
_LANGUAGES_LINE = f"  languages: [{', '.join(LANGUAGES)}]\n"
_DISTRICT_MORE = """\
# Other names that families use, and the usual hours: after class, "is there school?" is about the next day.
#  aliases: [Springfield schools]
#  hours: {begin: "08:00", end: "15:00"}
"""
_TOPICS_HEAD = """\
# What families ask about, and how they put it. A topic that no claim speaks of is an open question, answered with
# "not announced". (a|b) in a phrasing is one or the other. Add topics with a slug of their own; a detail that its topic
# does not answer ("meals.hours") names it as its parent.
"""
_EVENT = """\
# What happens, who said so and where. An event is anything that schools are asked about: a storm, smoke, a strike.
# During one, `/event open`, `/status` and `/claim` are quicker than this file; this is an example to take the # from.

#event:
#  slug: storm-2026-01
#  kind: weather
#  title: {en: Winter storm, es: Tormenta de invierno}
#  first_day: 2026-01-20

#sources:
#  - slug: district-2026-01-19
#    outlet: The district's website
#    published: 2026-01-19T19:30
#    precision: minute

#claims:
#  - slug: closed-2026-01-20
#    topic: school-open
#    source: district-2026-01-19
#    paragraphs: [1]
#    speakers: [district]
#    day: 2026-01-20
#    status: closed
"""


def write_beginning(folder: Path, *, name: str, zone: str) -> None:
    """Raises FileExistsError when anything stands in the folder."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"there is something at {folder} already; nothing of it was changed, name another folder")
    write_folder(CuratedSet(district=_district(name, zone), topics=_topics()), folder)
    _around(folder / "district.yaml", _DISTRICT_HEAD, _DISTRICT_TAIL, more=_DISTRICT_MORE)
    _around(folder / "topics.yaml", _TOPICS_HEAD, "")
    (folder / "events" / "first-event.yaml").write_text(_EVENT, encoding="utf-8")


def slug_of(name: str) -> str:
    """Small letters and digits, without accents."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)) or "district"


def _district(name: str, zone: str) -> District:
    said = " ".join(name.split())
    speaker = Speaker("district", {"en": Text("the district"), "es": Text("el distrito")}, official=True)
    short = _SHORTER.sub("", said) or said
    return District(slug_of(said), said, short, zone, LANGUAGES, speakers=(speaker,))


def _topics() -> tuple[Topic, ...]:
    shipped = {one.slug: one for one in read_shipped().topics}
    return tuple(_general(shipped[slug]) for slug in TOPICS)


def _general(topic: Topic) -> Topic:
    """Without what only that district's families ask."""
    phrasings = {
        language: tuple(one for one in topic.phrasings.get(language, ()) if not _OF_A_STRIKE.search(one))
        for language in LANGUAGES
    }
    titles = {language: text for language, text in topic.titles.items() if language in LANGUAGES}
    return replace(topic, phrasings=phrasings, titles=titles, beside=())


def _around(file: Path, head: str, tail: str, *, more: str = "") -> None:
    """*more* goes behind the languages."""
    text = file.read_text(encoding="utf-8").replace(_LANGUAGES_LINE, _LANGUAGES_LINE + more, 1)
    file.write_text(f"{head}{text}{tail}", encoding="utf-8")
