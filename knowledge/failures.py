"""What can be wrong with a database. Each message is one sentence that an operator can act on."""

from __future__ import annotations


class DatabaseUnreadable(Exception):
    """The database is missing, damaged, unreachable or not ours."""


class DatabaseUnwritable(Exception):
    """A change could not be stored, or it is not known whether it was (the link broke during the commit)."""


class AnotherWriter(Exception):
    """Another process is writing this file; the message names it."""


class DatabaseNewer(Exception):
    """A newer program wrote this database; it is left untouched."""


class MigrationNeeded(Exception):
    """The tables are older than the program, and nobody has asked to bring them up."""


def reason(error: BaseException) -> str:
    """The database's own words in one line, without the values of the statement."""
    lines = str(getattr(error, "orig", None) or error).splitlines()
    return lines[0] if lines else type(error).__name__
