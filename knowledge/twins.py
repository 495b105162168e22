"""Whether a phrasing is free: the same words under another topic make both unfindable, and words that another topic
matches better are answered by that one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from knowledge.edition import ASIDE, Edition
from knowledge.matching import normalised, plain_words
from knowledge.phrasings import all_spelled_out, spelled_out
from knowledge.topics import Topic


@dataclass(frozen=True)
class Twin:
    """*other*: the topic, or the aside, that has or draws the words. *same*: they are its very words."""

    phrasing: str
    language: str
    other: str
    same: bool


def twin_of(edition: Edition, text: str, language: str, *, topic: str) -> Twin | None:
    """Who else has these words, or would be answered for them; None where they are free for *topic*."""
    owner = owner_of(edition, text, language)
    if owner is not None:
        return None if owner == topic else Twin(text, language, owner.removeprefix(ASIDE), True)
    match = edition.index.match(text, language=language)
    if match.outcome != "answer" or match.candidates[0].topic == topic:
        return None
    return Twin(text, language, match.candidates[0].topic.removeprefix(ASIDE), False)


def owner_of(edition: Edition, text: str, language: str) -> str | None:
    """The topic, or the aside with its mark before it, that has these very words in some spelling."""
    shelf = edition.index.shelves.get(language)
    if shelf is None:
        return None
    at = shelf.exact.get(normalised(text))
    if at is not None:
        return shelf.phrasings[at].topic
    return edition.sayings.get(language, {}).get(" ".join(plain_words(text)))


def same_words(edition: Edition, topic: Topic, *, without: Collection[str] = ()) -> Iterator[Twin]:
    """The phrasings of *topic* that stand under another one; *without*: topics that change along with it."""
    for language, text in all_spelled_out(topic.phrasings):
        owner = owner_of(edition, text, language)
        if owner is not None and owner != topic.slug and owner not in without:
            yield Twin(text, language, owner.removeprefix(ASIDE), True)


def without_twins(edition: Edition, topic: Topic) -> Topic:
    """The topic with only those phrasings that nobody else has."""

    def is_free(text: str, language: str) -> bool:
        return all(owner_of(edition, one, language) in (None, topic.slug) for one in spelled_out(text))

    free = {
        language: tuple(text for text in texts if is_free(text, language))
        for language, texts in topic.phrasings.items()
    }
    return replace(topic, phrasings={language: texts for language, texts in free.items() if texts})
