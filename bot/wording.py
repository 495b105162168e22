"""From findings to what a family reads: status and day first, then the condition, what to do, who says so, as of when.

Nothing is composed here but fields and approved words: claims' words stand as a person wrote them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.catalogue import Catalogue, marked
from bot.questions import Attribution, Line, LineKind, Passage
from knowledge.claims import Claim, Firmness, Precision, Scope, Status
from knowledge.district import District, Level
from knowledge.findings import Finding, FindingKind, Held
from knowledge.texts import Texts, in_language
from knowledge.topics import Topic, TopicKind

LONGEST = 600  # characters of one answer, before what is only told along is left out


@dataclass(frozen=True)
class Told:
    """A line with the claims it speaks of, so that a line left out takes its attribution with it."""

    line: Line
    helds: tuple[Held, ...] = ()


def _head(words: str, *helds: Held) -> Told:
    return Told(Line(LineKind.HEADLINE, words), helds)


def _body(words: str, *helds: Held) -> Told:
    return Told(Line(LineKind.BODY, words), helds)


def _aside(words: str, *helds: Held) -> Told:
    return Told(Line(LineKind.ASIDE, words), helds)


@dataclass(frozen=True)
class Wording:
    """Words findings in one language for a district, as read at the moment *at*."""

    say: Catalogue
    district: District
    at: datetime

    def passage(self, finding: Finding) -> Passage:
        worded = {
            FindingKind.KNOWN: self._known,
            FindingKind.DISPUTED: self._disputed,
            FindingKind.NOT_ANNOUNCED: self._hole,
            FindingKind.PAST: self._past,
            FindingKind.NO_SCHOOL_DAY: self._no_school_day,
        }
        return self._within_length(worded[finding.kind](finding))

    def texts(self, texts: Texts) -> str:
        """The words in this language, else in another one, saying which."""
        found = in_language(texts, (self.say.language, self.district.languages[0]))
        if found is None:
            return ""
        language, text = found
        if language == self.say.language:
            return text.words
        return self.say("{words} [in {language}]", words=text.words, language=self.say.language_name(language))

    def title(self, topic: Topic) -> str:
        return self.texts(topic.titles) or topic.slug

    # What holds

    def _known(self, finding: Finding) -> list[Told]:
        if finding.topic.kind is TopicKind.DAY:
            told = [line for held in finding.claims for line in self._status_lines(held, finding)]
        else:
            told = self._worded(finding.claims)
        told += [_body(self._reported(held), held) for held in finding.reported]
        told += [_body(self.say("Except: {words}", words=self._brief(h)), h) for h in finding.exceptions]
        return told + self._besides(finding)

    def _disputed(self, finding: Finding) -> list[Told]:
        told = [_head(self.say("The sides do not say the same."))]
        told += [_body(self._by_speaker(held), held) for held in finding.claims]
        return told + [_body(self._reported(held), held) for held in finding.reported]

    def _status_lines(self, held: Held, finding: Finding) -> Iterable[Told]:
        if held.claim.status is None:
            yield _head(self._with_day(held, self.texts(held.claim.words)), held)
            return
        scope = self.scope(held.claim.scope, asked=finding.asked.scope)
        yield _head(self.say("{status} ({scope}).", status=self.status(held, day=finding.day), scope=scope), held)
        for texts in (held.claim.advice, held.claim.words):
            if texts:
                yield _body(self.texts(texts), held)

    def status(self, held: Held, *, day: date | None = None) -> str:
        """The status line, from fields alone: status, day, condition."""
        return self._hanging(self._firmly(held.claim, self._status_of_day(held.claim, day)), held)

    def _status_of_day(self, claim: Claim, day: date | None) -> str:
        say, status = self.say, claim.status or Status.UNKNOWN
        if claim.first_day is None:
            return say(STATUS_WITHOUT_DAY[status])
        first, last = claim.first_day, claim.last_day or claim.first_day
        days = self._days(day, day) if day and first <= day <= last else self._days(first, last)
        if claim.at is not None and status in STATUS_AT_HOUR:
            return say(STATUS_AT_HOUR[status], day=days, hour=say.hour(datetime.combine(first, claim.at)))
        return say(STATUS_ON_DAY[status], day=days)

    def _firmly(self, claim: Claim, words: str) -> str:
        pattern = FIRMNESS.get(claim.firmness)
        return self.say(pattern, words=words) if pattern else words

    def _hanging(self, words: str, held: Held) -> str:
        """Words with the open condition they hang on: "..., unless a deal is reached first"."""
        condition = self._condition(held)
        return self.say("{words}, {condition}", words=words, condition=condition) if condition else words

    def _condition(self, held: Held) -> str:
        return self.texts(held.conditions[0].words) if held.conditions else ""

    def scope(self, scope: Scope, *, asked: Scope | None = None) -> str:
        say = self.say
        if scope.schools:
            return say.listed([one.name for slug in scope.schools if (one := self.district.school(slug))])
        if scope.levels:
            return say.listed([say(LEVELS[level]) for level in scope.levels])
        named = [one.name for slug in (asked.schools if asked else ()) if (one := self.district.school(slug))]
        everyone = say("all {district} schools", district=self.district.short_name)
        return say("{everyone}, {named} too", everyone=everyone, named=say.listed(named)) if named else everyone

    def _worded(self, helds: Sequence[Held]) -> list[Told]:
        """Claims in their words, a day and a condition that several share said once."""
        told: list[Told] = []
        before: tuple[object, ...] = ()
        for held in helds:
            shared = (held.claim.first_day, held.claim.last_day, held.conditions[:1])
            words = self.texts(held.claim.words)
            led = words if shared == before else self._with_day(held, words)
            told.append(_body(led, held) if told else _head(led, held))
            before = shared
            if held.claim.advice:
                told.append(_body(self.texts(held.claim.advice), held))
        return told

    def _with_day(self, held: Held, words: str) -> str:
        claim, say, condition = held.claim, self.say, self._condition(held)
        if claim.first_day is None:
            lead = condition
        else:
            days = self._days(claim.first_day, claim.last_day)
            lead = say("{words}, {condition}", words=days, condition=condition) if condition else days
        return say("{lead}: {words}", lead=_sentence_start(lead), words=words) if lead else words

    def _brief(self, held: Held) -> str:
        """One claim in one line: its status, with the part of the district where not all of it, else its words."""
        if held.claim.status is not None and held.claim.scope.is_district:
            return self.say("{status}.", status=self.status(held))
        if held.claim.status is not None:
            return self.say("{status} ({scope}).", status=self.status(held), scope=self.scope(held.claim.scope))
        return self._with_day(held, self.texts(held.claim.words))

    def _by_speaker(self, held: Held) -> str:
        return self.say("{speaker}: {words}", speaker=self._speakers([held]), words=self._brief(held))

    def _reported(self, held: Held) -> str:
        speaker, words = self._speakers([held]), self._brief(held)
        return self.say("Reported, not confirmed by the district — {speaker}: {words}", speaker=speaker, words=words)

    # What does not hold, or not any more

    def _hole(self, finding: Finding) -> list[Told]:
        told = [_head(self._nothing_announced(finding))]
        told += [_body(self._reported(held), held) for held in finding.reported]
        told += [_body(self._brief(held), held) for held in finding.exceptions]
        if finding.parents and finding.parent:
            told += self._parents(finding, finding.parent)
        if finding.nearest:
            words = " ".join(self._brief(held) for held in finding.nearest)
            told.append(_body(self.say("The last word is about another day: {words}", words=words), *finding.nearest))
        told += self._besides(finding)
        if finding.last_word and not finding.parents:
            told.append(_body(self._last_word(finding.last_word)))
        return [*told, *self._official_channel()]

    def _parents(self, finding: Finding, parent: Topic) -> list[Told]:
        """What is known of the topic that a detail is missing of."""
        if parent.kind is TopicKind.DAY:
            known = [_body(self._brief(held), held) for held in finding.parents]
        else:
            known = [_body(one.line.words, *one.helds) for one in self._worded(finding.parents)]
        if finding.missing:
            return known
        return [_body(self.say("What is known about this ({title}):", title=self.title(parent))), *known]

    def _nothing_announced(self, finding: Finding) -> str:
        say, asked = self.say, finding.asked
        days = self._days(asked.day, asked.until) if asked.day and asked.named_day else None
        if finding.topic.kind is TopicKind.DAY:
            days = days or self._days(asked.day or self._local.date(), None)
            return say("Nothing is announced yet for {day}: whether schools are open then is not known.", day=days)
        title = self.title(finding.topic)
        if finding.missing:
            return say("{title}: no time is announced yet.", title=title)
        if days:
            return say("{title}: nothing is announced yet for {day}.", title=title, day=days)
        return say("{title}: nothing is announced yet.", title=title)

    def _besides(self, finding: Finding) -> list[Told]:
        helds = [held for _, group in finding.beside for held in group if held not in finding.nearest]
        return [_aside(self._with_day(held, self.texts(held.claim.words)), held) for held in helds]

    def _past(self, finding: Finding) -> list[Told]:
        if finding.topic.kind is TopicKind.BACKGROUND and finding.claims:
            return self._past_background(finding)
        asked = finding.asked
        if asked.day is not None and asked.named_day and finding.topic.kind.by_day:
            days = _sentence_start(self._days(asked.day, asked.until))
            told = [_head(self.say("{day} is over; what came of it is not known here.", day=days))]
        else:
            told = [_head(self.say("{title}: nothing current is known.", title=self.title(finding.topic)))]
        if finding.claims:
            told.append(_body(self._last_said(finding.claims[0])))
        elif finding.last_word is not None:
            told.append(_body(self._last_word(finding.last_word)))
        return [*told, *self._besides(finding), *self._official_channel()]

    def _past_background(self, finding: Finding) -> list[Told]:
        month = self.say.month(self.district.local(finding.claims[0].as_of).date())
        lead = _head(self.say("Nothing current is known about this. What was said in {month}:", month=month))
        return [lead, *(_body(one.line.words, *one.helds) for one in self._worded(finding.claims))]

    def _last_said(self, held: Held) -> str:
        published = self.say.day(self.district.local(held.as_of).date(), at=None)
        return self.say(
            "The last word here is from {published} ({outlet}).", published=published, outlet=held.source.outlet
        )

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
        day = _sentence_start(self._days(asked.day or self._local.date(), asked.until))
        if finding.holiday:
            why = self.texts(finding.holiday.titles)
            words = self.say("{day} is no school day in the school calendar: {why}.", day=day, why=why)
        else:
            words = self.say("{day} falls on a weekend: there are no regular classes then.", day=day)
        return [_head(words), *self._besides(finding)]

    def _official_channel(self) -> list[Told]:
        addresses = [channel.address for channel in self.district.channels[:1]]
        return [_body(self.say("The district's own word: {address}", address=address)) for address in addresses]

    # Who says so

    def _attributions(self, helds: Iterable[Held]) -> tuple[Attribution, ...]:
        """One line for each source and as-of, naming everyone who says something in it."""
        groups: dict[tuple[str, datetime], list[Held]] = {}
        for held in helds:
            groups.setdefault((held.source.slug, held.as_of), []).append(held)
        return tuple(self._attribution(group) for group in groups.values())

    def _attribution(self, group: Sequence[Held]) -> Attribution:
        source, as_of = group[0].source, self.district.local(group[0].as_of)
        when = self._days(as_of.date(), None)
        if source.precision is Precision.MINUTE:
            when = self.say("{day}, {hour}", day=when, hour=self.say.hour(as_of))
        speakers = self._speakers(group)
        if source.outlet in speakers:
            words = self.say("Said by {speakers}; as of {when}.", speakers=speakers, when=when)
        else:
            pattern = marked("Said by {speakers}, reported by {outlet}; as of {when}.")
            words = self.say(pattern, speakers=speakers, outlet=source.outlet, when=when)
        names = tuple(dict.fromkeys(one.slug for held in group for one in held.speakers))
        return Attribution(names, source.outlet, group[0].as_of, words, source.address)

    def _speakers(self, helds: Sequence[Held]) -> str:
        names = dict.fromkeys(self.texts(one.names) for held in helds for one in held.speakers)
        return self.say.listed(list(names))

    def _within_length(self, told: list[Told]) -> Passage:
        """What is only told along gives way, last first, when an answer grows too long."""
        while True:
            passage = Passage(
                tuple(one.line for one in told),
                self._attributions(held for one in told for held in one.helds),
            )
            spare = [place for place, one in enumerate(told) if one.line.kind is LineKind.ASIDE]
            if len(passage.text) <= LONGEST or not spare:
                return passage
            told = [one for place, one in enumerate(told) if place != spare[-1]]

    def _days(self, first: date, last: date | None) -> str:
        return self.say.days(first, last or first, at=self._local)

    @property
    def _local(self) -> datetime:
        return self.district.local(self.at)


def _sentence_start(words: str) -> str:
    return words[:1].upper() + words[1:]


STATUS_ON_DAY = {
    Status.OPEN: marked("Open on {day}"),
    Status.CLOSED: marked("Closed on {day}"),
    Status.DELAYED: marked("Late start on {day}"),
    Status.EARLY_DISMISSAL: marked("Early dismissal on {day}"),
    Status.REMOTE: marked("Classes are remote on {day}"),
    Status.PARTLY_OPEN: marked("Partly open on {day}"),
    Status.UNKNOWN: marked("Not decided for {day}"),
}
STATUS_AT_HOUR = {
    Status.DELAYED: marked("Late start at {hour} on {day}"),
    Status.EARLY_DISMISSAL: marked("Early dismissal at {hour} on {day}"),
}
STATUS_WITHOUT_DAY = {
    Status.OPEN: marked("Open until further notice"),
    Status.CLOSED: marked("Closed until further notice"),
    Status.DELAYED: marked("Late start until further notice"),
    Status.EARLY_DISMISSAL: marked("Early dismissal until further notice"),
    Status.REMOTE: marked("Classes are remote until further notice"),
    Status.PARTLY_OPEN: marked("Partly open until further notice"),
    Status.UNKNOWN: marked("Not decided"),
}
FIRMNESS = {
    Firmness.LIKELY: marked("Likely, not certain: {words}"),
    Firmness.PLANNED: marked("Planned: {words}"),
    Firmness.PROPOSED: marked("Proposed, not decided: {words}"),
    Firmness.UNDECIDED: marked("Not decided: {words}"),
    Firmness.CALLED_OFF: marked("Called off: {words}"),
}
LEVELS = {
    Level.PRESCHOOL: marked("preschools"),
    Level.ELEMENTARY: marked("elementary schools"),
    Level.MIDDLE: marked("middle schools"),
    Level.HIGH: marked("high schools"),
    Level.ADULT: marked("adult schools"),
}
