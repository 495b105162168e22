"""Replies that speak of no claim: refusals by name, offers, greetings, and what could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.catalogue import Catalogue, own_name
from bot.questions import Choice, Line, LineKind, Outcome, Passage, Reply
from bot.reading import LONGEST_READ, Part
from knowledge.district import District, Neighbour
from knowledge.texts import in_language
from knowledge.topics import Aside

MOST_QUOTED = 80  # characters of a family's own words said back to them


@dataclass(frozen=True)
class Notices:
    say: Catalogue
    district: District

    def not_ours(self, neighbours: Sequence[Neighbour]) -> Reply:
        names = self.say.listed([one.name for one in neighbours])
        words = self.say(
            "I only answer for the schools of {district}, so I cannot say anything about {others}. "
            "Please ask them directly.",
            district=self.district.name,
            others=names,
        )
        return self._plain(Outcome.OUT_OF_SCOPE, words)

    def out_of_scope(self) -> Reply:
        words = self.say(
            "I only answer questions about whether {district} schools are open and what goes with that: "
            "meals, activities, the talks. I cannot help with this one.",
            district=self.district.short_name,
        )
        return self._plain(Outcome.OUT_OF_SCOPE, words)

    def no_answer(self) -> Reply:
        words = self.say(
            "I have no answer to that: nothing about it has been announced, or I did not understand it. "
            "Try one short sentence."
        )
        return self._plain(Outcome.UNKNOWN, words, *self.official_channel(), status="unknown")

    def which_date(self) -> Reply:
        return self._plain(Outcome.CLARIFY, self.say("Which date do you mean? Please write it as month and day."))

    def nothing_to_read(self) -> Reply:
        words = self.say('I found no words in that. Ask me in a sentence, for example: "Is there school on Wednesday?"')
        return self._plain(Outcome.CLARIFY, words)

    def offer(self, part: Part, titles: Mapping[str, str]) -> Reply:
        def choice(topic: str | None, label: str) -> Choice:
            return Choice(label, topic, part.first, part.last, part.scope)

        choices = [choice(topic, title) for topic, title in titles.items()]
        reply = self._plain(Outcome.CLARIFY, self.say("Which of these do you mean?"))
        return replace(reply, choices=(*choices, choice(None, self.say("None of these"))))

    def none_of_these(self) -> Reply:
        words = self.say("Then I have no answer to that yet. I have noted your question.")
        return self._plain(Outcome.UNKNOWN, words, *self.official_channel(), status="unknown")

    def which_topic(self) -> Reply:
        words = self.say(
            'What would you like to know? For example: "Is there school on Wednesday?" or "Are there meals?"'
        )
        return self._plain(Outcome.CLARIFY, words)

    def aside(self, aside: Aside) -> Reply:
        found = in_language(aside.replies, (self.say.language, *self.district.languages))
        words = found[1].words if found else ""
        return self._plain(Outcome(aside.outcome.value), words.replace("{district}", self.district.name))

    def part_not_understood(self, text: str) -> Passage:
        quoted = text.strip() if len(text.strip()) <= MOST_QUOTED else text.strip()[:MOST_QUOTED] + "…"
        return self._passage(self.say("To “{question}” I have no answer yet.", question=quoted))

    def cannot_look_up(self, reference: str) -> Reply:
        words = self.say(
            "I cannot look anything up right now. Please try again in a while (reference {reference}).",
            reference=reference,
        )
        return replace(self._plain(Outcome.UNKNOWN, words, *self.official_channel()), reference=reference)

    def with_notes(self, reply: Reply, *, emergency: bool, cut: bool, foreign: bool) -> Reply:
        """The reply with what must stand above it: the emergency number first, then the languages that work where the
        message is in none of them, then what was not read."""
        notes = []
        if emergency:
            number = self.district.emergency_number
            call = self.say(
                "If someone is in danger, call {number} now. I am a bot and cannot get help.", number=number
            )
            if not reply.findings:
                # Whoever is in danger is not asked to choose a topic.
                return replace(reply, passages=(self._passage(call),), choices=(), notes=(), urgent=True)
            notes.append(call)
        if foreign:
            names = self.say.listed([own_name(language) for language in self.district.languages])
            works = self.say(
                "I can answer in: {languages}. Please write in one of them, or choose one with /settings.",
                languages=names,
            )
            notes.append(works)
        if cut:
            notes.append(
                self.say("Your message is long: I read only its first {count} characters.", count=LONGEST_READ)
            )
        return replace(reply, notes=(*notes, *reply.notes), urgent=emergency)

    def official_channel(self) -> tuple[str, ...]:
        return tuple(
            self.say("The district's own word: {address}", address=c.address) for c in self.district.channels[:1]
        )

    def _plain(self, outcome: Outcome, *words: str, status: str | None = None) -> Reply:
        return Reply(outcome=outcome, language=self.say.language, passages=(self._passage(*words),), status=status)

    def _passage(self, first: str, *more: str) -> Passage:
        return Passage((Line(LineKind.HEADLINE, first), *(Line(LineKind.BODY, words) for words in more)))
