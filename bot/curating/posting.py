"""What stands in a staff room: a question for a person, an answer marked as wrong, a group of questions without answer.

No family is named, only its words are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.catalogue import Catalogue, load_catalogue
from bot.curating.gap_pages import CLOSED, OUTCOMES
from bot.curating.previewing import reply_of
from bot.pages import Invocation, Offer, Page, PageKind, Preview
from bot.wording import Wording
from knowledge.findings import Finding
from knowledge.gaps import ClosedAs, Gap
from knowledge.inquiries import Inquiry
from knowledge.library import Edition
from knowledge.staff_posts import Outcome, PostKind

MOST_CLAIMS = 2  # of a wrong answer, that can be changed or taken back at once
MOST_TEXTS = 5  # different texts of one gap


@dataclass(frozen=True)
class Posting:
    """*asking*: any command of whoever reads the room; what is offered is done by whoever presses."""

    edition: Edition
    say: Catalogue
    asking: Invocation

    @property
    def at(self) -> datetime:
        return self.edition.district.local(self.asking.at)

    def inquiry(self, asked: Inquiry) -> Page:
        say = self.say
        lines = [f"“{asked.text}”", self._moment(asked.asked), *self._language(asked.language)]
        answer = self._offer(say("Answer {number}", number=asked.number), "gaps", "reply", inquiry=str(asked.number))
        return Page(
            PageKind.SHOWN,
            say("Question {number} for a person", number=asked.number),
            (*lines, self._reaches(asked)),
            offers=(answer,),
        )

    def _reaches(self, asked: Inquiry) -> str:
        if asked.fleeting:
            return self.say("Nothing can be sent to whoever asked, unless they open a private chat with the bot.")
        return self.say("Reply to this message, and whoever asked gets your answer.")

    def wrong(self, number: int, text: str, language: str | None, told: Sequence[Told]) -> Page:
        """The question, the answer as it was told, what it rests on, and what can be done about it."""
        say = self.say
        claims = tuple(dict.fromkeys(held.claim.slug for one in told for held in one.finding.claims))
        offers = [offer for slug in claims[:MOST_CLAIMS] for offer in self._of_claim(slug)]
        if not claims:
            offers.append(self._offer(say("Answer it with a claim"), "gaps", "claim", gap=str(number)))
        return Page(
            PageKind.SHOWN,
            say("Somebody says that an answer is wrong"),
            (f"“{text}”", *self._language(language)),
            previews=tuple(self._as_told(one, text, language) for one in told),
            offers=(*offers, self._offer(say("Look at {number}", number=number), "gaps", "show", gap=str(number))),
        )

    def gap(self, found: Gap) -> Page:
        say, number = self.say, str(found.number)
        texts = [f"“{one.text}” ({say(OUTCOMES.get(one.outcome, one.outcome))})" for one in found.texts[:MOST_TEXTS]]
        offers = [self._offer(say("Answer it with a claim"), "gaps", "claim", gap=number, topic=found.topic or "")]
        if found.topic is None:
            offers += [
                self._offer(say("Another way to ask"), "gaps", "phrasing", gap=number),
                self._offer(say("A new open question"), "gaps", "topic", gap=number),
            ]
        return Page(
            PageKind.SHOWN,
            say("Gap {number}; people: {people}", number=found.number, people=found.people),
            (*texts, *self._topic(found), say("Reply to this message, and your words become a claim.")),
            offers=(*offers, self._offer(say("Not ours"), "gaps", "notours", gap=number)),
        )

    def more(self, count: int) -> Page:
        return Page(PageKind.SHOWN, "", (self.say("{count} more: /gaps", count=count),))

    def dealt_with(self, page: Page, outcome: Outcome) -> Page:
        """The same with what became of it, and nothing to do any more."""
        say, post = self.say, outcome.post
        moment = self._moment(outcome.at) if outcome.at else ""
        if post.kind is PostKind.INQUIRY and outcome.answer:
            how = f"“{outcome.answer}”"
        else:
            closed = outcome.how or ClosedAs.CLAIM.value
            how = say(CLOSED[ClosedAs(closed)]) if closed in list(ClosedAs) else closed
        done = say("Dealt with, {moment}: {how}", moment=moment, how=how)
        return replace(page, kind=PageKind.DONE, lines=(*page.lines[:1], done), previews=(), offers=())

    def gone(self) -> Page:
        words = self.say("Whoever asked took this back, or what they wrote was deleted.")
        return Page(PageKind.SHOWN, "", (words,))

    def _of_claim(self, slug: str) -> Iterable[Offer]:
        yield self._offer(self.say("Change {claim}", claim=slug), "claim", "edit", claim=slug)
        yield self._offer(self.say("Take back {claim}", claim=slug), "claim", "withdraw", claim=slug)

    def _as_told(self, told: Told, text: str, language: str | None) -> Preview:
        spoken = self.edition.district.languages
        known = language if language in spoken else spoken[0]
        local = self.edition.district.local(told.at)
        wording = Wording(load_catalogue(known or spoken[0]), self.edition.district, local)
        return Preview(known or spoken[0], text, reply_of((told.finding,), wording))

    def _topic(self, found: Gap) -> Iterable[str]:
        topic = self.edition.topics.get(found.topic or "")
        if topic is not None:
            title = Wording(self.say, self.edition.district, self.at).title(topic)
            day = self.say.day(found.day, at=self.at) if found.day else ""
            yield " · ".join(one for one in (title, day) if one)

    def _language(self, language: str | None) -> Iterable[str]:
        if language is not None and language != self.say.language:
            yield self.say("{lead}: {words}", lead=self.say("language"), words=self.say.language_name(language))

    def _moment(self, moment: datetime) -> str:
        local = self.edition.district.local(moment)
        return f"{self.say.day(local.date(), at=self.at)}, {self.say.hour(local)}"

    def _offer(self, label: str, name: str, action: str, **values: str) -> Offer:
        given = {key: value for key, value in values.items() if value}
        invocation = replace(self.asking, name=name, action=action, values=given, confirmed=False, based_on={})
        return Offer(label, invocation)


@dataclass(frozen=True)
class Told:
    """What somebody was told at a moment."""

    finding: Finding
    at: datetime
