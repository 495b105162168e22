"""From findings to what a family reads: status and day first, then the condition, what to do, who says so, as of when.

Nothing is composed here but fields and approved words: claims' words stand as a person wrote them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.catalogue import marked
from bot.claim_words import ClaimWords, sentence_start
from bot.lengths import Told, aside, body, head, parent, within_length
from bot.questions import Passage
from knowledge.claims import Firmness
from knowledge.findings import Finding, FindingKind, Held
from knowledge.topics import Topic, TopicKind


@dataclass(frozen=True)
class Wording(ClaimWords):
    """Words findings in one language for a district, as read at the moment *at*."""

    def passage(self, finding: Finding) -> Passage:
        worded = {
            FindingKind.KNOWN: self._known,
            FindingKind.DISPUTED: self._disputed,
            FindingKind.NOT_ANNOUNCED: self._hole,
            FindingKind.PAST: self._past,
            FindingKind.NO_SCHOOL_DAY: self._no_school_day,
        }
        return within_length(worded[finding.kind](finding), attributed=self.attributions)

    # What holds

    def _known(self, finding: Finding) -> list[Told]:
        if finding.topic.kind is TopicKind.DAY:
            told = [line for held in finding.claims for line in self._status_lines(held, finding)]
        else:
            told = self._worded(finding.claims, finding.topic)
        told += [*self._said_besides_the_district(finding), *self._exceptions(finding)]
        if finding.topic.kind is TopicKind.DAY and _several_days(finding) and not finding.whole:
            told.append(body(self.say("Nothing is announced yet for the other days.")))
        return told + self._besides(finding)

    def _disputed(self, finding: Finding) -> list[Told]:
        told = [head(self.say("The sides do not say the same."))]
        told += [body(self.by_speaker(held, finding.topic), held) for held in finding.claims]
        return told + self._said_besides_the_district(finding)

    def _status_lines(self, held: Held, finding: Finding) -> Iterable[Told]:
        claim = held.claim
        if claim.status is None:
            yield head(self.line(held, finding.topic), held)
            return
        scope = self.scope(claim.scope, asked=finding.asked.scope)
        status = self.status(held, within=_days_told(finding))
        yield head(self.say("{status} ({scope}).", status=status, scope=scope), held)
        if advice := self.advice(claim):
            yield body(advice, held)
        if words := self.texts(claim.words):
            yield body(self.worded_firmly(claim, words), held)

    def _worded(self, helds: Sequence[Held], topic: Topic) -> list[Told]:
        """Claims in their words, a day and a condition that several share said once."""
        told: list[Told] = []
        before: tuple[object, ...] = ()
        for held in helds:
            shared = (held.claim.first_day, held.claim.last_day, held.conditions[:1], held.claim.firmness)
            words = self.line(held, topic, day_is_told=shared == before)
            told.append(body(words, held) if told else head(words, held))
            before = shared
            if advice := self.advice(held.claim):
                told.append(body(advice, held))
        return told

    def _said_besides_the_district(self, finding: Finding) -> list[Told]:
        return [body(self.reported(held, finding.topic), held) for held in finding.reported]

    def _exceptions(self, finding: Finding) -> list[Told]:
        within = _days_told(finding)
        briefs = [(held, self.brief(held, finding.topic, within=within)) for held in finding.exceptions]
        return [body(self.say("Except: {words}", words=words), held) for held, words in briefs]

    # What does not hold, or not any more

    def _hole(self, finding: Finding) -> list[Told]:
        told = [head(self._nothing_announced(finding))]
        told += self._said_besides_the_district(finding)
        told += [body(self.brief(held, finding.topic), held) for held in finding.exceptions]
        if finding.parents and finding.parent:
            told += self._parents(finding, finding.parent)
        if finding.nearest:
            words = " ".join(self.brief(held, finding.topic) for held in finding.nearest)
            told.append(body(self.say("The last word is about another day: {words}", words=words), *finding.nearest))
        told += self._besides(finding)
        if finding.last_word and not finding.parents:
            told.append(body(self._last_word(finding.last_word)))
        return [*told, *self._official_channel()]

    def _parents(self, finding: Finding, topic: Topic) -> list[Told]:
        """What is known of the topic that a detail is missing of."""
        if topic.kind is TopicKind.DAY:
            known = [parent(self.brief(held, topic), held) for held in finding.parents]
        else:
            known = [parent(one.line.words, *one.helds) for one in self._worded(finding.parents, topic)]
        if finding.missing:
            return known
        return [parent(self.say("What is known about this ({title}):", title=self.title(topic))), *known]

    def _nothing_announced(self, finding: Finding) -> str:
        say, asked = self.say, finding.asked
        days = self.days(asked.day, asked.until) if asked.day and asked.named_day else None
        if finding.topic.kind is TopicKind.DAY:
            days = days or self.days(asked.day or self.local.date(), None)
            return say("Nothing is announced yet for {day}: whether schools are open then is not known.", day=days)
        title = self.title(finding.topic)
        if finding.missing:
            return say("{title}: no time is announced yet.", title=title)
        if days:
            return say("{title}: nothing is announced yet for {day}.", title=title, day=days)
        return say("{title}: nothing is announced yet.", title=title)

    def _besides(self, finding: Finding) -> list[Told]:
        return [
            aside(self.line(held, topic), held)
            for topic, group in finding.beside
            for held in group
            if held not in finding.nearest
        ]

    def _past(self, finding: Finding) -> list[Told]:
        if finding.topic.kind is TopicKind.BACKGROUND and finding.claims:
            return self._past_background(finding)
        asked = finding.asked
        over = asked.until is not None and asked.until < self.local.date()
        if asked.day is not None and over and asked.named_day and finding.topic.kind.by_day:
            days = sentence_start(self.days(asked.day, asked.until))
            told = [head(self.say("{day} is over; what came of it is not known here.", day=days))]
        else:
            told = [head(self.say("{title}: nothing current is known.", title=self.title(finding.topic)))]
        if finding.claims:
            told.append(body(self._last_said(finding.claims[0])))
            told += [body(words) for words in self._last_meant(finding.claims[0], finding)]
        elif finding.last_word is not None:
            told.append(body(self._last_word(finding.last_word)))
        return [*told, *self._besides(finding), *self._official_channel()]

    def _past_background(self, finding: Finding) -> list[Told]:
        month = self.say.month(self.district.local(finding.claims[0].as_of).date())
        lead = head(self.say("Nothing current is known about this. What was said in {month}:", month=month))
        return [lead, *(body(one.line.words, *one.helds) for one in self._worded(finding.claims, finding.topic))]

    def _last_said(self, held: Held) -> str:
        published = self.say.day(self.district.local(held.as_of).date(), at=None)
        return self.say(
            "The last word here is from {published} ({outlet}).", published=published, outlet=held.source.outlet
        )

    def _last_meant(self, held: Held, finding: Finding) -> Iterable[str]:
        """Of which day the last word was, in fields alone: its words would read as if they still held."""
        claim, asked = held.claim, finding.asked
        if claim.first_day is None or finding.topic.kind is TopicKind.DAY:
            return
        last = claim.last_day or claim.first_day
        days = self.say.days(claim.first_day, last, at=None)
        if claim.firmness is Firmness.PLANNED:
            title = self.title(finding.topic)
            yield self.say("{title}: it was planned then for {day}.", title=title, day=days)
        elif (claim.first_day, last) != (asked.day, asked.until):
            yield self.say("What was said then was about {day}.", day=days)

    def _last_word(self, held: Held) -> str:
        """By date and source only: neither hours nor places nor words of what is past."""
        claim, outlet = held.claim, held.source.outlet
        published = self.say.day(self.district.local(held.as_of).date(), at=None)
        if claim.first_day is None:
            return self._last_said(held)
        pattern = marked(
            "The last word here was about {day} ({outlet}, {published}); what came of it is not known here."
        )
        days = self.say.days(claim.first_day, claim.last_day or claim.first_day, at=None)
        return self.say(pattern, day=days, outlet=outlet, published=published)

    def _no_school_day(self, finding: Finding) -> list[Told]:
        asked = finding.asked
        day = sentence_start(self.days(asked.day or self.local.date(), asked.until))
        if finding.holiday:
            why = self.texts(finding.holiday.titles)
            words = self._in_the_calendar(day, why, finding.holiday.as_of)
        else:
            words = self.say("{day} falls on a weekend: there are no regular classes then.", day=day)
        told = [head(words), *self._said_besides_the_district(finding), *self._exceptions(finding)]
        return told + self._besides(finding)

    def _in_the_calendar(self, day: str, why: str, as_of: date | None) -> str:
        if as_of is None:
            return self.say("{day} is no school day in the school calendar: {why}.", day=day, why=why)
        read = self.say.day(as_of, at=self.local)
        return self.say(
            "{day} is no school day in the school calendar as it stood on {read}: {why}.", day=day, why=why, read=read
        )

    def _official_channel(self) -> list[Told]:
        addresses = [channel.address for channel in self.district.channels[:1]]
        return [body(self.say("The district's own word: {address}", address=address)) for address in addresses]


def _days_told(finding: Finding) -> tuple[date, date] | None:
    """The days a finding is about, so that a claim about more of them is told for these."""
    first, last = finding.asked.day, finding.asked.until
    if first is not None and last is not None and first != last:
        return first, last
    return (finding.day, finding.day) if finding.day else None


def _several_days(finding: Finding) -> bool:
    first: date | None = finding.asked.day
    return first is not None and finding.asked.until != first


def today_first(finding: Finding, wording: Wording, at: datetime) -> Iterator[Passage]:
    """The nearest day with a status tells nothing of today while today's classes are not over."""
    asked, today = finding.asked, at.date()
    assumed = finding.topic.kind is TopicKind.DAY and not asked.named_day and asked.day == today
    if assumed and finding.claims and finding.day is not None and finding.day > today:
        hole = replace(finding, kind=FindingKind.NOT_ANNOUNCED, asked=replace(asked, named_day=True), claims=())
        yield Passage(wording.passage(replace(hole, exceptions=(), reported=(), beside=(), nearest=())).lines[:1])
    yield wording.passage(finding)
