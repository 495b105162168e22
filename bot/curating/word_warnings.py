"""Warnings about words: translations left behind or missing, and phrasings that another topic is found by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime

from bot.catalogue import marked
from bot.curating.compared import Checking
from knowledge.claims import Claim
from knowledge.codec import Noun
from knowledge.days import DayReader
from knowledge.files.nouns import LONGEST_WORDS
from knowledge.phrasings import all_spelled_out
from knowledge.texts import Text, Texts
from knowledge.topics import Topic
from knowledge.twins import twin_of

MOVING = marked("“{words}” may be read on another day: name the weekday or the date.")
MOST_TWINS = 3
MOST_MATCHED = 40  # new phrasings of one topic that are looked for; each takes a millisecond or two


def of_texts(checking: Checking, noun: Noun, before: Noun | None) -> Iterator[str]:
    for one in fields(noun):
        texts = getattr(noun, one.name)
        if one.name in ("words", "advice", "titles") and texts:
            yield from _translations(checking, noun.slug, texts, getattr(before, one.name, {}))


def _translations(checking: Checking, slug: str, texts: Texts, before: Texts) -> Iterator[str]:
    say, changed = checking.say, {tag for tag, text in texts.items() if _is_new(text, before.get(tag))}
    if not changed:
        return
    for tag in checking.district.languages:
        name = say.language_name(tag)
        if tag not in texts:
            yield say("{name}: no {language} words yet; those families read the original.", name=slug, language=name)
        elif tag not in changed:
            yield say("{name}: the {language} words may no longer say the same.", name=slug, language=name)
    for tag in changed:
        if len(texts[tag].words) > LONGEST_WORDS:
            name = say.language_name(tag)
            yield say(
                "{name}: the {language} words are longer than {most} characters.",
                name=slug,
                language=name,
                most=LONGEST_WORDS,
            )


def _is_new(text: Text, before: Text | None) -> bool:
    return before is None or before.words != text.words


def of_moving_days(checking: Checking, claim: Claim, before: Claim | None) -> Iterator[str]:
    """Words such as tomorrow, which are told unchanged on another day; those of a claim about today alone are not."""
    local = checking.district.local(checking.at)
    if claim.first_day == local.date() and claim.last_day in (None, claim.first_day):
        return
    for name in ("words", "advice"):
        known = getattr(before, name, {})
        for tag, text in getattr(claim, name).items():
            if _is_new(text, known.get(tag)):
                for words in moving_days(text.words, checking.days, local):
                    yield checking.say(MOVING, words=words)


def moving_days(words: str, days: DayReader, at: datetime) -> Iterator[str]:
    """Such as today and tomorrow, as they stand there. *at*: on the district's clock."""
    for line in words.splitlines():
        for day in days.read(line, at=at).days:
            if day.relative and day.reason != "in the morning":
                yield line[slice(*day.span)].strip()


def of_twins(checking: Checking, topic: Topic, before: Topic | None) -> Iterator[str]:
    """Words that another topic, or an aside, is found by: families would be answered about that one."""
    known = set(_said(before)) if before else set()
    fresh = [one for one in _said(topic) if one not in known]
    told = 0
    for tag, words in fresh[:MOST_MATCHED]:
        if told == MOST_TWINS:
            return
        twin = twin_of(checking.edition, words, tag, topic=topic.slug)
        if twin is not None:
            told += 1
            yield checking.say(
                "“{words}” comes near {topic}, which is asked about so already.", words=words, topic=twin.other
            )


def _said(topic: Topic) -> Iterator[tuple[str, str]]:
    yield from ((tag, title.words) for tag, title in topic.titles.items())
    yield from all_spelled_out(topic.phrasings)
