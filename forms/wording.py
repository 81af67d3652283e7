"""Values as words: what a reader sees, and what an input holds when a value is edited."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from forms.context import FormContext
from forms.fields import Field, spell
from forms.merging import is_empty

NOTHING = "—"


def read_text(field: Field, value: Any, context: FormContext) -> str:
    """Return a value as a reader sees it; `NOTHING` for an empty field."""
    if field.secret:
        return context.translate("Not shown")
    if is_empty(value):
        return NOTHING
    if isinstance(value, list):
        separator = "、" if context.locale.startswith("zh") else ", "
        return separator.join(_one(field, item, context) for item in value)
    return _one(field, value, context)


def input_text(field: Field, value: Any, context: FormContext) -> str:
    """Return a value as its input holds it; a text that never fitted comes back as it was typed."""
    if field.secret or value is None:
        return ""
    if field.control == "datetime" and isinstance(value, str):
        moment = read_moment(value, context)
        if moment is not None:
            return moment.isoformat(timespec="seconds" if moment.second else "minutes")
    return _plain(value)


def read_moment(value: str, context: FormContext) -> datetime | None:
    """Return a stored moment in the reader's time, without offset; None if it is none."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    local = moment.astimezone(context.timezone) if moment.tzinfo else moment
    return local.replace(tzinfo=None, microsecond=0)


def _one(field: Field, value: Any, context: FormContext) -> str:
    for option in field.options:
        if option.value == value and type(option.value) is type(value):
            return option.label(context.locale)
    if isinstance(value, bool):
        return context.translate("Yes") if value else context.translate("No")
    if field.control == "datetime" and isinstance(value, str):
        moment = read_moment(value, context)
        return f"{moment:%Y-%m-%d %H:%M}" if moment else value
    if field.control in ("unit", "person") and context.directory is not None:
        named = getattr(context.directory, f"{field.control}_name")(value)
        return str(named) if named else _plain(value)
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")  # 1e-07 is no way to write a number on paper
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return spell(value)
