"""Suggestions out of the knowledge base: claims told now, open conditions, live events, what waits for somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial

from bot.articles.handing_words import HANGS_ON_NOTHING, NAMELESS_CALENDAR
from bot.claim_words import ClaimWords
from bot.commands import FieldKind
from bot.curating.proposing import Connected
from bot.going_suggestions import announcements, changes_told
from bot.suggestions import Suggestion, Wanting, cut
from bot.values import EMPTIED
from knowledge.articles.article import Article
from knowledge.articles.calendars import ProposedDays
from knowledge.articles.keeping import KeptArticle, newest_articles
from knowledge.articles.pieces import Gone, Piece, read_pieces
from knowledge.claims import Claim, Condition, ConditionState, Event, Precision, Source
from knowledge.codec import Noun
from knowledge.drafts import pending_drafts
from knowledge.findings import Held
from knowledge.gaps import GapClosed, NoSuchGap, find_gap, open_gaps
from knowledge.histories import read_changes
from knowledge.inquiries import open_inquiries
from knowledge.lives import Life, Lived, read_lives
from knowledge.revisions import current
from knowledge.saved_questions import SavedQuestion
from knowledge.staff import read_roles
from knowledge.texts import Texts, in_language
from knowledge.topics import Topic, TopicKind

MOST_READ = 40
MOST_NEAR = 3
MOST_OPEN_ARTICLES = 3
MOST_BEFORE = 4  # conditions that stand before there being none
SAYING = frozenset({"article approve", "article edit"})  # commands that ask whether something hangs on a condition

Suggesting = Callable[[Wanting], Awaitable[tuple[Suggestion, ...]]]


async def claims(wanting: Wanting) -> tuple[Suggestion, ...]:
    """What families are told now, or will be; the newest said first."""
    found = await wanting.desk.database.read(partial(read_lives, at=wanting.at, running=True))
    lives = (Life.LIVE, Life.SCHEDULED)
    told = [one for one in found if one.life in lives][:MOST_READ]
    return tuple(Suggestion(_claim_label(one, wanting), one.claim.slug) for one in told)


def _claim_label(lived: Lived, wanting: Wanting) -> str:
    words, claim, topic = _words(wanting), lived.claim, wanting.edition.topics.get(lived.claim.topic)
    if claim.status is not None:
        return words.status(_bare(lived))
    said = words.texts(claim.words) or (words.title(topic) if topic else claim.slug)
    # The words first: a phone cuts the end of a long button.
    day = f" ({words.say.day(claim.first_day, at=wanting.at)})" if claim.first_day else ""
    return f"{cut(said)}{day}"


def _bare(lived: Lived) -> Held:
    """Enough of it for its status line."""
    nothing = Source(lived.claim.source, "", lived.as_of, Precision.DAY)
    return Held(
        claim=lived.claim,
        revision=lived.number,
        source=nothing,
        speakers=(),
        conditions=(),
        event=None,
        as_of=lived.as_of,
        until=lived.until,
    )


async def conditions(wanting: Wanting) -> tuple[Suggestion, ...]:
    """Open ones, first those on which something hangs that is told now."""

    def work(connection: Connected) -> tuple[list[Condition], set[str | None]]:
        newest = reversed(current(connection, Condition).values())
        told = read_lives(connection, at=wanting.at, running=True)
        return [one for one in newest if one.state is ConditionState.OPEN], {
            one.claim.condition for one in told if one.life is Life.LIVE
        }

    found, hanging = await wanting.desk.database.read(work)
    ordered = sorted(found, key=lambda one: one.slug not in hanging)
    words = _words(wanting)
    made = [Suggestion(cut(words.texts(one.words) or one.slug), one.slug) for one in ordered]
    if wanting.command is not None and wanting.command.key in SAYING:
        made.insert(MOST_BEFORE, Suggestion(wanting.say(HANGS_ON_NOTHING), EMPTIED))
    return tuple(made)


async def events(wanting: Wanting) -> tuple[Suggestion, ...]:
    found = await wanting.desk.database.read(lambda connection: current(connection, Event))
    live = [one for one in found.values() if one.ended is None]
    ordered = sorted(live, key=lambda one: one.first_day, reverse=True)
    words = _words(wanting)
    return tuple(Suggestion(cut(words.texts(one.titles) or one.slug), one.slug) for one in ordered)


async def sources(wanting: Wanting) -> tuple[Suggestion, ...]:
    found = await wanting.desk.database.read(lambda connection: current(connection, Source))
    ordered = sorted(found.values(), key=lambda one: one.published, reverse=True)[:MOST_READ]
    return tuple(Suggestion(cut(_source_label(one, wanting)), one.slug) for one in ordered)


def _source_label(source: Source, wanting: Wanting) -> str:
    day = wanting.say.day(wanting.edition.district.local(source.published).date(), at=wanting.at)
    return " · ".join(part for part in (source.outlet, day, source.title or "") if part)


async def topics(wanting: Wanting) -> tuple[Suggestion, ...]:
    """First those that the question of a gap comes near; then those of which most is told now, a day's before services
    and plans."""
    near = await _near_gap(wanting)
    lives = await wanting.desk.database.read(partial(read_lives, at=wanting.at, running=True))
    told = Counter(one.claim.topic for one in lives if one.life in (Life.LIVE, Life.SCHEDULED))
    order, words = list(TopicKind), _words(wanting)

    def rank(one: Topic) -> tuple[object, ...]:
        place = near.index(one.slug) if one.slug in near else len(near)
        main = told[one.slug] > 0 and one.kind is TopicKind.DAY
        return place, not main, -told[one.slug], one.parent is not None, order.index(one.kind)

    found = sorted(wanting.edition.topics.values(), key=rank)
    return tuple(Suggestion(cut(words.title(one)), one.slug) for one in found)


async def _near_gap(wanting: Wanting) -> list[str]:
    number = wanting.values.get("gap", "")
    if not number.isdecimal():
        return []
    try:
        found = await wanting.desk.database.read(partial(find_gap, number=int(number)))
    except (NoSuchGap, GapClosed):
        return []
    match = wanting.edition.index.match(found.newest.text, language=found.newest.language)
    return [one.topic for one in match.candidates[:MOST_NEAR]]


async def identities(wanting: Wanting) -> tuple[Suggestion, ...]:
    held = await wanting.desk.database.read(read_roles)
    return tuple(Suggestion(f"{one.identity} ({one.role})", one.identity) for one in held)


async def gaps(wanting: Wanting) -> tuple[Suggestion, ...]:
    found = await wanting.desk.database.read(partial(open_gaps, at=wanting.at))
    return tuple(Suggestion(cut(f"{one.number} · {one.newest.text}"), str(one.number)) for one in found[:MOST_READ])


async def inquiries(wanting: Wanting) -> tuple[Suggestion, ...]:
    found = await wanting.desk.database.read(open_inquiries)
    return tuple(Suggestion(cut(f"{one.number} · {one.text}"), str(one.number)) for one in found[:MOST_READ])


async def drafts(wanting: Wanting) -> tuple[Suggestion, ...]:
    found = await wanting.desk.database.read(pending_drafts)
    newest = found[::-1][:MOST_READ]
    return tuple(Suggestion(cut(f"{one.number} · {_named(one.nouns)}"), str(one.number)) for one in newest)


async def articles(wanting: Wanting) -> tuple[Suggestion, ...]:
    """The newest first, those in which a piece waits before all others."""

    def work(connection: Connected) -> tuple[KeptArticle, ...]:
        return (
            *newest_articles(connection, most=MOST_READ, unfinished=True),
            *newest_articles(connection, most=MOST_READ),
        )

    found = await wanting.desk.database.read(work)
    return tuple(Suggestion(cut(_article_label(one, wanting)), str(one.number)) for one in found)


def _article_label(kept: KeptArticle, wanting: Wanting) -> str:
    read = kept.read
    if not isinstance(read, Article):
        return " · ".join((str(kept.number), read.name or wanting.say(NAMELESS_CALENDAR)))
    day = wanting.say.day(read.said.at.date(), at=wanting.at) if read.said is not None else ""
    said = read.title or (read.paragraphs[0].text if read.paragraphs else "")
    return " · ".join(filter(None, (str(kept.number), read.outlet, day, said)))


async def pieces(wanting: Wanting) -> tuple[Suggestion, ...]:
    """Those that wait: of the article that is named, else of the newest ones."""
    named = wanting.values.get("article", "")

    def work(connection: Connected) -> list[Piece]:
        newest = (one.number for one in newest_articles(connection, most=MOST_OPEN_ARTICLES, unfinished=True))
        numbers = (int(named),) if named.isdecimal() else newest
        return [one for number in numbers for one in read_pieces(connection, number) if one.is_open]

    found = await wanting.desk.database.read(work)
    return tuple(Suggestion(cut(_piece_label(one, wanting)), str(one.number)) for one in found)


def _piece_label(piece: Piece, wanting: Wanting) -> str:
    content = piece.content
    if isinstance(content, Gone):
        return f"{piece.number} · {content.claim}"
    if isinstance(content, ProposedDays):
        return f"{piece.number} · {content.title} ({wanting.say.day(content.first, at=wanting.at)})"
    topic = wanting.edition.topics.get(content.topics[0])
    day = f" ({wanting.say.day(content.first_day, at=wanting.at)})" if content.first_day else ""
    return f"{piece.number} · {_words(wanting).title(topic) if topic else content.topics[0]}{day}"


async def changes(wanting: Wanting) -> tuple[Suggestion, ...]:
    found = await wanting.desk.database.read(read_changes)
    standing = [one for one in found if one.undone_by is None]
    labels = (f"{one.number} · {one.action} · {_named([each.noun for each in one.revisions])}" for one in standing)
    return tuple(Suggestion(cut(label), str(one.number)) for label, one in zip(labels, standing, strict=True))


async def saved_questions(wanting: Wanting) -> tuple[Suggestion, ...]:
    found = await wanting.desk.database.read(lambda connection: current(connection, SavedQuestion))
    return tuple(Suggestion(cut(one.text), slug) for slug, one in reversed(found.items()))


class _OnButtons(ClaimWords):
    """A button has no room to say in which language its words are."""

    def texts(self, texts: Texts) -> str:
        found = in_language(texts, (self.say.language, self.district.languages[0]))
        return found[1].words if found is not None else ""


def _named(nouns: Sequence[Noun]) -> str:
    """The claims of a draft or a change, else whatever is in it."""
    named = [one for one in nouns if isinstance(one, Claim)] or nouns
    return ", ".join(one.slug for one in named[:2])


def _words(wanting: Wanting) -> ClaimWords:
    return _OnButtons(wanting.say, wanting.edition.district, wanting.at)


KNOWN: Mapping[FieldKind, Suggesting] = {
    FieldKind.CLAIM: claims,
    FieldKind.CONDITION: conditions,
    FieldKind.EVENT: events,
    FieldKind.SOURCE: sources,
    FieldKind.TOPIC: topics,
    FieldKind.IDENTITY: identities,
    FieldKind.CHANGE: changes,
}
NUMBERS: Mapping[str, Suggesting] = {
    "gap": gaps,
    "inquiry": inquiries,
    "draft": drafts,
    "article": articles,
    "piece": pieces,
    "number": announcements,
    "change": changes_told,
}
