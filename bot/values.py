"""Fields as somebody wrote them, read into what they mean: days, hours, moments, topics, schools, claims.

What cannot be read is named by its field, with what would be understood; nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.catalogue import Catalogue, load_catalogue, own_name
from bot.commands import Command, Field, FieldKind, Role
from bot.curating.written import SLUG, read_choice, read_condition, read_identity, read_slug, read_speaker
from bot.curating.written_days import read_day, read_days, read_hour, read_hours, read_moment
from bot.filling import NO, YES, CannotRead, Filling, Span, cannot_read
from bot.pages import Problem
from knowledge.claims import BESIDE_SCHOOL, Scope
from knowledge.days import DayReader, masked
from knowledge.files.nouns import LONGEST_WORDS
from knowledge.library import Edition
from knowledge.matching import plain_words

__all__ = ["EMPTIED", "Span", "read_scope", "read_values"]

EMPTIED = "-"  # written into a field that shall be empty
LONGEST_REST = 2000  # characters of a text that is typed last, such as a question
MOST_OFFERED = 3
EVERYBODY = frozenset(
    {"all", "all schools", "everyone", "everybody", "district", "todas", "todas las escuelas", "todos"}
)
# Beside the names of schools and levels these words name nobody.
SMALL_WORDS = frozenset(
    {"the", "of", "and", "or", "at", "in", "for", "only", "school", "schools", "level", "levels", "students"}
    | {"la", "las", "los", "el", "de", "y", "o", "en", "para", "solo", "escuela", "escuelas", "nivel", "alumnos"}
)
NUMBER = re.compile(r"#?\s*(\d{1,9})[.)]?")
# How families speak of their own children, besides.
OF_CHILDREN = frozenset(
    {"my", "our", "child", "children", "kid", "kids", "son", "daughter", "grader", "graders", "is", "are", "goes", "go"}
    | {"to", "a", "an", "i", "have", "we", "mi", "mis", "nuestro", "nuestra", "hijo", "hija", "hijos", "va", "van"}
    | {"esta", "estan", "tengo", "un", "una", "nino", "nina", "al", "del", "grado"}
)
# Zero-width joiners belong to the spelling of several languages and to emoji.
DIRECTION = re.compile("[\u200e\u200f\u2066-\u2069]")
JOINERS = "\u200c\u200d"


def read_values(
    command: Command,
    written: Mapping[str, str],
    *,
    edition: Edition,
    at: datetime,
    say: Catalogue,
    days: DayReader,
) -> tuple[Mapping[str, Any], tuple[Problem, ...]]:
    """By field name, only those that were written; and what could not be read or is missing.

    text, page: str · days: `Span` (first, last) · day: date · hour: time · hours: (time, time), for editors also
    (time, None), and None for "off", which is `NEVER` for families · moment: aware datetime · number: int ·
    change: int, or a slug · flag: bool · choice, topic, speaker, event, source, claim, condition, language,
    identity: str · scope: `Scope`. A field with
    *many*: a tuple, but a scope is one `Scope`. A field that shall be emptied ("-") is None. A claim, event, source or
    condition is only checked by what it looks like: the handler finds it in its own transaction.
    """
    filling = Filling(edition, edition.district.local(at), say, days, command.role is Role.FAMILY)
    values: dict[str, Any] = {}
    problems = [_no_such_field(name, command, filling) for name in written if command.field(name) is None]
    for field in command.fields:
        words = _as_written(field, written.get(field.name, ""))
        if not words or (words == EMPTIED and field.required):
            if field.required:
                problems.append(Problem(field.name, say("This is needed.")))
            continue
        try:
            values[field.name] = None if words == EMPTIED else _read(field, words, filling)
        except CannotRead as error:
            problems.append(Problem(field.name, str(error)))
    return values, tuple(problems)


def _read(field: Field, words: str, filling: Filling) -> Any:
    if field.kind is FieldKind.SCOPE:
        return read_scope(words, filling)
    if field.many:
        parts = [part.strip() for part in words.split(";")]
        return tuple(_read_one(field, part, filling) for part in parts if part)
    return _read_one(field, words, filling)


def _read_one(field: Field, words: str, filling: Filling) -> Any:
    if field.kind in READERS and not field.rest:
        return READERS[field.kind](words, filling)
    if field.kind is FieldKind.PAGE:
        return words
    if field.kind is FieldKind.CHOICE:
        return read_choice(words, field.choices, filling)
    if field.kind is FieldKind.CONDITION:
        return read_condition(_text(words, filling, most=LONGEST_WORDS))
    if field.name == "question" or (field.kind is FieldKind.TOPIC and field.rest):
        return words[:LONGEST_REST]  # read with forgiveness elsewhere
    if field.lines:
        return _lines(words, filling)
    return _text(words, filling, most=LONGEST_REST if field.rest else LONGEST_WORDS)


def _spaced(words: str) -> str:
    """Marks that give a line its direction come along when an example is copied; they say nothing."""
    return " ".join(DIRECTION.sub("", unicodedata.normalize("NFC", words)).split())


def _as_written(field: Field, words: str) -> str:
    if field.kind is FieldKind.PAGE:
        return words.strip()  # as it is, with its empty lines; it is read like any page of a stranger's
    return "\n".join(filter(None, map(_spaced, words.splitlines()))) if field.lines else _spaced(words)


def _lines(words: str, filling: Filling) -> str:
    """Given back whole where it is too long: what to leave out is for whoever wrote it to say."""
    if len(words) > LONGEST_REST:
        raise CannotRead(
            filling.say(
                "These are {count} characters; {most} are the most. Nothing was cut or sent: please shorten it.",
                count=f"{len(words):,}",
                most=f"{LONGEST_REST:,}",
            )
        )
    return "\n".join(_text(line, filling, most=LONGEST_REST) for line in words.splitlines())


def _no_such_field(name: str, command: Command, filling: Filling) -> Problem:
    names = filling.say.listed([one.name for one in command.fields])
    return Problem(name, filling.say("There is no field “{name}” here, only: {names}.", name=name, names=names))


def _text(words: str, filling: Filling, *, most: int) -> str:
    if any(unicodedata.category(one) in ("Cc", "Cf", "Cs") and one not in JOINERS for one in words):
        raise CannotRead(filling.say("There are characters in it that cannot be seen; please type it anew."))
    if len(words) > most:
        raise CannotRead(filling.say("These are {count} characters; {most} are the most.", count=len(words), most=most))
    return words


def _number(words: str, filling: Filling) -> int:
    found = NUMBER.fullmatch(words)
    if found is None:
        raise CannotRead(filling.say("Please write a number."))
    return int(found[1])


def _change(words: str, filling: Filling) -> int | str:
    """Its number, else the name of an entry that it may have touched."""
    if NUMBER.fullmatch(words) is None and SLUG.fullmatch(words.casefold()) and not words.isdecimal():
        return words.casefold()
    return _number(words, filling)


def _flag(words: str, filling: Filling) -> bool:
    said = words.casefold().rstrip(".!")
    if said not in YES | NO:
        raise CannotRead(filling.say("Please write yes or no."))
    return said in YES


def _language(words: str, filling: Filling) -> str:
    """By its tag, by what it calls itself, or by what English and the language of the form call it."""
    spoken = filling.edition.district.languages
    english, said = load_catalogue("en"), plain_words(words)
    for tag in spoken:
        names = (tag, own_name(tag), english.language_name(tag), filling.say.language_name(tag))
        if any(plain_words(name) == said for name in names):
            return tag
    names_spoken = filling.say.listed([own_name(tag) for tag in spoken])
    raise CannotRead(
        filling.say(
            "I can answer in: {languages}. Please write in one of them, or choose one with /settings.",
            languages=names_spoken,
        )
    )


def _topic(words: str, filling: Filling) -> str:
    """By its slug or title, else as a question about it; of several that may be meant, none."""
    edition, said = filling.edition, plain_words(words)
    if words.casefold() in edition.topics:
        return words.casefold()
    for slug, topic in edition.topics.items():
        if any(plain_words(title.words) == said for title in topic.titles.values()):
            return slug
    question = masked(words, filling.days.read(words, at=filling.at))
    match = edition.index.match(question or words, language=None)
    near = [one.topic for one in match.candidates if one.topic in edition.topics]
    if match.outcome == "answer" and near and match.candidates[0].topic == near[0]:
        return near[0]
    if match.outcome == "none" or not near:
        raise cannot_read(words, filling, edition.topics)
    titles = [_title(slug, filling) for slug in near[:MOST_OFFERED]]
    raise CannotRead(filling.say("Which of these do you mean?") + " " + filling.say.listed(titles))


def _title(slug: str, filling: Filling) -> str:
    titles = filling.edition.topics[slug].titles
    title = titles.get(filling.say.language) or next(iter(titles.values()), None)
    return f"{title.words} ({slug})" if title and not filling.family else title.words if title else slug


def read_scope(words: str, filling: Filling) -> Scope:
    """Schools or levels, divided by semicolons or commas; "all" is the whole district."""
    said = words.casefold().rstrip(".")
    if said in EVERYBODY or (filling.family and said in NO):
        return Scope()
    found = [_part_of_the_district(part.strip(), filling) for part in re.split(r"[;,]", words) if part.strip()]
    schools = tuple(dict.fromkeys(slug for one in found for slug in one.schools))
    levels = tuple(sorted({level for one in found for level in one.levels}))
    if schools and levels and not filling.family:
        raise CannotRead(filling.say("Please name schools or levels, not both at once."))
    return Scope(levels=levels, schools=schools)


def _part_of_the_district(words: str, filling: Filling) -> Scope:
    edition = filling.edition
    if edition.district.school(words.casefold()):
        return Scope(schools=(words.casefold(),))
    places = edition.places.read(words)
    if places.neighbours:
        raise CannotRead(
            filling.say(
                "I only answer for the schools of {district}, so I cannot say anything about {others}. "
                "Please ask them directly.",
                district=edition.district.name,
                others=filling.say.listed([one.name for one in places.neighbours]),
            )
        )
    left = words
    for start, end in sorted(places.spans, reverse=True):
        left = f"{left[:start]} {left[end:]}"
    programmes = bool(set(places.levels) & BESIDE_SCHOOL)  # they leave no span
    known = SMALL_WORDS | (edition.places.words if programmes else frozenset())
    known |= OF_CHILDREN if filling.family else frozenset()
    if (not places.schools and not places.levels) or set(plain_words(left)) - known:
        names = [name for one in edition.district.schools for name in (one.name, *one.aliases)]
        raise cannot_read(words, filling, names)
    return places.scope


READERS: Mapping[FieldKind, Callable[[str, Filling], Any]] = {
    FieldKind.DAY: read_day,
    FieldKind.DAYS: read_days,
    FieldKind.HOUR: read_hour,
    FieldKind.HOURS: read_hours,
    FieldKind.MOMENT: read_moment,
    FieldKind.NUMBER: _number,
    FieldKind.CHANGE: _change,
    FieldKind.FLAG: _flag,
    FieldKind.LANGUAGE: _language,
    FieldKind.TOPIC: _topic,
    FieldKind.SPEAKER: read_speaker,
    FieldKind.CLAIM: read_slug,
    FieldKind.EVENT: read_slug,
    FieldKind.SOURCE: read_slug,
    FieldKind.IDENTITY: read_identity,
}
