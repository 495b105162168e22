"""A piece in words: the paragraph it stands in, and what it was read as, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from bot.catalogue import marked
from bot.claim_words import ClaimWords
from bot.curating.likely import WORDS
from bot.desk import Call
from knowledge.articles.article import Article
from knowledge.articles.calendars import DayKind, ProposedDays
from knowledge.articles.cuts import Cut
from knowledge.articles.keeping import KeptArticle
from knowledge.articles.pieces import Gone, Piece, PieceState
from knowledge.claims import Firmness, Scope

LONGEST_PARAGRAPH = 600
LONGEST_TOLD = 200
STATES = {
    PieceState.WAITING: marked("waits"),
    PieceState.LATER: marked("put off"),
    PieceState.APPROVED: marked("published"),
    PieceState.DRAFTED: marked("waits for a publisher"),
    PieceState.AGREED: marked("marked as checked"),
    PieceState.SETTLED: marked("settled a condition"),
    PieceState.DROPPED: marked("dropped"),
    PieceState.REPLACED: marked("cut anew"),
}
DAY_KINDS = {
    DayKind.CLOSED: marked("no school"),
    DayKind.HOLIDAY: marked("a holiday or a break"),
    DayKind.SHORT: marked("a short day"),
    DayKind.LATE: marked("a late start"),
}


def cut_short(text: str, most: int = LONGEST_TOLD) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def topic_title(call: Call, slug: str) -> str:
    topic = call.edition.topics.get(slug)
    return ClaimWords(call.say, call.edition.district, call.at).title(topic) if topic else slug


def about(call: Call, piece: Piece) -> str:
    """What it is about, in a few words."""
    content = piece.content
    if isinstance(content, Cut):
        return topic_title(call, content.topics[0])
    return content.title if isinstance(content, ProposedDays) else content.claim


def days_words(call: Call, first: date | None, last: date | None) -> str:
    return call.say.days(first, last or first, at=call.at) if first else ""


def lines_of(call: Call, kept: KeptArticle, piece: Piece) -> tuple[str, ...]:
    content = piece.content
    if isinstance(content, Cut):
        return (*_paragraphs(call, kept.article, content), *_fields(call, content))
    return _days(call, content) if isinstance(content, ProposedDays) else _gone(call, content)


def _paragraphs(call: Call, article: Article, cut: Cut) -> Iterator[str]:
    for number in cut.paragraphs:
        text = article.paragraphs[number - 1].text
        short = text if len(text) <= LONGEST_PARAGRAPH else cut.sentence[:LONGEST_PARAGRAPH]
        yield call.say("Paragraph {number}: “{text}”", number=number, text=short)


def _fields(call: Call, cut: Cut) -> Iterator[str]:
    say = call.say
    if cut.taken_back:
        yield say("The article itself says that this no longer holds.")
    day = days_words(call, cut.first_day, cut.last_day)
    if day:
        yield say("Day: {day}", day=day) if cut.sure_of_day else say("Day: {day} (not said for sure)", day=day)
    if cut.unresolved:
        yield say("Which day is not known until somebody says when it was published: {words}",
            words=", ".join(cut.unresolved))  # fmt: skip
    if cut.status is not None:
        yield say("Status: {status}", status=say(WORDS[cut.status]))
    if hours := _hours(call, cut):
        yield say("Hours: {hours}", hours=hours)
    if cut.scope != Scope():
        yield say("For: {scope}", scope=ClaimWords(say, call.edition.district, call.at).scope(cut.scope))
    if cut.firmness is not Firmness.STATED:
        yield say("How firm: {firmness}", firmness=say(WORDS[cut.firmness]))
    if cut.condition:
        yield say("It hangs on this, in the article's words: “{words}”", words=cut.condition)
    yield _speaker(call, cut)


def _speaker(call: Call, cut: Cut) -> str:
    say, speaker = call.say, call.edition.district.speaker(cut.speaker) if cut.speaker else None
    if speaker is None:
        return say("Who says so is not clear.")
    name = ClaimWords(say, call.edition.district, call.at).texts(speaker.names) or speaker.slug
    return say("Said by: {name} (official)", name=name) if speaker.official else say("Said by: {name}", name=name)


def _hours(call: Call, cut: Cut) -> str:
    def hour(at: time | None) -> str:
        return call.say.hour(datetime.combine(cut.first_day or call.at.date(), at)) if at else ""

    if cut.at is not None:
        return hour(cut.at)
    return "–".join(filter(None, (hour(cut.begins), hour(cut.closes))))


def _days(call: Call, days: ProposedDays) -> tuple[str, ...]:
    say = call.say
    lines = [
        say("In the calendar: “{title}”", title=days.title),
        say("Day: {day}", day=days_words(call, days.first, days.last)),
        say("Read as: {kind}", kind=say(DAY_KINDS[days.kind])),
    ]
    hours = "–".join(
        call.say.hour(datetime.combine(days.first, one)) for one in (days.begins, days.ends) if one is not None
    )
    if hours:
        lines.append(say("Hours: {hours}", hours=hours))
    if days.repeated:
        lines.append(say("The calendar repeats it by a rule."))
    if days.kind is DayKind.HOLIDAY:
        lines.append(say("The calendar only names these days: whether school is out is for you to say."))
    return tuple(lines)


def _gone(call: Call, gone: Gone) -> tuple[str, ...]:
    return (
        call.say("{claim} rests on a paragraph that this version no longer has:", claim=gone.claim),
        f"“{gone.text}”",
    )
