"""One claim in words: its status from fields alone, or its own words as a person wrote them, and who says so.

Nothing is composed here but fields and approved words; what is called off or only proposed never reads as plain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.catalogue import Catalogue, marked
from bot.questions import Attribution
from knowledge.articles.secrets import shown_address
from knowledge.claims import Claim, Firmness, Precision, Scope, Status
from knowledge.district import District, Level
from knowledge.findings import Held
from knowledge.texts import Texts, in_language
from knowledge.topics import Topic


@dataclass(frozen=True)
class ClaimWords:
    """Words claims in one language for a district, as read at the moment *at*."""

    say: Catalogue
    district: District
    at: datetime

    def texts(self, texts: Texts) -> str:
        """The words in this language, else in another one, saying which."""
        found = in_language(texts, (self.say.language, self.district.languages[0]))
        if found is None:
            return ""
        language, text = found
        if language == self.say.language or not text.words:
            return text.words
        return self.say("{words} [in {language}]", words=text.words, language=self.say.language_name(language))

    def title(self, topic: Topic) -> str:
        return self.texts(topic.titles) or topic.slug

    # Its status

    def status(self, held: Held, *, within: tuple[date, date] | None = None) -> str:
        """The status line, from fields alone: status, day, condition; of a claim about more days, those *within*."""
        return self._hanging(self._firmly(held.claim, self._status_of_days(held.claim, within)), held)

    def _status_of_days(self, claim: Claim, within: tuple[date, date] | None) -> str:
        say, status = self.say, claim.status or Status.UNKNOWN
        if claim.first_day is None:
            return say(STATUS_WITHOUT_DAY[status])
        first, last = claim.first_day, claim.last_day or claim.first_day
        if within is not None and first <= within[1] and within[0] <= last:
            first, last = max(first, within[0]), min(last, within[1])
        days = self.days(first, last)
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

    # Its own words

    def line(self, held: Held, topic: Topic, *, day_is_told: bool = False) -> str:
        """Its words after its day and condition; where it has none, the topic with the status; never empty."""
        words = self.texts(held.claim.words)
        if not words and held.claim.status is not None:
            return self.say("{lead}: {words}", lead=self.title(topic), words=self.brief(held, topic))
        words = words or self.title(topic)
        return self.worded_firmly(held.claim, words if day_is_told else self._with_day(held, words))

    def worded_firmly(self, claim: Claim, words: str) -> str:
        """Words say themselves that something is planned, likely or undecided; what became of it they cannot know."""
        return self._firmly(claim, words) if claim.firmness in NEVER_PLAIN else words

    def advice(self, claim: Claim) -> str:
        """What the speaker asks of families; nothing once the thing itself is called off."""
        return "" if claim.firmness is Firmness.CALLED_OFF else self.texts(claim.advice)

    def _with_day(self, held: Held, words: str) -> str:
        claim, say, condition = held.claim, self.say, self._condition(held)
        if claim.first_day is None:
            lead = condition
        else:
            days = self.days(claim.first_day, claim.last_day)
            lead = say("{words}, {condition}", words=days, condition=condition) if condition else days
        return say("{lead}: {words}", lead=sentence_start(lead), words=words) if lead else words

    def brief(self, held: Held, topic: Topic, *, within: tuple[date, date] | None = None) -> str:
        """One claim in one line: its status, with the part of the district where not all of it, else its words."""
        if held.claim.status is None:
            return self.line(held, topic)
        status = self.status(held, within=within)
        if held.claim.scope.is_district:
            return self.say("{status}.", status=status)
        return self.say("{status} ({scope}).", status=status, scope=self.scope(held.claim.scope))

    # Who says so

    def by_speaker(self, held: Held, topic: Topic) -> str:
        return self.say("{speaker}: {words}", speaker=self._speakers([held]), words=self.brief(held, topic))

    def reported(self, held: Held, topic: Topic) -> str:
        speaker, words = self._speakers([held]), self.brief(held, topic)
        return self.say("Reported, not confirmed by the district — {speaker}: {words}", speaker=speaker, words=words)

    def attributions(self, helds: Iterable[Held]) -> tuple[Attribution, ...]:
        """One line for each source and as-of, naming everyone who says something in it; the same line once."""
        groups: dict[tuple[str, datetime], list[Held]] = {}
        for held in helds:
            groups.setdefault((held.source.slug, held.as_of), []).append(held)
        said = (self._attribution(group) for group in groups.values())
        return tuple({(one.words, one.address): one for one in said}.values())

    def _attribution(self, group: Sequence[Held]) -> Attribution:
        source, as_of = group[0].source, self.district.local(group[0].as_of)
        when = self.days(as_of.date(), None)
        if source.precision is Precision.MINUTE:
            when = self.say("{day}, {hour}", day=when, hour=self.say.hour(as_of))
        speakers = self._speakers(group)
        if source.outlet in speakers or source.outlet == self.district.short_name:
            words = self.say("Said by {speakers}; as of {when}.", speakers=speakers, when=when)
        else:
            pattern = marked("Said by {speakers}, reported by {outlet}; as of {when}.")
            words = self.say(pattern, speakers=speakers, outlet=source.outlet, when=when)
        names = tuple(dict.fromkeys(one.slug for held in group for one in held.speakers))
        return Attribution(names, source.outlet, group[0].as_of, words, shown_address(source.address))

    def _speakers(self, helds: Sequence[Held]) -> str:
        names = dict.fromkeys(self.texts(one.names) for held in helds for one in held.speakers)
        return self.say.listed(list(names))

    # When

    def days(self, first: date, last: date | None) -> str:
        return self.say.days(first, last or first, at=self.local)

    @property
    def local(self) -> datetime:
        return self.district.local(self.at)


def sentence_start(words: str) -> str:
    return words[:1].upper() + words[1:]


NEVER_PLAIN = frozenset({Firmness.PROPOSED, Firmness.CALLED_OFF})
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
