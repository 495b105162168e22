"""What Telegram shows of the bot before anybody writes to it: what it is, and that it is not the district."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from adapters.telegram.letters import shortened
from adapters.telegram.standing import FAILURES, Standing, keep, log
from adapters.telegram.turns import House
from bot.catalogue import load_catalogue
from bot.notices import Notices
from knowledge.district import District

LONGEST, LONGEST_SHORT = 512, 120


async def describe(house: House) -> None:
    """Where it changed since the last start."""
    try:
        district = await house.bellwether.district()
    except FAILURES as error:
        log.warning("the bot could not be described: %s", error)
        return
    await keep(house, *_described(house, district))


def description(district: District, language: str) -> str:
    say = load_catalogue(language)
    notices = Notices(say, district)
    what = say(
        "I am a bot, not the school district. I say what is announced about {district} schools, by whom and as of "
        "when, and I say so when nothing is.",
        district=district.short_name,
    )
    urgent = say(
        "If someone is in danger, call {number} now. I am a bot and cannot get help.", number=district.emergency_number
    )
    return shortened("\n\n".join([what, notices.which_topic().text, urgent]), LONGEST)


def short_description(district: District, language: str) -> str:
    say = load_catalogue(language)
    words = say(
        "Is school on? A bot that says what {district} announced. Not the district.", district=district.short_name
    )
    return shortened(words, LONGEST_SHORT)


def _described(house: House, district: District) -> Iterator[Standing]:
    languages = (("", district.languages[0]), *((one, one) for one in district.languages if len(one) == 2))
    for language, spoken in languages:
        words, short = description(district, spoken), short_description(district, spoken)
        of, code = (f":{language}" if language else ""), language or None
        yield Standing(f"about{of}", words, partial(house.bot.set_my_description, words, language_code=code))
        yield Standing(
            f"about short{of}", short, partial(house.bot.set_my_short_description, short, language_code=code)
        )
