"""Bringing a database up to the tables of this version."""

from __future__ import annotations

from adapters.terminal.paper import remarks
from bot.settings import Settings
from knowledge.engines import locate
from knowledge.migrating import Standing, upgrade


def upgrade_database(settings: Settings) -> None:
    where = locate(settings.database.url)
    done = upgrade(settings.database.url, opened_by="bellwether db upgrade")
    if done.before.standing is Standing.CURRENT:
        told = f"{where} has the tables of this version already ({done.after.found}); nothing was changed."
    elif done.before.standing is Standing.EMPTY:
        told = f"{where} now has the tables of this version ({done.after.found}), and nothing in them."
    else:
        kept = f" As it was: {done.copy}" if done.copy else ""
        told = f"{where} was brought from tables {done.before.found} to {done.after.found}.{kept}"
    remarks().say(told)
