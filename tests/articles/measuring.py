"""Holds what was cut from a page against what a careful reader finds in it: right, wrong, missing, and noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from knowledge.articles.article import Article
from knowledge.articles.cuts import Cut
from knowledge.articles.drafting import Desk, cut
from knowledge.articles.paragraphs import decoded
from knowledge.articles.reading import For, read_page, read_text
from knowledge.codec import encode
from knowledge.days import DayReader, load_day_reader
from knowledge.edition import Current, Edition, edition_of
from tests.articles.expected import Expected, Statement, knowledge_of, profile

LOOKED_AT = ("hours", "scope", "status", "firmness", "speaker")


@dataclass(frozen=True)
class Judged:
    """*cut*: None where there is none of that paragraph; *off*: what of it is not as the reader has it."""

    statement: Statement
    cut: Cut | None
    off: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        return self.cut is not None and not set(self.off) - set(LOOKED_AT)


@dataclass(frozen=True)
class Measured:
    article: str
    judged: tuple[Judged, ...]
    noise: tuple[Cut, ...]
    cuts: tuple[Cut, ...]

    @property
    def right(self) -> int:
        return sum(one.right for one in self.judged)

    @property
    def wrong(self) -> int:
        return sum(one.cut is not None and not one.right for one in self.judged)

    @property
    def missing(self) -> int:
        return sum(one.cut is None for one in self.judged)

    @property
    def found(self) -> tuple[Judged, ...]:
        return tuple(one for one in self.judged if one.cut is not None)


@cache
def days() -> DayReader:
    return load_day_reader(("en", "es"))


@cache
def edition(district: str) -> Edition:
    known = knowledge_of(district)
    nouns = [("district", profile(district).slug, encode(profile(district)))]
    return edition_of(Current(1, [*nouns, *(("topic", one.slug, encode(one)) for one in known.topics)]))


def desk(district: str, language: str = "en") -> Desk:
    """*language*: of the article, as the desk of the product has it."""
    known = edition(district)

    def ranked(text: str) -> Sequence[str]:
        return [one.topic for one in known.index.match(text, language=language).candidates]

    return Desk(known.district, known.topics, known.places, days(), ranked)


def article(expected: Expected) -> Article:
    """As an editor has it before them: with the moment they were asked for."""
    whom = For.of(profile(expected.district), now=expected.changed or expected.moment, days=days())
    if expected.article.endswith(".txt"):
        return read_text(decoded(expected.page), whom=whom)
    return read_page(expected.page, whom=whom)


def measure(expected: Expected, read: Article) -> Measured:
    cuts = cut(read, desk(expected.district, expected.language))
    left = list(cuts)
    judged: list[Judged] = []
    for statement in _surest_first(expected.statements, cuts):
        best = min(
            (one for one in left if set(one.paragraphs) & set(statement.paragraphs)),
            key=lambda one: len(set(off(statement, one)) - set(LOOKED_AT)),
            default=None,
        )
        if best is not None:
            left.remove(best)
        else:
            best = next((one for one in cuts if len(one.paragraphs) > 1 and not _clearly_off(statement, one)), None)
        judged.append(Judged(statement, best, off(statement, best) if best else ()))
    noise = tuple(one for one in left if not _is_taken_back(one, expected))
    return Measured(expected.article, tuple(judged), noise, cuts)


def _clearly_off(statement: Statement, one: Cut) -> bool:
    """What is said in several paragraphs is one cut."""
    return not set(one.paragraphs) & set(statement.paragraphs) or bool(set(off(statement, one)) - set(LOOKED_AT))


def _surest_first(statements: Sequence[Statement], cuts: Sequence[Cut]) -> Sequence[Statement]:
    """Those that some cut fits wholly choose first, so that none takes another's."""

    def misfit(statement: Statement) -> int:
        return min(
            (len(off(statement, one)) for one in cuts if set(one.paragraphs) & set(statement.paragraphs)), default=9
        )

    return sorted(statements, key=misfit)


def _is_taken_back(one: Cut, expected: Expected) -> bool:
    return one.taken_back and any(set(one.paragraphs) & set(said.paragraphs) for said in expected.taken_back)


def off(statement: Statement, one: Cut) -> tuple[str, ...]:
    expected_days = statement.days or (None, None)
    checks = {
        "topic": bool(set(one.topics) & set(statement.topics)),
        "day": (one.first_day, one.last_day) == expected_days,
        "condition": (one.condition is None) == (statement.condition is None),
        "taken back": not one.taken_back,
        "hours": (one.at or one.begins, one.closes) == (statement.at or statement.begins, statement.closes),
        "scope": one.scope
        == replace(statement.scope, levels=() if statement.scope.schools else statement.scope.levels),
        "status": one.status == statement.status,
        "firmness": one.firmness == statement.firmness,
        "speaker": one.official == statement.official,
    }
    return tuple(name for name, fits in checks.items() if not fits)
