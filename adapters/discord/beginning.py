"""An exchange made of what came: everything that it says of itself is read here, and nothing is asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import discord

from adapters.discord import incoming
from adapters.discord.acknowledging import Acknowledging
from adapters.discord.exchanges import Exchange, House
from adapters.discord.files import files_in, files_of
from adapters.discord.incoming import Kind

BY_NOW = timedelta(minutes=1)  # what is younger counts as written now
OF_COMMANDS = (Kind.COMMAND, Kind.TYPING, Kind.MENU)
OF_COMPONENTS = (Kind.PRESS, Kind.FORM)


def of_interaction(house: House, interaction: discord.Interaction[Any], *, at: datetime) -> Exchange | None:
    """None for what is named nowhere here."""
    kind = incoming.kind_of(interaction)
    if kind is None:
        return None
    way = Acknowledging(interaction, house.sender.patience)
    made = Exchange(house, kind, incoming.who_used(interaction), at=at, number=interaction.id, way=way)
    data: Mapping[str, Any] = interaction.data or {}
    made.used = incoming.used(data) if kind in OF_COMMANDS else None
    made.files = files_of(interaction) if kind is Kind.COMMAND else ()
    made.carried = incoming.carried(data) if kind in OF_COMPONENTS else ""
    made.fields = incoming.filled_in(data) if kind is Kind.FORM else {}
    made.about = incoming.about_target(interaction, own=house.user, at=at) if kind is Kind.MENU else None
    made.message = str(interaction.message.id) if interaction.message else ""
    made.ephemeral = interaction.message is not None and interaction.message.flags.ephemeral
    made.buttons = incoming.buttons_of(interaction.message) if interaction.message else ()
    made.roles = incoming.roles_of(interaction.user)
    made.server, made.locale = interaction.guild_id, str(interaction.locale)
    made.lacking = incoming.lacking_at(interaction)
    return made


def of_message(house: House, message: discord.Message, *, at: datetime) -> Exchange:
    made = Exchange(house, Kind.MESSAGE, incoming.who_wrote(message), at=at, number=message.id)
    made.written = message.created_at if at - message.created_at > BY_NOW else None
    made.text = incoming.words_of(message, own=house.user)
    made.mentioned = incoming.addressed(message, own=house.user)
    made.attachments = bool(message.attachments or message.stickers)
    made.files = files_in(message.attachments)
    made.message = str(message.id)
    answered = message.reference.resolved if message.reference else None
    made.about = incoming.about(answered, own=house.user, at=at) if isinstance(answered, discord.Message) else None
    made.roles = incoming.roles_of(message.author)
    made.server = message.guild.id if message.guild else None
    made.lacking = house.sender.servers.lacking(made.who.place)
    return made
