"""Cutting claims out of an article for an editor to approve, edit or drop: which paragraph, topic, days, status.

Nothing here is told to anybody. A day is resolved against the instant the article speaks from, or not at all; the words
that families will read are the editor's to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.articles.article import Article, Form
from knowledge.articles.attributions import attributed
from knowledge.articles.conditions import hanging
from knowledge.articles.cuts import Cut, without_repetitions
from knowledge.articles.days_meant import DaysMeant
from knowledge.articles.places_meant import item_of
from knowledge.articles.sentences import Cues, parts, sentences, without_dateline
from knowledge.articles.speaking import Speaking, Voice
from knowledge.articles.statements import Desk, Statements
from knowledge.articles.telling import TELLING, is_of_others

__all__ = ["Desk", "cut"]
_AS_OF_HOUR = re.compile(r"[\w\s.:]{3,30},\s+")


def cut(article: Article, desk: Desk) -> tuple[Cut, ...]:
    """In the order of the article. Without an instant it speaks from, no day is resolved."""
    cutting = _Cutting(article, desk)
    return without_repetitions(cutting.with_the_lede(cutting.all()))


class _Cutting:
    """One pass through an article; what a sentence leaves out is taken from those before it."""

    def __init__(self, article: Article, desk: Desk) -> None:
        self._article = article
        self._desk = desk
        self._days = DaysMeant(desk.district, article.said.at if article.said else None)
        self._statements = Statements(article, desk, self._days)
        self._speaking = Speaking(desk.district, self._cues)
        self._notice = self._speaking.of_notice([one.text for one in article.paragraphs])
        self._statements.is_notice = self._notice is not None
        self._taken_back = False
        self._new_paragraph()

    @property
    def _cues(self) -> Cues:
        return self._statements.cues

    def _new_paragraph(self) -> None:
        self._statements.new_paragraph()
        self._condition: str | None = None
        self._voice: Voice | None = None

    def all(self) -> list[Cut]:
        found: list[Cut] = []
        lead: str | None = None  # of the list that may follow
        introduced: list[Cut] = []
        for number, paragraph in enumerate(self._article.paragraphs, start=1):
            item = item_of(paragraph)
            if item is not None:
                more = list(self._of_text(item, number, lead)) if lead is not None else []
                if more and introduced:
                    found = [one for one in found if one not in introduced or self._cues.has(one.sentence, "ahead")]
                    introduced = []
                found += more
                continue
            self._statements.read_in(paragraph.text)
            self._speaking.cues = self._cues
            if paragraph.form is Form.HEADING:
                self._taken_back = self._taken_back or self._cues.has(paragraph.text, "earlier")
                self._new_paragraph()
                lead, introduced = (None if self._cues.has(paragraph.text, "elsewhere") else paragraph.text), []
                continue
            self._new_paragraph()
            introduced = list(self._of_text(without_dateline(paragraph.text), number))
            found += introduced
            lead = paragraph.text if paragraph.text.rstrip().endswith(":") else None
        return found

    def with_the_lede(self, cuts: Sequence[Cut]) -> Iterator[Cut]:
        """What tells families what to do before the article has come to the day is meant for it."""
        lede = self._days.lede
        for one in cuts:
            waits = one.first_day is None and any(cues.has(one.sentence, "home") for cues in self._desk.cues.values())
            if waits and lede is not None:
                one = replace(one, first_day=lede[0], last_day=lede[1], sure_of_day=False)
            yield one

    def _of_text(self, text: str, number: int, lead: str | None = None) -> Iterator[Cut]:
        """*lead*: the words above the list whose item it is; one that only names a school belongs to them."""
        for sentence in sentences(text):
            yield from self._of_sentence(sentence, number, lead)

    def _of_sentence(self, sentence: str, number: int, lead: str | None) -> Iterator[Cut]:
        found: list[Cut] = []
        for part in parts(sentence):
            said = attributed(self._without_its_hour(part), self._cues)
            if is_of_others(f"{said.speaker or ''} {said.words}", self._desk.places, self._cues):
                continue
            voice = self._speaking.of(said.speaker, said.words) or self._voice or self._notice or Voice(None, False)
            self._voice = voice
            hung = hanging(said.words, self._cues)
            if hung.points_back:
                found = [replace(one, condition=one.condition or hung.condition) for one in found]
                continue
            condition = hung.condition
            if condition is None and (hung.backward or self._cues.has(hung.main, "would")):
                condition = self._condition or hung.backward
            more = list(self._statements.of(hung, condition, number, lead))
            if said.quoted and not self._counts(voice, said.words, more, hangs=hung.condition is not None):
                continue
            more = [
                replace(one, condition=self._hangs_on(one, condition)) if not hung.trailing or one is more[-1] else one
                for one in more
            ]
            self._condition = next((one.condition for one in more if one.condition), condition or self._condition)
            back = self._taken_back or self._cues.has(part, "reversed")
            found += [
                replace(one, sentence=sentence, speaker=voice.slug, official=voice.official, taken_back=back)
                for one in more
            ]
        yield from found

    def _without_its_hour(self, part: str) -> str:
        """ "As of Wednesday, …" says when it was so."""
        begun = self._cues.starts(part, "as_of")
        hour = _AS_OF_HOUR.match(part, begun.end()) if begun else None
        return part[hour.end() :] if hour else part

    def _counts(self, voice: Voice, quoted: str, found: Sequence[Cut], *, hangs: bool) -> bool:
        """Of what an official is quoted with, only what says something of a day; of anybody else who is known, a plan
        for a day that hangs on something."""
        dated = any(one.sure_of_day and one.first_day for one in found)
        if voice.official:
            return dated or self._cues.has(quoted, *TELLING)
        return dated and hangs and voice.slug is not None and self._cues.has(quoted, "plans", "proposed")

    def _hangs_on(self, one: Cut, condition: str | None) -> str | None:
        """What takes its day from a sentence before takes along what that hangs on."""
        days = (one.first_day, one.last_day)
        if condition is None and days == self._days.lede and self._cues.has(one.sentence, "same_days"):
            condition = self._days.lede_condition
        if condition is None and days == self._days.here and not one.sure_of_day:
            condition = self._condition
        told = days == self._days.lede and one.sure_of_day
        if condition is not None and told and self._days.lede_condition is None:
            self._days.lede_condition = condition
        return condition
