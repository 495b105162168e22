"""What goes wrong, told in one kind sentence on stderr and an exit status; a traceback only ever goes to the log."""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ValidationError

FAILED = 1
INTERRUPTED = 130

log = logging.getLogger(__name__)


class Refusal(Exception):
    """A command was asked for something that it does not do; the message is the sentence to tell."""


@contextmanager
def told_kindly() -> Iterator[None]:
    """Turns failures into a sentence and `SystemExit`; what click itself raises passes through."""
    try:
        yield
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except BrokenPipeError:
        raise  # whoever read us has gone; click ends quietly
    except Exception as error:
        if type(error).__module__.startswith(("click", "typer")):
            raise
        sys.stderr.write(f"{sentence(error)}\n")
        raise SystemExit(FAILED) from None


def sentence(error: Exception) -> str:
    """The sentence for a known failure; for any other one with a reference that stands in the log as well."""
    known = _known(error)
    if known is not None:
        return known
    reference = secrets.token_hex(3)
    log.debug("reference %s", reference, exc_info=error)
    return (
        f"Something went wrong here that should not have (reference {reference}). "
        "With BELLWETHER_LOG_LEVEL=DEBUG the log says what."
    )


def _known(error: Exception) -> str | None:
    # Imported only when something failed: they are slow to import, and most runs need none of them.
    from pydantic import ValidationError

    from adapters.terminal.checking import located
    from knowledge.files import CuratedFileError

    if isinstance(error, ValidationError):
        return _settings(error)
    if isinstance(error, CuratedFileError):
        problems = "\n".join(located(one) for one in error.problems)
        return f"The curated files cannot be used as they are:\n{problems}"
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    for kind, more in _said_by_themselves().items():
        if isinstance(error, kind):
            return _as_sentence(f"{error}") + more
    return None


def _said_by_themselves() -> Mapping[type[Exception], str]:
    """Failures whose message is the sentence, with what helps put behind it."""
    from pydantic_settings import SettingsError

    from adapters.terminal.moments import BadMoment
    from bot.settings import UnknownSetting
    from knowledge import failures
    from knowledge.claim_rows import MissingReference
    from knowledge.engines import WrongAddress
    from knowledge.library import EmptyKnowledge
    from knowledge.planning import EditedMeanwhile, OtherDistrict
    from knowledge.semantic import SemanticUnusable

    plain = (
        *(Refusal, BadMoment, UnknownSetting, SettingsError, MissingReference, EditedMeanwhile, FileExistsError),
        *(failures.DatabaseUnreadable, failures.DatabaseUnwritable, failures.AnotherWriter, failures.DatabaseNewer),
    )
    return {
        **dict.fromkeys(plain, ""),
        failures.MigrationNeeded: " This does it: bellwether db upgrade",
        OtherDistrict: " With --knowledge-only what is there is left out.",
        EmptyKnowledge: " This fills it: bellwether knowledge load",
        WrongAddress: " It stands in BELLWETHER_DATABASE__URL.",
        SemanticUnusable: " Without BELLWETHER_SEMANTIC__FOLDER matching goes by words alone.",
    }


def _settings(error: ValidationError) -> str:
    """Names and what is wrong with them, never values: one of them may be a token."""
    from bot.settings import DELIMITER, PREFIX, Settings, setting_names

    told = []
    for one in error.errors(include_input=False, include_url=False):
        path = DELIMITER.join(str(part) for part in one["loc"]).upper()
        name = path if path.startswith(PREFIX) or one["loc"][0] not in Settings.model_fields else PREFIX + path
        if one["type"] == "extra_forbidden":
            near = get_close_matches(name, setting_names(), n=1)
            told.append(f"{name} is no setting of Bellwether" + (f"; did you mean {near[0]}?" if near else ""))
        else:
            told.append(f"{name}: {one['msg'][:1].lower()}{one['msg'][1:]}")
    return _as_sentence("; ".join(told))


def _as_sentence(words: str) -> str:
    capital = words[:1].upper() if words.split(" ")[0].isalpha() else words[:1]
    return capital + words[1:] + ("" if words.endswith((".", "?")) else ".")
