"""What Discord takes as the components of a message and as a modal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.adapters.discord.refusals import Form, Json, Path, only

ROW, BUTTON, SELECT, TEXT_INPUT, TEXT, LABEL, LINK = 1, 2, 3, 4, 10, 18, 5
SELECTS = frozenset({3, 5, 6, 7, 8})
FIELDS = SELECTS | {TEXT_INPUT, 21, 22, 23}
LAYOUT = frozenset({1, 9, 10, 12, 13, 14, 17})

BUTTON_KEYS = frozenset({"type", "id", "style", "label", "emoji", "custom_id", "url", "disabled", "sku_id"})
SELECT_KEYS = frozenset(
    {"type", "id", "custom_id", "options", "placeholder", "min_values", "max_values", "disabled", "channel_types"}
    | {"default_values", "required"}
)
OPTION_KEYS = frozenset({"label", "value", "description", "emoji", "default"})
TEXT_INPUT_KEYS = frozenset(
    {"type", "id", "custom_id", "style", "label", "min_length", "max_length", "required", "value", "placeholder"}
)


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, from the outside in."""
    for one in components:
        yield one
        inner = [*one.get("components", ()), *(one[key] for key in ("component", "accessory") if one.get(key))]
        yield from walk(inner)


def check_components(form: Form, components: list[Json], *, layout: bool) -> None:
    """*layout*: the message carries the flag for components that replace content and embeds."""
    if layout:
        check_layout(form, components)
    elif len(components) > 5:
        form.wrong(("components",), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    seen: set[str] = set()
    for index, one in enumerate(components):
        at: Path = ("components", index)
        allowed = LAYOUT if layout else frozenset({ROW})
        if not form.one_of((*at, "type"), one.get("type"), allowed):
            continue
        rows = [one] if one["type"] == ROW else [row for row in walk([one]) if row["type"] == ROW]
        for row in rows:
            check_row(form, at, row, seen)


def check_layout(form: Form, components: list[Json]) -> None:
    everything = list(walk(components))
    if not everything or len(everything) > 40:
        form.wrong(("components",), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 40 in length.")
    if sum(len(one.get("content", "")) for one in everything if one["type"] == TEXT) > 4000:
        form.wrong(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "Must be 4000 or fewer in length.")


def check_row(form: Form, at: Path, row: Json, seen: set[str]) -> None:
    only(row, frozenset({"type", "id", "components"}), "action row")
    inner = row.get("components", [])
    if not 1 <= len(inner) <= 5:
        form.wrong((*at, "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    wide = [one for one in inner if one.get("type") in SELECTS]
    if wide and len(inner) > 1:
        form.wrong((*at, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "Exceeds the maximum width of the row")
    for index, one in enumerate(inner):
        where = (*at, "components", index)
        if form.one_of((*where, "type"), one.get("type"), SELECTS | {BUTTON}):
            (check_button if one["type"] == BUTTON else check_select)(form, where, one, seen)


def check_button(form: Form, at: Path, button: Json, seen: set[str]) -> None:
    only(button, BUTTON_KEYS, "button")
    form.length((*at, "label"), button.get("label"), 0, 80, required=not button.get("emoji"))
    if button.get("style") == LINK:
        form.length((*at, "url"), button.get("url"), 1, 512)
        if button.get("custom_id"):
            form.wrong((*at, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "Not with a url")
    elif form.one_of((*at, "style"), button.get("style"), frozenset({1, 2, 3, 4})):
        check_custom_id(form, at, button, seen)


def check_select(form: Form, at: Path, select: Json, seen: set[str]) -> None:
    only(select, SELECT_KEYS, "select")
    check_custom_id(form, at, select, seen)
    form.length((*at, "placeholder"), select.get("placeholder"), 0, 150, required=False)
    form.number((*at, "min_values"), select.get("min_values", 1), 0, 25)
    form.number((*at, "max_values"), select.get("max_values", 1), 1, 25)
    if select["type"] == SELECT:
        check_options(form, at, select)


def check_options(form: Form, at: Path, chooser: Json, *, high: int = 25) -> None:
    options = chooser.get("options")
    form.length((*at, "options"), options, 1, high)
    values: set[str] = set()
    for index, option in enumerate(options or []):
        where = (*at, "options", index)
        only(option, OPTION_KEYS, "option of a select")
        form.length((*where, "label"), option.get("label"), 1, 100)
        form.length((*where, "value"), option.get("value"), 1, 100)
        form.length((*where, "description"), option.get("description"), 0, 100, required=False)
        if option.get("value") in values:
            form.wrong((*where, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The value is already used")
        values.add(option.get("value", ""))


def check_custom_id(form: Form, at: Path, component: Json, seen: set[str]) -> None:
    custom_id = component.get("custom_id")
    form.length((*at, "custom_id"), custom_id, 1, 100)
    if custom_id in seen:
        form.wrong((*at, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
    seen.add(str(custom_id))


def check_modal(modal: Json) -> None:
    only(modal, frozenset({"custom_id", "title", "components"}), "modal")
    form = Form()
    form.length(("data", "title"), modal.get("title"), 1, 45)
    form.length(("data", "custom_id"), modal.get("custom_id"), 1, 100)
    form.length(("data", "components"), modal.get("components"), 1, 5)
    seen: set[str] = set()
    for index, one in enumerate(modal.get("components") or []):
        at: Path = ("data", "components", index)
        if form.one_of((*at, "type"), one.get("type"), frozenset({ROW, TEXT, LABEL})):
            check_modal_part(form, at, one, seen)
    form.refuse()


def check_modal_part(form: Form, at: Path, part: Json, seen: set[str]) -> None:
    if part["type"] == TEXT:
        form.length((*at, "content"), part.get("content"), 1, 4000)
    elif part["type"] == ROW:
        form.length((*at, "components"), part.get("components"), 1, 1)
        for field in part.get("components", []):
            form.length((*at, "components", 0, "label"), field.get("label"), 1, 45)
            check_field(form, (*at, "components", 0), field, seen, allowed=frozenset({TEXT_INPUT}))
    else:
        only(part, frozenset({"type", "id", "label", "description", "component"}), "label")
        form.length((*at, "label"), part.get("label"), 1, 45)
        form.length((*at, "description"), part.get("description"), 0, 100, required=False)
        check_field(form, (*at, "component"), part.get("component", {}), seen, allowed=FIELDS)


def check_field(form: Form, at: Path, field: Json, seen: set[str], *, allowed: frozenset[Any]) -> None:
    if not form.one_of((*at, "type"), field.get("type"), allowed):
        return
    if field["type"] in SELECTS:
        check_select(form, at, field, seen)
        return
    check_custom_id(form, at, field, seen)
    if field["type"] in (21, 22):
        check_options(form, at, field, high=10)
    elif field["type"] == TEXT_INPUT:
        check_text_input(form, at, field)


def check_text_input(form: Form, at: Path, field: Json) -> None:
    only(field, TEXT_INPUT_KEYS, "text input")
    form.one_of((*at, "style"), field.get("style"), frozenset({1, 2}))
    form.number((*at, "min_length"), field.get("min_length") or 0, 0, 4000)
    form.number((*at, "max_length"), field.get("max_length") or 4000, 1, 4000)
    form.length((*at, "placeholder"), field.get("placeholder"), 0, 100, required=False)
    form.length((*at, "value"), field.get("value"), 0, field.get("max_length") or 4000, required=False)
