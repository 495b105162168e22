"""What Discord's app makes of a command line somebody typed: options of every type, checked as the app checks them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.adapters.discord.command_limits import GROUP, SUBCOMMAND
from tests.adapters.discord.messages import Attachment
from tests.adapters.discord.places import Channel, Guild, Role, User
from tests.adapters.discord.refusals import Impossible, Json

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, FILE = range(3, 12)
PLAIN = {STRING: (str,), INTEGER: (int,), BOOLEAN: (bool,), NUMBER: (int, float)}


def find_leaf(command: Json, words: list[str]) -> tuple[list[Json], Json]:
    """The subcommands on the way and the part that takes the values."""
    way: list[Json] = []
    at = command
    for word in words:
        inner = [one for one in at["options"] if one["type"] in (SUBCOMMAND, GROUP) and one["name"] == word]
        if not inner:
            raise Impossible(f"/{command['name']} has no part {word!r}")
        at = inner[0]
        way.append(at)
    if any(one["type"] in (SUBCOMMAND, GROUP) for one in at.get("options") or []):
        raise Impossible(f"/{command['name']} needs one of its parts")
    return way, at


def command_data(
    command: Json, words: list[str], given: Mapping[str, Any], guild: Guild | None, *, checked: bool, typing: bool
) -> Json:
    """*typing*: the last of *given* is being typed, the required ones may still be missing."""
    way, leaf = find_leaf(command, words)
    resolved: Json = {}
    focused = list(given)[-1] if typing else None
    options = fill(leaf.get("options") or [], given, resolved, guild, checked=checked, focused=focused)
    for part in reversed(way):
        options = [{"name": part["name"], "type": part["type"], "options": options}]
    data: Json = {"id": command["id"], "name": command["name"], "type": command["type"], "options": options}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return {**data, "resolved": resolved} if resolved else data


def fill(
    specs: list[Json],
    given: Mapping[str, Any],
    resolved: Json,
    guild: Guild | None,
    *,
    checked: bool,
    focused: str | None,
) -> list[Json]:
    known = {one["name"]: one for one in specs}
    if set(given) - set(known):
        raise Impossible(f"no option {sorted(set(given) - set(known))}, there is {sorted(known)}")
    needed = {name for name, one in known.items() if one.get("required")}
    if checked and not focused and needed - set(given):
        raise Impossible(f"the option {sorted(needed - set(given))} has to be given")
    filled = []
    for name, value in given.items():
        spec = known[name]
        if name == focused and not spec.get("autocomplete"):
            raise Impossible(f"{name} does not complete")
        if checked and name != focused:
            check(spec, value)
        option: Json = {"name": name, "type": spec["type"], "value": settle(value, resolved, guild)}
        filled.append({**option, "focused": True} if name == focused else option)
    return filled


def check(spec: Json, value: Any) -> None:
    kind, name = spec["type"], spec["name"]
    if kind in PLAIN and (not isinstance(value, PLAIN[kind]) or (kind == INTEGER and isinstance(value, bool))):
        raise Impossible(f"{name}: {value!r} is not of its type")
    if spec.get("choices") and value not in {one["value"] for one in spec["choices"]}:
        raise Impossible(f"{name}: {value!r} is not among the choices")
    size = len(value) if kind == STRING else value
    low, high = ("min_length", "max_length") if kind == STRING else ("min_value", "max_value")
    if (spec.get(low) is not None and size < spec[low]) or (spec.get(high) is not None and size > spec[high]):
        raise Impossible(f"{name}: {value!r} is out of range")
    if kind == STRING and len(value) > 6000:
        raise Impossible(f"{name}: longer than 6000")
    if kind == CHANNEL and spec.get("channel_types") and value.kind not in spec["channel_types"]:
        raise Impossible(f"{name}: not a channel of that kind")


def settle(value: Any, resolved: Json, guild: Guild | None) -> Any:
    """Things travel as their id, with what they are beside it."""
    if isinstance(value, User):
        resolved.setdefault("users", {})[str(value.id)] = value.json()
        if guild and value.id in guild.members:
            member = guild.member_json(value, channel=guild.channels[0])
            resolved.setdefault("members", {})[str(value.id)] = {k: v for k, v in member.items() if k != "user"}
    elif isinstance(value, Role):
        resolved.setdefault("roles", {})[str(value.id)] = value.json()
    elif isinstance(value, Channel):
        resolved.setdefault("channels", {})[str(value.id)] = {**value.json(), "permissions": "0"}
    elif isinstance(value, Attachment):
        resolved.setdefault("attachments", {})[str(value.id)] = value.json()
    else:
        return value
    return str(value.id)
