"""The articles, and one of them with all its pieces and how far they were dealt with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from bot.articles.calendar_days import calendar_lines, calendar_warnings, whole_offers
from bot.articles.failure_words import note_words, notes_of
from bot.articles.piece_words import STATES, about, days_words
from bot.articles.resting import host_of, outlet_of
from bot.articles.routes import of_article
from bot.articles.version_words import Versions, version_lines, version_offers, version_warnings, versions_of
from bot.curating.likely import WORDS
from bot.curating.moments import moment_words
from bot.curating.proposing import Connected
from bot.curating.refusing import Refusal, kindly
from bot.desk import Call, Desk, Handler
from bot.pages import Grid, Offer, Page, PageKind
from knowledge.articles.article import Article, Published
from knowledge.articles.calendars import ProposedDays
from knowledge.articles.cuts import Cut
from knowledge.articles.keeping import KeptArticle, NoSuchArticle, close_article, newest_articles, read_article
from knowledge.articles.pieces import OPEN, Piece, PieceState, Tally, deal_with, read_pieces, tallies
from knowledge.articles.secrets import shown_address, told_address
from knowledge.claims import Precision

MOST_LISTED = 20


def handlers() -> Mapping[str, Handler]:
    return {"article list": _list, "article show": kindly(_show), "article close": kindly(_close)}


async def overview(desk: Desk, call: Call, number: int, *, above: tuple[str, ...] = ()) -> Page:
    """*above*: what is said before everything else. Raises `Refusal`."""

    def work(connection: Connected) -> tuple[Versions, tuple[Piece, ...], Tally]:
        versions = versions_of(connection, read_article(connection, number))
        return versions, read_pieces(connection, number), tallies(connection, [number])[number]

    say = call.say
    try:
        versions, pieces, tally = await desk.database.read(work)
    except NoSuchArticle:
        raise Refusal(say("There is no article {number}.", number=number)) from None
    kept = versions.kept
    columns = (say("piece"), say("about"), say("where"), say("day"), say("status"), say("how far"))
    rows = tuple(_row(call, one) for one in pieces)
    return Page(
        PageKind.SHOWN,
        say("Article {number}: {name}", number=number, name=name_of(call, kept)),
        (*above, *version_lines(call, versions), *_lines(call, kept, tally)),
        warnings=(*version_warnings(call, versions), *_warnings(call, kept)),
        grid=_filled(Grid(columns, rows)) if rows else None,
        offers=(
            *version_offers(call, versions),
            *whole_offers(call, number, pieces),
            *_offers(call, kept, tally),
        ),
    )


def name_of(call: Call, kept: KeptArticle) -> str:
    read = kept.read
    parts = (read.outlet, read.title) if isinstance(read, Article) else (read.name, call.say("a school calendar"))
    return " · ".join(one for one in parts if one) or host_of(kept.address) or call.say("a text without a title")


def _row(call: Call, piece: Piece) -> tuple[str, ...]:
    content, say = piece.content, call.say
    where, day, status = "", "", ""
    if isinstance(content, Cut):
        where = "¶ " + ", ".join(map(str, content.paragraphs))
        day = days_words(call, content.first_day, content.last_day) or ", ".join(content.unresolved)
        status = say(WORDS[content.status]) if content.status else ""
    elif isinstance(content, ProposedDays):
        day = days_words(call, content.first, content.last)
    done = "" if piece.state is PieceState.WAITING else say(STATES[piece.state])  # how many wait is said above
    return str(piece.number), about(call, piece), where, day, status, done


def _filled(grid: Grid) -> Grid:
    """Without the columns in which nothing stands."""
    kept = [place for place in range(len(grid.columns)) if any(row[place] for row in grid.rows)]
    rows = tuple(tuple(row[place] for place in kept) for row in grid.rows)
    return Grid(tuple(grid.columns[place] for place in kept), rows)


def _lines(call: Call, kept: KeptArticle, tally: Tally) -> Iterator[str]:
    say, read = call.say, kept.read
    if isinstance(read, Article):
        yield (
            say("Published: {moment}", moment=published_words(call, read.said))
            if read.said
            else say(
                "When it was published is not known, so no weekday in it means a date and nothing can be approved."
            )
        )
        if read.changed is not None and read.changed != read.said:
            yield say("Changed since: {moment}", moment=published_words(call, read.changed))
        if not outlet_of(read):
            yield say("Who published it is not known: nothing can be approved until somebody says so.")
    else:
        yield from calendar_lines(call, kept, read)
    if kept.address:
        yield told_address(kept.address)
    if tally.every:
        yield say("Waiting: {open} of {every}. Taken over: {taken}. Dropped: {dropped}.",
            open=tally.open, every=tally.every, taken=tally.taken, dropped=tally.dropped)  # fmt: skip
    elif kept.before is None:
        yield say("Nothing in it was read as a status, a date or a condition. Please read it yourself.")
    else:
        yield say("Nothing of what changed was read as a status, a date or a condition. Please read it yourself.")


async def has_no_date(desk: Desk, number: int) -> bool:
    """Whether nobody knows yet when an article was published."""
    read = (await desk.database.read(partial(read_article, number=number))).read
    return isinstance(read, Article) and read.published is None


def published_words(call: Call, said: Published) -> str:
    if said.precision is Precision.DAY:
        return call.say.day(said.at.date(), at=call.at)
    return moment_words(call, said.at)


def _warnings(call: Call, kept: KeptArticle) -> Iterator[str]:
    if isinstance(kept.read, Article):
        for note in notes_of(kept.read):
            yield note_words(call.say, note)
        if kept.address and shown_address(kept.address) is None:
            yield call.say("Its address looks like one that is given to few, so families are never shown it.")
        yield from not_ours(call, kept.read)
    else:
        yield from calendar_warnings(call, kept.read)


def not_ours(call: Call, article: Article) -> Iterator[str]:
    from knowledge.articles.belonging import belonging

    found = belonging(article, call.edition.places)
    if not found.is_ours:
        others = call.say.listed([one.name for one in found.others[:3]])
        yield call.say("It names {others}, and none of our schools: it may not be about us at all.", others=others)


def _offers(call: Call, kept: KeptArticle, tally: Tally) -> Iterator[Offer]:
    say, number, read = call.say, kept.number, kept.read
    if isinstance(read, Article) and read.said is None:
        yield Offer(say("Say when it was published"), of_article(call, "set", number))
    elif isinstance(read, Article) and not outlet_of(read):
        yield Offer(say("Say who published it"), of_article(call, "set", number))
    if tally.open:
        yield Offer(say("Review the next piece"), of_article(call, "review", number))
        yield Offer(say("Let the rest go"), of_article(call, "close", number))
    else:  # first, for whoever presses on and on shall not come to what ends everything
        yield Offer(say("All articles"), replace(of_article(call, "list", number), values={}))
    if kept.address and isinstance(read, Article):
        yield Offer(say("Read the address again"), of_article(call, "recheck", number))
    if kept.source:
        ending = replace(of_article(call, "", number), name="source", values={"source": kept.source})
        yield Offer(say("End all that rests on it"), replace(ending, action="end"))
        yield Offer(say("Take back all that rests on it"), replace(ending, action="withdraw"))


async def _show(desk: Desk, call: Call) -> Page:
    return await overview(desk, call, call.values["article"])


async def _list(desk: Desk, call: Call) -> Page:
    def work(connection: Connected) -> tuple[tuple[KeptArticle, ...], Mapping[int, Tally]]:
        found = newest_articles(connection, most=MOST_LISTED)
        return found, tallies(connection, [one.number for one in found])

    say = call.say
    found, counts = await desk.database.read(work)
    if not found:
        return Page(PageKind.SHOWN, say("No article was handed over yet: /article add"))
    columns = (say("article"), say("who published it"), say("handed over"), say("waiting"), say("taken over"))
    rows = tuple(
        (
            str(one.number),
            name_of(call, one),
            moment_words(call, one.made),
            str(counts[one.number].open),
            str(counts[one.number].taken),
        )
        for one in found
    )
    waiting = [one for one in found if counts[one.number].open]
    offers = tuple(
        Offer(say("Go on with article {number}", number=one.number), of_article(call, "review", one.number))
        for one in waiting[:3]
    )
    return Page(PageKind.SHOWN, say("The articles, newest first"), grid=Grid(columns, rows), offers=offers)


async def _close(desk: Desk, call: Call) -> Page:
    """All at once, so it asks first."""
    number, say = call.values["article"], call.say

    def work(connection: Connected) -> int:
        read_article(connection, number)
        waiting = [one for one in read_pieces(connection, number) if one.state in OPEN]
        if call.invocation.confirmed:
            for one in waiting:
                deal_with(connection, one.number, PieceState.DROPPED, by=call.who.person, at=call.invocation.at)
            close_article(connection, number, at=call.invocation.at)
        return len(waiting)

    try:
        count: int = await (desk.database.write(work) if call.invocation.confirmed else desk.database.read(work))
    except NoSuchArticle:
        raise Refusal(say("There is no article {number}.", number=number)) from None
    says = say("Pieces of article {number} that are let go: {count}", count=count, number=number)
    if call.invocation.confirmed:
        return Page(PageKind.DONE, say("Done."), (says,))
    if not count:
        return Page(PageKind.SHOWN, say("In article {number} nothing waits any more.", number=number))
    confirmed = Offer(say("Let the rest go"), replace(call.invocation, confirmed=True))
    return Page(PageKind.PREVIEW, says, (say("Nothing that families read changes."),), offers=(confirmed,))
