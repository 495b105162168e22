"""Why nothing could be read, and what should be known of what was: one sentence on what is wrong, one on what to do.

Nothing of a page is repeated: a detail is said only where it is a number, a scheme or a kind of file that is known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.catalogue import Catalogue, marked
from knowledge.articles.article import Article, Note
from knowledge.articles.bodies import MOST_BYTES
from knowledge.articles.cuts import MOST_CUT, MOST_CUT_FROM
from knowledge.articles.failures import NothingRead, Why
from knowledge.articles.paragraphs import MOST_PARAGRAPHS, MOST_WORDS

READ = "en"  # what pieces are cut from
_PASTE = marked("Open it in a browser, copy the text and paste it here.")
_COPY = marked("Copy the address from your browser once more, or paste the text here.")
_LATER = marked("Try again in a while, or open it in a browser, copy the text and paste it here.")
_PUBLIC = marked("Hand over the address under which everybody can read the page, or paste its text.")
_FILE = marked("Copy the text out of it and paste it here, or hand over a page, a plain text or a calendar (ICS).")
_SHORTER = marked("Copy the part that families need and paste it here.")
_CALENDAR = marked("Export the calendar anew as an ICS file, with this school year's days only.")

WRONG: Mapping[Why, str] = {
    Why.ADDRESS: marked("This is not the address of a page, or it is spelled in a way that could mean another one."),
    Why.SCHEME: marked("Only addresses that begin with http or https are read."),
    Why.SIGN_IN: marked("One has to sign in for this page, and nobody signs in here: no name and no password is used."),
    Why.NETWORK: marked(
        "This address leads into a private network, or to a port where no pages are served; nothing was read from it."
    ),
    Why.NOT_FOUND: marked("There is no page at this address, or no such site."),
    Why.UNREACHABLE: marked("The site does not answer at the moment, or not as a site should."),
    Why.REFUSED: marked("The site does not give this page to a program."),
    Why.SLOW: marked("It took too long, so reading it was stopped."),
    Why.REDIRECTS: marked("This address leads on to another one again and again."),
    Why.LARGE: marked("It is too large: {page} MB of a page are read at most, {file} MB of a file or a text."),
    Why.KIND: marked("It is neither a web page nor a plain text nor a school calendar (ICS)."),
    Why.ENCODING: marked("Its letters cannot be made out: it is broken, or packed in a way that is not read here."),
    Why.SCRIPTED: marked("This page shows its text only in a browser."),
    Why.UNREADABLE: marked("Reading it failed, so nothing of it was kept."),
    Why.EMPTY: marked("There is nothing to read in it."),
    Why.CALENDAR: marked("This is not a calendar, or a broken one."),
    Why.RULE: marked("This calendar repeats something more often than once a day, so it was not read."),
    Why.MANY: marked("This calendar holds more than anybody could review, so it was not read."),
}
INSTEAD: Mapping[Why, str] = {
    Why.ADDRESS: _COPY,
    Why.SCHEME: _COPY,
    Why.SIGN_IN: _PASTE,
    Why.NETWORK: _PUBLIC,
    Why.NOT_FOUND: _COPY,
    Why.UNREACHABLE: _LATER,
    Why.REFUSED: _PASTE,
    Why.SLOW: _LATER,
    Why.REDIRECTS: marked("Open it in a browser and hand over the address that you end up at."),
    Why.LARGE: _SHORTER,
    Why.KIND: _FILE,
    Why.ENCODING: _PASTE,
    Why.SCRIPTED: _PASTE,
    Why.UNREADABLE: _PASTE,
    Why.EMPTY: marked("Hand over the address of a page, or a text of at least a sentence."),
    Why.CALENDAR: _CALENDAR,
    Why.RULE: _CALENDAR,
    Why.MANY: _CALENDAR,
}
PASTED = frozenset(why for why, words in INSTEAD.items() if words in (_PASTE, _COPY, _LATER, _PUBLIC, _FILE, _SHORTER))
"""What is helped by handing over the text itself."""
# What people know a kind of file by; the first that its name begins with.
_KINDS: Mapping[str, str] = {
    "application/pdf": "PDF",
    "application/vnd.openxml": marked("Word, Excel or PowerPoint"),
    "application/vnd.ms-": marked("Excel or PowerPoint"),
    "application/msword": "Word",
    "application/json": "JSON",
    "application/rss": "RSS",
    "application/atom": "RSS",
    "application/zip": "ZIP",
    "application/xml": "XML",
    "text/xml": "XML",
    "image/": marked("a picture"),
    "video/": marked("a video"),
    "audio/": marked("a sound"),
}
_NAMED: Mapping[str, str] = {
    **{one: one for one in ("PDF", "RTF", "PNG", "JPEG", "GIF", "WebP", "gzip")},
    "Word or Excel": marked("Word or Excel"),
    "Word, Excel or ZIP": marked("Word, Excel or ZIP"),
}
_NUMBER = re.compile(r"[1-5]\d\d")

NOTES: Mapping[Note, str] = {
    Note.CUT: marked(
        "It is longer than what is read: only the first {words} words, in {paragraphs} paragraphs at most, were taken."
    ),
    Note.LANGUAGE: marked(
        "It is not in English, as far as can be told, and only English is cut into pieces: please read it yourself."
    ),
    Note.FUTURE: marked("It says that it was published later than now, so its date was not taken."),
    Note.CHANGED_LATER: marked(
        "It was changed on a later day than it was published: please check the day of each piece."
    ),
    Note.LONG: marked(
        "It is long: pieces were cut from its beginning only, {pieces} at most, of the first {beginning} words. Please "
        "read the rest yourself."
    ),
    Note.SUBSCRIBERS: marked("A part of it is for subscribers only and was not read."),
}


def why_nothing(say: Catalogue, failure: NothingRead) -> tuple[str, ...]:
    """What is wrong, and what to do about it."""
    return _wrong(say, failure), say(INSTEAD[failure.why])


def _wrong(say: Catalogue, failure: NothingRead) -> str:
    if failure.why is Why.LARGE:
        from knowledge.articles.fetching import Limits  # which brings all of the web along

        return say(WRONG[Why.LARGE], page=_megabytes(Limits().received), file=_megabytes(MOST_BYTES))
    kind = _kind(say, failure.detail) if failure.why is Why.KIND else ""
    if kind:
        return say("This is of a kind that is not read here: {kind}.", kind=kind)
    wrong = say(WRONG[failure.why])
    if not _NUMBER.fullmatch(failure.detail):
        return wrong
    return say("{sentence} (It answered {number}.)", sentence=wrong, number=failure.detail)


def _kind(say: Catalogue, detail: str) -> str:
    if detail in _NAMED:
        return say(_NAMED[detail])
    return next((say(name) for begin, name in _KINDS.items() if detail.lower().startswith(begin)), "")


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:g}"


def notes_of(article: Article) -> tuple[Note, ...]:
    """Also where it is in a language of the district that no pieces are cut from."""
    unread = article.language != READ and Note.LANGUAGE not in article.notes
    return (*article.notes, Note.LANGUAGE) if unread else article.notes


def note_words(say: Catalogue, note: Note) -> str:
    return say(
        NOTES[note],
        words=f"{MOST_WORDS:,}",
        paragraphs=f"{MOST_PARAGRAPHS:,}",
        pieces=MOST_CUT,
        beginning=f"{MOST_CUT_FROM:,}",
    )
