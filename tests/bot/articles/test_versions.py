"""The same text again, a newer one, an older one, one nobody can tell: what is kept of each, and what waits."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.pages import Page, PageKind, Who
from knowledge.articles.calendars import ProposedDays
from knowledge.articles.cuts import Cut
from knowledge.articles.keeping import KeptArticle, newest_articles
from knowledge.articles.pieces import Content, Gone, Piece, PieceState, read_pieces
from tests.articles.expected import HERE, knowledge_of
from tests.bot.articles.pressing import offer, press
from tests.bot.articles.reading_here import open_desk
from tests.bot.office import INES, OMAR, PAULA, Office
from tests.knowledge.articles.outlet import Outlet
from tests.sacramento import at

CLOSED = "All Sacramento City Unified schools will be closed Wednesday, the district said."
MEALS = "Families can pick up meals on Wednesday from 8 to 10 a.m., the district said."
PICKETS = "The union plans a picket on Thursday, it said."
RAIN = "Rain is expected in the valley for most of the week."
OPEN = "All Sacramento City Unified schools will be open Wednesday after all, the district said."
SIX, SEVEN, EIGHT = (f"2022-03-21T{hour}:00:00-07:00" for hour in (18, 19, 20))
MONDAY_NIGHT, TUESDAY = at("2022-03-21 22:30"), at("2022-03-22 07:00")


def page(*paragraphs: str, said: str | None = SIX, outlet: str = "KQRV") -> bytes:
    data = f'{{"@type": "NewsArticle", "datePublished": "{SIX}", "dateModified": "{said}"}}' if said else "{}"
    return (
        f'<html><head><title>Schools on Wednesday</title><meta property="og:site_name" content="{outlet}">'
        f'<script type="application/ld+json">{data}</script></head><body><article><h1>Schools on Wednesday</h1>'
        f"{''.join(f'<p>{one}</p>' for one in paragraphs)}</article></body></html>"
    ).encode()


async def read(office: Office, there: Outlet, body: bytes, *, now: datetime = MONDAY_NIGHT, who: Who = INES) -> Page:
    """What stands at one address by now, handed over."""
    there.says("/schools", body)
    return await office.do("article add", now=now, who=who, text=there.address("/schools"))


async def approved(
    office: Office, piece: int, words: str, *, now: datetime = MONDAY_NIGHT, speaker: str | None = None
) -> str:
    """Approved in these words; returns the claim."""
    known = await office.claims()
    values = {"piece": str(piece), "words": words, **({"speaker": speaker} if speaker else {})}
    await office.done("article approve", who=INES, now=now, **values)
    (slug,) = await office.claims() - known
    return slug


def labels(page: Page) -> list[str]:
    return [one.label for one in page.offers]


def text_of(page: Page) -> str:
    return "\n".join((page.title, *page.lines, *page.warnings))


async def articles(office: Office) -> list[KeptArticle]:
    """The oldest first."""
    found: tuple[KeptArticle, ...] = await office.desk.database.read(lambda one: newest_articles(one, most=50))
    return list(reversed(found))


async def pieces(office: Office, number: int) -> tuple[Piece, ...]:
    found: tuple[Piece, ...] = await office.desk.database.read(lambda one: read_pieces(one, number))
    return found


async def waiting(office: Office, number: int) -> list[str]:
    """What waits in an article: sentences, days by their title, claims that lost their paragraph."""
    return [_named(one.content) for one in await pieces(office, number) if one.is_open]


def _named(content: Content) -> str:
    if isinstance(content, Cut):
        return content.sentence
    return content.title if isinstance(content, ProposedDays) else content.claim


# The same again


async def test_two_editors_who_hand_over_the_same_text_at_once_make_one_article(office: Office) -> None:
    text = "\n\n".join(("March 21, 2022", CLOSED, MEALS))
    pages = await asyncio.gather(
        *(office.do("article add", now=MONDAY_NIGHT, who=who, text=text) for who in (INES, PAULA, OMAR))
    )

    (kept,) = await articles(office)
    assert all(one.title.startswith("Article 1:") for one in pages)
    assert len([one for one in pages if "read before" in text_of(one)]) == 2
    assert all(kept.identity in text_of(one) for one in pages if "read before" in text_of(one))
    assert await waiting(office, 1) == [CLOSED, MEALS]


async def test_the_same_text_from_elsewhere_is_the_same(office: Office, there: Outlet) -> None:
    await read(office, there, page(CLOSED, MEALS, RAIN))
    pasted = await office.do("article add", now=TUESDAY, text="\n\n".join((CLOSED.upper(), MEALS, RAIN)))

    assert "read before: handed over by telegram:ines, Monday, March 21, 10:30 PM" in text_of(pasted)
    assert len(await articles(office)) == 1


async def test_a_text_that_still_says_so_renews_all_that_rests_on_it_in_one_act(office: Office, there: Outlet) -> None:
    await read(office, there, page(CLOSED, MEALS, PICKETS))
    first = await approved(office, 1, "The district closes its schools.")
    second = await approved(office, 2, "Meals from 8 to 10.")

    again = await read(office, there, page(CLOSED, MEALS, PICKETS), now=TUESDAY)
    preview = await press(office, again, "The article still says so (2)")
    assert preview.kind is PageKind.PREVIEW
    assert first in text_of(preview)
    assert second in text_of(preview)
    assert preview.reach is not None
    assert preview.reach.people == 0, "the same said again is owed to nobody"
    done = await office.take(preview)

    assert done.kind is PageKind.DONE
    assert {(await office.claim(slug)).verified for slug in (first, second)} == {TUESDAY}


async def test_what_is_told_no_more_is_not_renewed(office: Office, there: Outlet) -> None:
    await read(office, there, page(CLOSED, MEALS, PICKETS))
    meals = await approved(office, 2, "Meals from 8 to 10.")
    pickets = await approved(office, 3, "A picket is planned.", speaker="union")
    await office.done("claim end", claim=meals, now=MONDAY_NIGHT)

    preview = await office.do("article verify", article="1", now=TUESDAY)
    assert meals not in text_of(preview)
    await office.take(preview)
    assert (await office.claim(meals)).verified is None
    assert (await office.claim(pickets)).verified == TUESDAY

    friday = at("2022-03-25 09:00")
    nothing = await office.do("article verify", article="1", now=friday)
    assert nothing.kind is PageKind.REFUSED
    assert "nothing to mark as checked" in text_of(nothing)
    again = await read(office, there, page(CLOSED, MEALS, PICKETS), now=friday)
    assert not [one for one in labels(again) if "still says so" in one]


async def test_what_came_between_preview_and_confirmation_is_not_renewed_unseen(office: Office, there: Outlet) -> None:
    await read(office, there, page(CLOSED, MEALS, PICKETS))
    meals = await approved(office, 2, "Meals from 8 to 10.")
    preview = await office.do("article verify", article="1", now=TUESDAY)
    pickets = await approved(office, 3, "A picket is planned.", speaker="union")
    await office.take(preview)

    assert (await office.claim(meals)).verified == TUESDAY
    assert (await office.claim(pickets)).verified is None


async def test_an_editor_who_may_not_publish_leaves_the_renewal_to_a_publisher(office: Office, there: Outlet) -> None:
    await read(office, there, page(CLOSED, MEALS, PICKETS))
    meals = await approved(office, 2, "Meals from 8 to 10.")

    kept = await office.take(await office.do("article verify", article="1", who=OMAR, now=TUESDAY))
    assert kept.draft is not None
    assert (await office.claim(meals)).verified is None


async def test_what_a_publisher_approved_of_an_editors_draft_is_renewed_as_well(office: Office, there: Outlet) -> None:
    """And a second article of the same outlet and day does not pass for it."""
    await read(office, there, page(CLOSED, MEALS, PICKETS))
    there.says("/second", page(OPEN, "Buses run on Thursday, the district said."))
    await office.do("article add", now=MONDAY_NIGHT, text=there.address("/second"))
    drafts = [await drafted(office, one, words) for one, words in ((2, "Meals from 8 to 10."), (4, "School is on."))]
    for number in drafts:
        await office.done("claim approve", now=MONDAY_NIGHT, draft=str(number))

    first, second = await articles(office)
    assert (first.source, second.source) == ("kqrv-2022-03-21", "kqrv-2022-03-21-2")
    preview = await office.do("article verify", article="1", now=TUESDAY)
    assert "meals.hours-2022-03-23-1" in text_of(preview)
    assert "school-open-2022-03-23-1" not in text_of(preview)


async def drafted(office: Office, piece: int, words: str) -> int:
    done = await office.take(
        await office.do("article approve", who=OMAR, now=MONDAY_NIGHT, piece=str(piece), words=words)
    )
    assert done.draft is not None, done
    return done.draft


async def test_a_draft_of_what_gave_way_to_a_newer_version_says_so_before_it_is_approved(
    office: Office, there: Outlet
) -> None:
    await read(office, there, page(CLOSED, MEALS, said=SIX))
    number = await drafted(office, 2, "Meals from 8 to 10.")
    before = await office.do("claim approve", now=MONDAY_NIGHT, draft=str(number))
    assert "is older than article" not in text_of(before)
    await read(office, there, page(OPEN, RAIN, said=SEVEN))

    preview = await office.do("claim approve", now=MONDAY_NIGHT, draft=str(number))
    assert "Article 1 is older than article 2, which may say otherwise." in preview.warnings

    await office.do("claim drop", now=MONDAY_NIGHT, draft=str(number))
    assert [one.state for one in await pieces(office, 1)] == [PieceState.DROPPED]


# A newer one


async def test_the_evenings_page_takes_the_place_of_the_mornings(there: Outlet) -> None:
    """Through the process that reads pages, as the product does."""
    early, evening = at("2027-12-07 06:40"), at("2027-12-07 20:00")
    async with open_desk(knowledge_of("alder_ridge"), apart=True) as office:
        await read(office, there, (HERE / "evening-reversal-that-morning.html").read_bytes(), now=early)
        late = await approved(office, 1, "Two hours late.", now=early)
        there.says("/schools", (HERE / "evening-reversal.html").read_bytes())
        found = await office.do("article recheck", article="1", now=evening)

        assert "It is a newer version of article 1" in text_of(found)
        assert "Gone from the earlier version, paragraphs: 1, 2, 3, 4" in text_of(found)
        older, newer = await articles(office)
        assert (newer.before, newer.unsure, older.closed) == (1, False, evening)
        assert [one.state for one in await pieces(office, 1)] == [PieceState.APPROVED], "the others wait no more"
        assert (await waiting(office, 2))[0] == late, "what may be wrong by now comes first"

        lost = await press(office, found, "Review the next piece")
        assert "Two hours late." in text_of(lost)
        closed = await press(office, lost, "First look at piece")
        assert "Status: Closed" in text_of(closed)
        ended = await press(office, lost, "End it")
        await office.take(ended)
        assert "Nothing is announced" in await office.reads("is there school Wednesday?", now=evening)
        number = offer(closed, "Approve").invocation.values["piece"]
        await approved(office, int(number), "All schools are closed.", now=evening)
        assert "Closed" in await office.reads("is there school Wednesday?", now=evening)

        lost = await office.do("article review", article="2", now=evening)
        assert f"{late} is told no more" in text_of(lost)
        assert labels(lost)[0] == "Drop"
        after = await press(office, lost, "Drop")
        assert after.kind is PageKind.SHOWN
        assert late not in await waiting(office, 2)


async def test_only_what_changed_waits_and_what_nobody_had_looked_at(office: Office, there: Outlet) -> None:
    await read(office, there, page(CLOSED, MEALS, PICKETS, RAIN))
    await approved(office, 1, "The district closes its schools.")
    await office.do("article drop", piece="3", now=MONDAY_NIGHT)
    added = "The district said that school will be closed on Friday as well."

    await read(office, there, page(CLOSED, MEALS, PICKETS, RAIN, added, said=SEVEN))

    assert await waiting(office, 1) == []
    assert await waiting(office, 2) == [MEALS, added], "the closure is published, the picket was dropped"


async def test_what_was_dealt_with_in_any_earlier_version_does_not_come_back(office: Office, there: Outlet) -> None:
    await read(office, there, page(CLOSED, MEALS, PICKETS, said=SIX))
    await approved(office, 1, "The district closes its schools.")
    await read(office, there, page(CLOSED, MEALS, PICKETS, RAIN, said=SEVEN))
    await read(office, there, page(RAIN, CLOSED, MEALS, PICKETS, RAIN, said=EIGHT))

    assert await waiting(office, 3) == [MEALS, PICKETS]
    assert [one.before for one in await articles(office)] == [None, 1, 2]


async def test_saying_when_a_version_was_published_does_not_bring_back_what_was_dealt_with(
    office: Office, there: Outlet
) -> None:
    await read(office, there, page(CLOSED, MEALS, PICKETS))
    await approved(office, 1, "The district closes its schools.")
    await read(office, there, page(CLOSED, MEALS, RAIN, said=SEVEN))
    await office.do("article set", article="2", published="2022-03-21 19:30", now=MONDAY_NIGHT)
    assert await waiting(office, 2) == [MEALS]

    await office.do("article set", article="1", published="2022-03-21 17:30", now=MONDAY_NIGHT)
    assert await waiting(office, 1) == [], "a newer one is known"


async def test_a_claim_whose_paragraph_is_gone_is_asked_about_once(office: Office, there: Outlet) -> None:
    await read(office, there, page(CLOSED, MEALS, PICKETS))
    meals = await approved(office, 2, "Meals from 8 to 10.")
    await read(office, there, page(CLOSED, PICKETS, said=SEVEN))

    (lost, *_) = await pieces(office, 2)
    assert lost.content == Gone(meals, 2, MEALS)
    kept = await press(office, await office.do("article piece", piece=str(lost.number)), "It still holds")
    assert kept.kind is PageKind.SHOWN
    assert "8 to 10" in await office.reads("when can we pick up meals Wednesday?")
    await read(office, there, page(CLOSED, PICKETS, RAIN, said=EIGHT))
    assert meals not in await waiting(office, 3)


async def test_a_newer_version_renews_what_it_says_again_and_an_older_one_nothing(
    office: Office, there: Outlet
) -> None:
    await read(office, there, page(CLOSED, MEALS, PICKETS))
    closed = await approved(office, 1, "The district closes its schools.")
    meals = await approved(office, 2, "Meals from 8 to 10.")
    found = await read(office, there, page(CLOSED, PICKETS, said=SEVEN), now=TUESDAY)
    preview = await press(office, found, "The article still says so (1)")
    await office.take(preview)
    assert (await office.claim(closed)).verified == TUESDAY
    assert (await office.claim(meals)).verified is None

    refused = await office.do("article verify", article="1", now=TUESDAY)
    assert refused.kind is PageKind.REFUSED
    assert "older than article 2" in text_of(refused)


async def test_a_page_that_went_back_to_what_it_said_first_is_newer_again(office: Office, there: Outlet) -> None:
    await read(office, there, page(CLOSED, RAIN))
    await read(office, there, page(OPEN, RAIN, said=SEVEN))
    await approved(office, 2, "School is on.")
    await read(office, there, page(CLOSED, RAIN, said=EIGHT))

    lost, *others = await waiting(office, 3)
    assert lost.startswith("school-open-2022-03-23")
    assert others == [CLOSED]


async def test_what_another_address_said_first_is_news_where_it_is_new(office: Office, there: Outlet) -> None:
    await read(office, there, page(CLOSED, MEALS, RAIN))
    there.says("/agency", page(OPEN, RAIN, said=SEVEN))
    await office.do("article add", now=MONDAY_NIGHT, text=there.address("/agency"))
    await read(office, there, page(OPEN, RAIN, said=EIGHT))

    assert [one.before for one in await articles(office)] == [None, None, 1]


# An older one


async def test_an_older_copy_is_refused_and_names_the_newer_one(office: Office, there: Outlet) -> None:
    await read(office, there, page(OPEN, RAIN, said=SEVEN))
    refused = await read(office, there, page(CLOSED, RAIN, said=SIX), now=TUESDAY)

    assert refused.kind is PageKind.REFUSED
    assert "older copy of article 1" in text_of(refused)
    assert len(await articles(office)) == 1
    shown = await press(office, refused, "Show article 1")
    assert shown.title.startswith("Article 1:")


async def test_a_pasted_copy_of_what_gave_way_is_older_too(office: Office, there: Outlet) -> None:
    await read(office, there, page(CLOSED, MEALS, RAIN))
    await approved(office, 1, "The district closes its schools.")
    await read(office, there, page(OPEN, MEALS, RAIN, said=SEVEN))
    refused = await office.do("article add", now=TUESDAY, text="\n\n".join((CLOSED, MEALS, RAIN)))

    assert refused.kind is PageKind.REFUSED
    assert "older copy of article 2" in text_of(refused)
    assert len(await articles(office)) == 2


# Nobody can tell


async def in_doubt(office: Office, there: Outlet) -> tuple[str, Page]:
    """A claim of the first version, and the second, which has no date."""
    await read(office, there, page(CLOSED, MEALS, RAIN))
    slug = await approved(office, 1, "The district closes its schools.")
    return slug, await read(office, there, page(OPEN, MEALS, RAIN, said=None), now=TUESDAY)


async def test_of_a_text_in_doubt_nothing_is_approved_until_somebody_says_that_it_is_newer(
    office: Office, there: Outlet
) -> None:
    slug, found = await in_doubt(office, there)
    assert "Nothing tells which is newer, this text or article 1" in text_of(found)
    await office.do("article set", article="2", published="2022-03-22 06:00", now=TUESDAY)
    number = next(one.number for one in await pieces(office, 2) if one.is_open)
    refused = await office.do("article approve", piece=str(number), words="School is on.", now=TUESDAY)
    assert refused.kind is PageKind.REFUSED
    assert labels(refused) == ["It is newer", "Let it go"]
    assert (await office.do("article verify", article="2", now=TUESDAY)).kind is PageKind.REFUSED
    assert await waiting(office, 1) == [MEALS], "the first is as it was"

    taken = await press(office, refused, "It is newer")
    assert taken.kind is PageKind.DONE
    assert await waiting(office, 2) == [slug, OPEN, MEALS]
    assert await waiting(office, 1) == []
    number = (await pieces(office, 2))[1].number
    assert (await office.do("article approve", piece=str(number), words="School is on.", now=TUESDAY)).kind is (
        PageKind.PREVIEW
    )
    again = await office.do("article newer", article="2", now=TUESDAY)
    assert again.kind is PageKind.REFUSED


async def test_a_text_in_doubt_can_be_let_go_and_is_known_from_then_on(office: Office, there: Outlet) -> None:
    _, found = await in_doubt(office, there)
    gone = await press(office, found, "Let it go")
    assert gone.kind is PageKind.DONE
    assert await waiting(office, 2) == []
    assert await waiting(office, 1) == [MEALS]

    again = await read(office, there, page(OPEN, MEALS, RAIN, said=None), now=TUESDAY)
    assert "read before" in text_of(again)
    assert "Nothing tells" not in text_of(again)
    await office.do("article newer", article="2", now=TUESDAY)
    assert OPEN in await waiting(office, 2), "what was let go comes back with it"


async def test_what_is_in_doubt_follows_the_newest_once_somebody_says_so(office: Office, there: Outlet) -> None:
    await in_doubt(office, there)
    await read(office, there, page(CLOSED, MEALS, PICKETS, said=EIGHT), now=TUESDAY)
    await office.do("article newer", article="2", now=TUESDAY)

    assert [one.before for one in await articles(office)] == [None, 3, 1]
    assert await waiting(office, 3) == []


# Another outlet's


async def test_a_copy_in_another_outlet_is_an_article_of_its_own_that_names_the_first(
    office: Office, there: Outlet
) -> None:
    await read(office, there, page(CLOSED, MEALS, PICKETS, RAIN))
    there.says("/copy", page(CLOSED, MEALS, PICKETS, "Our reporter was there.", outlet="Valley Post"))
    found = await office.do("article add", now=TUESDAY, text=there.address("/copy"))

    assert "Article 1 has most of the same text: KQRV" in text_of(found)
    assert await waiting(office, 2) == [CLOSED, MEALS, PICKETS]
    assert await waiting(office, 1) == [CLOSED, MEALS, PICKETS]


# Read again


async def test_an_unchanged_page_is_read_again_without_keeping_it_twice(office: Office, there: Outlet) -> None:
    await read(office, there, page(CLOSED, MEALS, RAIN))
    found = await office.do("article recheck", article="1", now=TUESDAY)

    assert "read before" in text_of(found)
    assert len(await articles(office)) == 1


async def test_what_was_pasted_has_no_address_to_read_again(office: Office) -> None:
    await office.do("article add", now=MONDAY_NIGHT, text="\n\n".join(("March 21, 2022", CLOSED, MEALS)))
    refused = await office.do("article recheck", article="1", now=TUESDAY)

    assert refused.kind is PageKind.REFUSED
    assert "no address" in text_of(refused)
    assert (await office.do("article recheck", article="7", now=TUESDAY)).kind is PageKind.REFUSED


async def test_of_a_page_that_is_gone_the_editor_reads_what_rests_on_it(office: Office, there: Outlet) -> None:
    await read(office, there, page(CLOSED, MEALS, RAIN))
    meals = await approved(office, 2, "Meals from 8 to 10.")
    there.says("/schools", b"", status=404)
    found = await office.do("article recheck", article="1", now=TUESDAY)

    assert "is not there any more" in found.title
    assert meals in text_of(found)
    assert (await office.claim(meals)).ended is None, "a page may be away for an hour"
    preview = await press(office, found, f"End all that rests on {(await office.claim(meals)).source}")
    await office.take(preview)
    assert (await office.claim(meals)).ended == TUESDAY
    found = await office.do("article recheck", article="1", now=TUESDAY + timedelta(hours=1))
    assert "Nothing that is told rests on it." in text_of(found)
    assert found.offers == ()


async def test_a_page_that_cannot_be_read_now_changes_nothing(office: Office, there: Outlet) -> None:
    await read(office, there, page(CLOSED, MEALS, RAIN))
    there.says("/schools", b"", status=503)
    refused = await office.do("article recheck", article="1", now=TUESDAY)

    assert refused.kind is PageKind.REFUSED
    assert "does not answer" in text_of(refused)
    assert len(await waiting(office, 1)) == 2


async def test_an_address_that_leads_to_another_page_is_not_taken_for_a_newer_version(
    office: Office, there: Outlet
) -> None:
    await read(office, there, page(CLOSED, MEALS, RAIN))
    there.sends_on("/schools", "/front")
    there.says("/front", page("Elections are in June.", "The river is high.", said=EIGHT))
    refused = await office.do("article recheck", article="1", now=TUESDAY)

    assert refused.kind is PageKind.REFUSED
    assert len(await articles(office)) == 1
    assert offer(refused, "Hand that page over").invocation.values == {"text": there.address("/front")}


# Calendars


def calendar(**days: str) -> bytes:
    """Titles, each with its day; a blank in a title is written as _."""
    events = "".join(
        f"BEGIN:VEVENT\nUID:{title}\nSUMMARY:{title.replace('_', ' ')}\nDTSTART;VALUE=DATE:{day}\nEND:VEVENT\n"
        for title, day in days.items()
    )
    whole = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//SCUSD//EN\n{events}END:VCALENDAR\n"
    return whole.replace("\n", "\r\n").encode()


async def read_days(office: Office, there: Outlet, body: bytes, *, now: datetime = MONDAY_NIGHT) -> Page:
    there.says("/days.ics", body, kind="text/calendar")
    return await office.do("article add", now=now, text=there.address("/days.ics"))


async def test_a_calendar_again_leaves_only_days_that_nobody_has_settled(office: Office, there: Outlet) -> None:
    first = {"No_School": "20220401", "Minimum_Day": "20220408", "Late_Start": "20220415"}
    await read_days(office, there, calendar(**first))
    assert set(await waiting(office, 1)) == {"Late Start", "Minimum Day", "No School"}
    number = next(one.number for one in await pieces(office, 1) if _named(one.content) == "No School")
    await office.do("article drop", piece=str(number), now=MONDAY_NIGHT)
    again = await read_days(office, there, calendar(**first), now=TUESDAY)
    assert "read before" in text_of(again)

    del first["Late_Start"]
    found = await read_days(office, there, calendar(**first, Memorial_Day_No_School="20220530"), now=TUESDAY)
    assert await waiting(office, 1) == []
    assert set(await waiting(office, 2)) == {"Memorial Day No School", "Minimum Day"}
    assert "No longer in it: Friday, April 15 (Late Start)" in text_of(found)
    assert "newer version of article 1" in text_of(found)


async def test_days_that_are_past_by_now_are_not_missed(office: Office, there: Outlet) -> None:
    await read_days(office, there, calendar(No_School="20220322", Minimum_Day="20220408"))
    found = await read_days(office, there, calendar(Minimum_Day="20220408"), now=at("2022-03-23 08:00"))

    assert "No longer" not in text_of(found)
    assert await waiting(office, 2) == ["Minimum Day"]


async def test_a_calendar_is_handed_over_again_and_not_rechecked(office: Office, there: Outlet) -> None:
    await read_days(office, there, calendar(No_School="20220401"))
    refused = await office.do("article recheck", article="1", now=TUESDAY)

    assert refused.kind is PageKind.REFUSED
    assert "calendar" in text_of(refused)
