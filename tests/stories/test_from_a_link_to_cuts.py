"""From a link to what an editor reviews: fetched over a socket, read apart, cut into claims nobody has approved."""

from __future__ import annotations

from datetime import timedelta

import pytest

from knowledge.articles.apart import ReadingApart
from knowledge.articles.drafting import cut
from knowledge.articles.failures import NothingRead, Why
from knowledge.articles.fetching import Fetcher
from knowledge.articles.networks import networks
from knowledge.articles.versions import Arrival, arrived, changed
from knowledge.claims import Status
from tests.articles.expected import HERE, expectation, profile
from tests.articles.measuring import desk
from tests.knowledge.articles.outlet import outlet

OPEN = networks(["127.0.0.0/8"])


async def test_the_evenings_page_replaces_the_mornings_and_says_closed() -> None:
    page = expectation("evening-reversal.html")
    assert page.changed is not None
    fetcher, apart, now = Fetcher(allowed=OPEN), ReadingApart(), page.changed + timedelta(minutes=5)
    async with outlet() as there:
        there.sends_on("/short", "/storm?utm_source=feed")
        there.says("/storm", (HERE / "evening-reversal-that-morning.html").read_bytes())
        morning = await apart.page(
            await fetcher.fetch(there.address("/short")), district=profile(page.district), now=now
        )
        there.says("/storm", page.page)
        evening = await apart.page(
            await fetcher.fetch(there.address("/short")), district=profile(page.district), now=now
        )

    assert morning.address == evening.address == there.address("/storm")
    assert arrived(evening, [morning]).how is Arrival.NEWER
    assert 1 in changed(morning, evening).added
    first = cut(evening, desk(page.district))[0]
    assert (first.status, str(first.first_day), first.paragraphs) == (Status.CLOSED, "2027-12-08", (1,))
    assert cut(morning, desk(page.district))[0].status is Status.DELAYED


async def test_a_page_behind_a_sign_in_gives_nothing_to_review() -> None:
    page = expectation("snow-delay.html")
    form = b"<html><body><h1>Sign in</h1><form><input type='password'></form></body></html>"
    async with outlet() as there:
        there.sends_on("/story", "/login?next=/story")
        there.says("/login", form)
        body = await Fetcher(allowed=OPEN).fetch(there.address("/story"))

    with pytest.raises(NothingRead) as failure:
        await ReadingApart().page(body, district=profile(page.district), now=page.moment)
    assert failure.value.why is Why.SIGN_IN
