"""Fetching gets a page that is in the open, and nothing else that an address could be made to reach."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from knowledge.articles.bodies import Body, Kind
from knowledge.articles.failures import NothingRead, Why
from knowledge.articles.fetching import Fetcher, Limits
from knowledge.articles.networks import may_connect, networks
from tests.knowledge.articles.outlet import PAGE, Names, Outlet, bomb, outlet

HERE = networks(["127.0.0.0/8"])
LITTLE = Limits(received=20_000, unpacked=50_000, whole=timedelta(seconds=20), pause=timedelta(seconds=10))


@pytest.fixture
async def there() -> AsyncIterator[Outlet]:
    async with outlet() as found:
        yield found


async def refused(fetcher: Fetcher, address: str) -> Why:
    with pytest.raises(NothingRead) as failure:
        await fetcher.fetch(address)
    return failure.value.why


async def test_a_page_comes_with_its_bytes_its_kind_and_where_it_was_found(there: Outlet) -> None:
    there.says("/schools", PAGE, kind="text/html; charset=windows-1252")

    fetched = await Fetcher(allowed=HERE).fetch(there.address("/schools#top"))

    assert fetched == Body(PAGE, Kind.PAGE, there.address("/schools"), "windows-1252")


async def test_it_says_who_asks_and_brings_nothing_of_its_own(there: Outlet) -> None:
    there.says("/", Set_Cookie="reader=1")
    fetcher = Fetcher(allowed=HERE)
    await fetcher.fetch(there.address("/"))
    await fetcher.fetch(there.address("/"))

    for request in there.asked:
        assert request.headers["User-Agent"].startswith("Bellwether")
        assert not {"Cookie", "Authorization", "Referer", "Proxy-Authorization"} & set(request.headers)


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("text/html", Kind.PAGE),
        ("application/xhtml+xml", Kind.PAGE),
        ("text/plain", Kind.PLAIN),
        ("TEXT/Calendar", Kind.CALENDAR),
    ],
)
async def test_pages_plain_texts_and_calendars_are_taken(there: Outlet, kind: str, found: Kind) -> None:
    there.says("/", kind=kind)

    assert (await Fetcher(allowed=HERE).fetch(there.address())).kind is found


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "application/octet-stream", "application/json"])
async def test_other_kinds_are_refused_by_name(there: Outlet, kind: str) -> None:
    there.says("/", kind=kind)

    with pytest.raises(NothingRead) as failure:
        await Fetcher(allowed=HERE).fetch(there.address())
    assert (failure.value.why, failure.value.detail) == (Why.KIND, kind)


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (401, Why.SIGN_IN),
        (403, Why.REFUSED),
        (404, Why.NOT_FOUND),
        (410, Why.NOT_FOUND),
        (429, Why.REFUSED),
        (503, Why.UNREACHABLE),
        (204, Why.REFUSED),
    ],
)
async def test_an_answer_that_is_no_page_says_which(there: Outlet, status: int, why: Why) -> None:
    there.says("/", b"", status=status)

    with pytest.raises(NothingRead) as failure:
        await Fetcher(allowed=HERE).fetch(there.address())
    assert (failure.value.why, failure.value.detail) == (why, str(status))


# No network is allowed unless it is named


async def test_without_a_named_network_this_machine_cannot_be_reached(there: Outlet) -> None:
    there.says("/")

    for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]", "127.0.0.1."):
        assert await refused(Fetcher(), there.address(host=host)) is Why.NETWORK, host
    assert there.asked == []


async def test_a_host_that_leads_into_a_private_network_is_refused(there: Outlet) -> None:
    there.says("/")
    inside = Fetcher(resolver=Names(news_example=("127.0.0.1",)))

    assert await refused(inside, f"http://news.example:{there.port}/") is Why.NETWORK
    assert await refused(inside, "https://news.example/") is Why.NETWORK
    assert there.asked == []


async def test_a_host_that_leads_elsewhere_the_second_time_gains_nothing(there: Outlet) -> None:
    """The first look-up is of the open network, the one that the connection uses is not."""
    async with outlet("127.0.0.2") as inside:
        inside.says("/keys", b"secret")
        there.sends_on("/", f"http://turning.example:{inside.port}/keys")
        names = Names(turning_example=("127.0.0.1", "127.0.0.2"), outlet_example=("127.0.0.1",))
        fetcher = Fetcher(allowed=networks(["127.0.0.1/32"]), resolver=names)
        assert await refused(fetcher, f"http://turning.example:{inside.port}/") is Why.UNREACHABLE

        assert await refused(fetcher, f"http://outlet.example:{there.port}/") is Why.NETWORK
        assert inside.asked == []


async def test_each_redirect_is_judged_like_the_first_address(there: Outlet) -> None:
    async with outlet("127.0.0.2") as inside:
        inside.says("/keys", b"secret")
        fetcher = Fetcher(allowed=networks(["127.0.0.1/32"]))

        there.sends_on("/in", inside.address("/keys", host="127.0.0.2"))
        assert await refused(fetcher, there.address("/in")) is Why.NETWORK
        there.sends_on("/in", inside.address("/keys", host="2130706434"))
        assert await refused(fetcher, there.address("/in")) is Why.ADDRESS
        there.sends_on("/in", "file:///etc/passwd")
        assert await refused(fetcher, there.address("/in")) is Why.SCHEME
        there.sends_on("/in", f"http://editor:secret@127.0.0.1:{there.port}/")
        assert await refused(fetcher, there.address("/in")) is Why.SIGN_IN
        assert inside.asked == []


async def test_redirects_are_followed_to_the_page_and_not_for_ever(there: Outlet) -> None:
    there.sends_on("/a", "/b", status=301)
    there.sends_on("/b", "c?x=1", status=307)
    there.says("/c")
    there.sends_on("/round", "/round")

    assert (await Fetcher(allowed=HERE).fetch(there.address("/a"))).address == there.address("/c?x=1")
    assert await refused(Fetcher(allowed=HERE), there.address("/round")) is Why.REDIRECTS
    assert [one.path for one in there.asked].count("/round") == 4


async def test_a_redirect_to_nowhere_is_no_page(there: Outlet) -> None:
    there.says("/", b"", status=302)

    assert await refused(Fetcher(allowed=HERE), there.address()) is Why.UNREACHABLE


# Bodies


async def test_a_packed_page_is_unpacked(there: Outlet) -> None:
    there.says("/", gzip.compress(PAGE), Content_Encoding="gzip")

    assert (await Fetcher(allowed=HERE).fetch(there.address())).content == PAGE


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
async def test_a_small_body_that_unpacks_to_a_large_one_is_refused(there: Outlet, packing: str) -> None:
    body = bomb(10_000_000, packing)
    there.says("/", body, Content_Encoding=packing)

    assert len(body) < LITTLE.received
    assert await refused(Fetcher(allowed=HERE, limits=LITTLE), there.address()) is Why.LARGE


async def test_a_body_without_an_end_is_refused(there: Outlet) -> None:
    there.pours("/", b"<p>more</p>" * 100)

    assert await refused(Fetcher(allowed=HERE, limits=LITTLE), there.address()) is Why.LARGE


async def test_a_body_that_is_announced_too_large_is_not_read(there: Outlet) -> None:
    there.says("/", b"x" * (LITTLE.received + 1))

    assert await refused(Fetcher(allowed=HERE, limits=LITTLE), there.address()) is Why.LARGE


@pytest.mark.parametrize(
    "limits",
    [
        Limits(whole=timedelta(milliseconds=300)),
        Limits(pause=timedelta(milliseconds=100), whole=timedelta(seconds=20)),
    ],
    ids=["the whole takes too long", "nothing comes for too long"],
)
async def test_a_body_that_drips_is_given_up(there: Outlet, limits: Limits) -> None:
    there.pours("/", b".", pause=0.2)

    assert await refused(Fetcher(allowed=HERE, limits=limits), there.address()) is Why.SLOW


@pytest.mark.parametrize("packing", ["br", "zstd", "gzip, gzip", "compress"])
async def test_a_packing_nobody_asked_for_is_refused(there: Outlet, packing: str) -> None:
    there.says("/", Content_Encoding=packing)

    assert await refused(Fetcher(allowed=HERE), there.address()) is Why.ENCODING


async def test_a_packed_body_that_is_broken_or_cut_off_is_refused(there: Outlet) -> None:
    for body in (b"not gzip at all", gzip.compress(PAGE)[:-12]):
        there.says("/", body, Content_Encoding="gzip")
        assert await refused(Fetcher(allowed=HERE), there.address()) is Why.ENCODING


async def test_nobody_there_is_told_from_no_such_host(there: Outlet) -> None:
    async with outlet() as gone:
        address = gone.address()

    assert await refused(Fetcher(allowed=HERE), address) is Why.UNREACHABLE
    assert await refused(Fetcher(resolver=Names()), "https://nowhere.example/") is Why.NOT_FOUND


# Which addresses of the network are public


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.1", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.0.0.8", "192.168.1.1", "192.88.99.1", "198.18.0.1", "224.0.0.1", "239.255.255.250",
        "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "100::1", "2001::1", "2001:db8::1",
        "2002:7f00:1::", "2002:a00:1::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0",
        "2606:4700::1%eth0", "fec0::1", "ff02::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_are_closed(address: str) -> None:
    assert not may_connect(address, 443)


@pytest.mark.parametrize("address", ["8.8.8.8", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_open_at_the_ports_of_the_web(address: str) -> None:
    assert may_connect(address, 80)
    assert may_connect(address, 443)
    assert not may_connect(address, 22)
    assert not may_connect(address, 8443)


def test_what_is_no_address_is_closed() -> None:
    for written in ("localhost", "127.1", "0x7f000001", "2130706433", "017700000001", ""):
        assert not may_connect(written, 443)
