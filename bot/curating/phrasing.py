"""A family's words made into a phrasing: without its days, without anything private, and free of twins."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.catalogue import Catalogue
from knowledge.days import DayReader, masked
from knowledge.edition import Edition
from knowledge.gaps import Missing
from knowledge.topics import Topic
from knowledge.twins import Twin, twin_of

LONGEST = 120  # characters; a longer text is a letter, not a way to ask
MOST_TAKEN = 5  # texts of a group that a new topic begins with
LONG_NUMBER = 7  # digits from which a number may be somebody's telephone
_PRIVATE = re.compile(rf"\S+@\S+|\d(?:[\s().-]*\d){{{LONG_NUMBER - 1},}}")
_GROUPS = re.compile(r"[()|]")


def is_private(text: str) -> bool:
    """Whether a telephone number or an e-mail address may stand in it."""
    return _PRIVATE.search(text) is not None


def cleaned(one: Missing, days: DayReader) -> str:
    """What a family asked without the days it named; brackets and bars mean alternatives in a phrasing."""
    text = " ".join(_GROUPS.sub(" ", one.text).split())
    without = " ".join(masked(text, days.read(text, at=one.asked)).split())
    return without or text


def language_of_phrasing(one: Missing, edition: Edition) -> str:
    spoken = edition.district.languages
    return one.language if one.language in spoken and one.language is not None else spoken[0]


def with_phrasing(topic: Topic, text: str, language: str) -> Topic:
    texts = topic.phrasings.get(language, ())
    return replace(topic, phrasings={**topic.phrasings, language: (*texts, text)})


def free_phrasings(asked: Iterable[Missing], edition: Edition, days: DayReader) -> dict[str, tuple[str, ...]]:
    """The first few texts of a group that could be phrasings of a new topic, by language."""
    found: dict[str, dict[str, None]] = {}
    for one in asked:
        text, language = cleaned(one, days), language_of_phrasing(one, edition)
        twin = twin_of(edition, text, language, topic="")
        if len(text) > LONGEST or is_private(text) or (twin is not None and twin.same):
            continue
        if sum(map(len, found.values())) < MOST_TAKEN:
            found.setdefault(language, {})[text.casefold()] = None
    return {language: tuple(texts) for language, texts in found.items()}


def twin_words(twin: Twin, edition: Edition, say: Catalogue) -> str:
    """What an editor reads of a twin."""
    topic = edition.topics.get(twin.other)
    titles = topic.titles if topic else {}
    title = titles.get(say.language) or next(iter(titles.values()), None)
    name = f"{title.words} ({twin.other})" if title else twin.other
    if twin.same:
        return say("“{phrasing}” is a phrasing of {topic} already.", phrasing=twin.phrasing, topic=name)
    return say("“{phrasing}” is answered as {topic} so far.", phrasing=twin.phrasing, topic=name)
