"""Articles that are handed over: as text or address, as a file, or as a message that somebody points at.

Reading takes a while, so it is acknowledged before it is begun. A file is fetched for nobody who may not hand one over.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import replace

from adapters.discord.exchanges import Exchange
from adapters.discord.files import File, NotFetched, fetched
from adapters.discord.incoming import About
from adapters.discord.showing import show_page
from bot.articles.failure_words import why_nothing
from bot.articles.handing_words import FILE_GONE, OUR_OWN
from bot.catalogue import EDITING, Catalogue, load_catalogue
from bot.commands import Role
from bot.desk import refused
from bot.pages import Invocation, Page
from knowledge.articles.failures import NothingRead

log = logging.getLogger(__name__)

ADD = "article add"
LONGEST_REMARK = 300  # characters beside a link that only pass it on; who writes more says it themselves
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_BEHIND = ".,;:!?)]}*_~|'"  # what stands behind an address and is none of it
_MARKUP = re.compile(r"\*\*|^(?:#{1,3}|-#|>{1,3}) ", re.MULTILINE)


async def hand_over(exchange: Exchange, values: Mapping[str, str], file: File | None = None) -> None:
    invocation = Invocation("article", exchange.who, exchange.at, "add", values)
    await exchange.acknowledge()
    if file is None:
        page = await exchange.house.bellwether.desk.do(invocation)
        await show_page(exchange, page, invocation=invocation)
    else:  # what is asked for after a file could not bring the file along again
        await show_page(exchange, await _with_file(exchange, invocation, file))


async def add_as_source(exchange: Exchange, about: About) -> None:
    if about.ours:  # else what we said would come to rest on itself
        say = await _editors_words(exchange)
        await show_page(exchange, refused(say, say(OUR_OWN)))
        return
    file, words = file_of(about), handed(about)
    await hand_over(exchange, {} if file else {"text": words}, file)


def file_of(about: About) -> File | None:
    """One that can be read; where nothing else can be, one that cannot, so that the core says why."""
    readable = next((one for one in about.files if one.is_readable), None)
    return readable or (None if handed(about) else next(iter(about.files), None))


def handed(about: About) -> str:
    """The address that a message passes on, else what it says itself."""
    found = [one[0].rstrip(_BEHIND) for one in _ADDRESS.finditer(about.words)]
    addresses = [*found, *about.pages]
    remark = _ADDRESS.sub("", about.words).strip()
    if addresses and len(remark) <= LONGEST_REMARK:
        return addresses[0]
    return _MARKUP.sub("", about.words or "\n\n".join(about.embeds)).strip()


async def _with_file(exchange: Exchange, invocation: Invocation, file: File) -> Page:
    desk = exchange.house.bellwether.desk
    if not (await desk.role(exchange.who)).may(Role.EDITOR):
        return await desk.do(invocation)  # which says so
    say = await _editors_words(exchange)
    try:
        content = await fetched(file, exchange.house.sender.patience)
    except NothingRead as failure:
        return refused(say, *why_nothing(say, failure))
    except NotFetched as failure:
        log.warning("a file was not fetched: %s", failure)
        return refused(say, say(FILE_GONE))
    return await desk.do(replace(invocation, attached=content))


async def _editors_words(exchange: Exchange) -> Catalogue:
    return load_catalogue((await exchange.words()).language, EDITING)
