"""From the fields of a form to the nouns they mean: a claim with its source and condition, and whose words they are.

Words typed by whoever may publish are approved by them; a translation whose original changed is approved by nobody.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rapidfuzz.process import extractOne

from bot.commands import Role
from bot.curating.proposing import Connected
from bot.curating.refusing import Misfit
from bot.desk import Call
from bot.pages import Problem
from knowledge.claims import Claim, Condition, ConditionState, Event, Firmness, Precision, Scope, Source, Status
from knowledge.codec import Kind, Noun
from knowledge.lives import slugs_beginning
from knowledge.matching import plain_words
from knowledge.revisions import current, latest
from knowledge.texts import Approval, Text, Texts
from knowledge.topics import Topic

Seen = Mapping[tuple[Kind, str], int]
LONGEST_STEM = 80  # characters of a slug before what tells it from others
STEM_WORDS = 5  # words of a condition that make its slug
ADDRESS = re.compile(r"https?://([\w-]+(?:\.[\w-]+)+)(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
SPANISH = "es"
CLAUSES = ("if ", "unless ", "si ", "a menos que ", "salvo que ")  # how families' replies go on behind a status
NO_EVENT = "none"


@dataclass(frozen=True)
class Composing:
    """*values*: the fields that were written, read. *taken*: slugs of the claims that the same act makes beside it;
    *rests_on*: where it was said, when no source is written."""

    connection: Connected
    call: Call
    values: Mapping[str, Any]
    taken: frozenset[str] = frozenset()
    rests_on: Source | None = None

    # Words

    @property
    def approval(self) -> Approval | None:
        """Whoever may publish stands for the words that they type."""
        call = self.call
        return Approval(call.who.person, call.at.date()) if call.role.may(Role.PUBLISHER) else None

    def texts(self, name: str, before: Texts) -> Texts:
        """The words of the field *name* in every language, over those from *before*."""
        typed = {self.call.edition.district.languages[0]: name, SPANISH: f"{name}_{SPANISH}"}
        said = {tag: self.values[one] for tag, one in typed.items() if one in self.values}
        changed = {tag for tag, words in said.items() if words != (before[tag].words if tag in before else None)}
        if not changed:
            return before
        kept = {tag: replace(text, approved=None) for tag, text in before.items() if tag not in said}
        fresh = {tag: Text(words, self.approval) for tag, words in said.items() if words}
        same = {tag: before[tag] for tag in said if tag in before and tag not in changed}
        return {**kept, **fresh, **same}

    # What a claim rests on

    def source(self) -> Source:
        """A known one by its slug; else one made for this act, from an address, an outlet in words, or the district."""
        written, call = self.values.get("source"), self.call
        if not written and self.rests_on is not None:
            return self.rests_on
        known = current(self.connection, Source, [written.casefold()]) if written else {}
        if written and known:
            return known[written.casefold()]
        district = call.edition.district
        source = Source(
            slug=self._source_slug(),
            outlet=written or district.short_name,
            published=call.invocation.at,
            precision=Precision.DAY if written else Precision.MINUTE,
            language=district.languages[0],
        )
        if written and written.casefold().startswith(("http:", "https:")):
            found = ADDRESS.fullmatch(written)
            if found is None:
                words = self.call.say("“{words}” is no address of a page.", words=written)
                raise Misfit(Problem("source", words))
            return replace(source, outlet=found[1].casefold().removeprefix("www."), address=written)
        return source

    def _source_slug(self) -> str:
        """By the moment and by who acts, so that two who act in the same second make two."""
        mark = zlib.crc32(self.call.who.person.encode()) & 0xFFFF
        stem = f"editor-{self.call.at:%Y%m%d-%H%M%S}-{mark:04x}"
        return self._free(stem) if stem in slugs_beginning(self.connection, stem) else stem

    def condition(self, written: str | None, event: str | None) -> Condition | None:
        """A known one that is still open, or a new one in words."""
        if written is None:
            return None
        known = current(self.connection, Condition)
        if written in known:
            if known[written].state is not ConditionState.OPEN:
                settled = self.call.say("The condition {slug} was settled before.", slug=written)
                raise Misfit(Problem("condition", settled))
            return known[written]
        if " " not in written:
            raise Misfit(Problem("condition", no_such(self.call, written, known)))
        if not written.casefold().startswith(CLAUSES):
            words = self.call.say("A condition is a clause with “if” or “unless”: “unless a deal is reached first”.")
            raise Misfit(Problem("condition", words))
        stem = "-".join(plain_words(written)[:STEM_WORDS])
        language = self.call.edition.district.languages[0]
        slug = re.sub(r"[^a-z0-9-]", "", stem)[:LONGEST_STEM].strip("-") or "condition"
        free = slug if slug not in slugs_beginning(self.connection, slug) else self._free(slug)
        return Condition(free, {language: Text(written, self.approval)}, event=event)

    def slug(self, topic: str, day: date | None) -> str:
        """Topic, day and a number; after a preview the one that was seen there, so that of two who make the same claim
        at once the second is refused."""
        stem = f"{topic[:LONGEST_STEM].rstrip('.-_')}-{(day or self.call.at.date()).isoformat()}"
        for (kind, seen), number in self.call.invocation.based_on.items():
            ours = kind is Kind.CLAIM and number == 0 and re.fullmatch(rf"{re.escape(stem)}-\d+", seen)
            if ours and seen not in self.taken:
                return seen
        return self._free(stem)

    def _free(self, stem: str) -> str:
        taken, count = slugs_beginning(self.connection, stem) | self.taken, 1
        while f"{stem}-{count}" in taken:
            count += 1
        return f"{stem}-{count}"

    def event(self, slug: str | None) -> Event | None:
        if slug is None or slug == NO_EVENT:
            return None
        known = current(self.connection, Event)
        if slug not in known:
            raise Misfit(Problem("event", no_such(self.call, slug, known)))
        return known[slug]

    # The claim

    def filled(self, claim: Claim) -> tuple[Claim, tuple[Noun, ...]]:
        """The claim with the fields that were written, and the nouns that come along."""
        values = self.values
        nouns: list[Noun] = []
        changes = {**self._plain_fields(), "words": self.texts("words", claim.words)}
        changes["advice"] = self.texts("advice", claim.advice)
        if "event" in values:
            changes["event"] = event.slug if (event := self.event(values["event"])) else None
        if "condition" in values:
            condition = self.condition(values["condition"], changes.get("event", claim.event))
            changes["condition"] = condition.slug if condition else None
            nouns += self.fresh(condition)
        if "source" in values:
            source = self.source()
            changes.update(source=source.slug, paragraphs=(), as_of=None)
            nouns += self.fresh(source)
        return replace(claim, **changes), tuple(nouns)

    def fresh(self, noun: Source | Condition | None) -> list[Source | Condition]:
        """The noun, unless it stands already."""
        if noun is None:
            return []
        standing = latest(self.connection, Kind.of(noun), [noun.slug]).get(noun.slug)
        return [noun] if standing is None or standing.removed else []

    def new(self, topic: str, day: date | None, speakers: tuple[str, ...]) -> tuple[Claim, tuple[Noun, ...]]:
        """A claim of the fields that were written, with whatever it needs."""
        source = self.source()
        blank = Claim(self.slug(topic, day), topic, source.slug, (), speakers, {})
        claim, nouns = self.filled(blank)
        return claim, _once((*self.fresh(source), *nouns))

    def _plain_fields(self) -> dict[str, Any]:
        """Those that mean themselves; an emptied one is as if it had never been filled."""
        values = self.values
        changes: dict[str, Any] = {}
        if "days" in values:
            span = values["days"]
            changes.update(first_day=span.first if span else None, last_day=span.last if span else None)
        if "hours" in values:
            begins, closes = values["hours"] or (None, None)
            changes.update(begins=begins, closes=closes)
        if "status" in values:
            changes["status"] = Status(values["status"]) if values["status"] else None
        if "firmness" in values:
            changes["firmness"] = Firmness(values["firmness"] or Firmness.STATED)
        if "speaker" in values:
            changes["speakers"] = values["speaker"] or ()
        for name, attribute, empty in (
            ("hour", "at", None),
            ("places", "places", ()),
            ("scope", "scope", Scope()),
            ("start", "serve_from", None),
            ("end", "serve_until", None),
            ("supersedes", "supersedes", ()),
        ):
            if name in values:
                changes[attribute] = empty if values[name] is None else values[name]
        return changes


def no_such(call: Call, slug: str, known: Iterable[str]) -> str:
    """Names what comes nearest."""
    near = extractOne(slug, sorted(known), score_cutoff=70)
    if near is None:
        return call.say("There is no {slug} here.", slug=slug)
    return call.say("There is no {slug} here; did you mean {nearest}?", slug=slug, nearest=near[0])


def official_speaker(call: Call, topic: Topic) -> str | None:
    """Who decides the topic, else the first official speaker of the profile."""
    official = [one.slug for one in call.edition.district.speakers if one.official]
    return topic.decided_by if topic.decided_by in official else next(iter(official), None)


def _once(nouns: Iterable[Noun]) -> tuple[Noun, ...]:
    return tuple({(Kind.of(one), one.slug): one for one in nouns}.values())
