"""From the `[hall]` part of a service's settings to the columns of its row."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from db.unit_of_work import UnitOfWork
from hall.errors import BadField, UnknownUnit
from hall.texts import as_text
from hall.wording import searchable, sort_key
from identity.models import Unit

FOR_EVER = {"", "always", "长期有效"}
_RULES = {"kind", "unit", "group", "role"}


def columns(uow: UnitOfWork, hall: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the columns that `hall` names, checked, with the search words of its texts.

    Only the keys present are translated, so an editor may pass a part; a change of the title or the
    summary needs both, because the search words hold both.

    Raises
    ------
    BadField
        A value has the wrong shape; ``field`` names it.
    UnknownUnit
        No unit has the code given as ``unit``.
    """
    readers: dict[str, Callable[[Any], dict[str, Any]]] = {
        "title": lambda value: {"title": _title(value)},
        "summary": lambda value: {"summary": _text("summary", value)},
        "unit": lambda value: {"unit_id": _unit_id(uow, value)},
        "audience": lambda value: {"audience": _words("audience", value)},
        "kind": lambda value: {"kind": _string("kind", value)},
        "starters": lambda value: {"starters": _starters(value)},
        "guide": lambda value: {"guide": _guide(value)},
        "validity": _validity,
    }
    values: dict[str, Any] = {}
    for name, read in readers.items():
        if name in hall:
            values |= read(hall[name])
    if "title" in values:
        values |= search_words(values["title"], values.get("summary", {}))
    return values


def search_words(title: Mapping[str, Any], summary: Mapping[str, Any]) -> dict[str, str]:
    """Return the columns that searching and sorting read."""
    titles = " ".join(searchable(words) for words in title.values())
    summaries = " ".join(searchable(words) for words in summary.values())
    first = title.get("zh-CN") or next(iter(title.values()))
    return {"search_title": titles, "search_text": f"{titles} {summaries}", "sort_key": sort_key(first)}


def _text(field: str, value: object) -> dict[str, Any]:
    if not isinstance(value, (str, Mapping)):
        raise BadField(field=field)
    return as_text(value)


def _title(value: object) -> dict[str, Any]:
    title = _text("title", value)
    if not title:
        raise BadField(field="title")
    return title


def _string(field: str, value: object) -> str:
    if not isinstance(value, str):
        raise BadField(field=field)
    return value


def _words(field: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise BadField(field=field)
    return list(dict.fromkeys(value))


def _starters(value: object) -> list[str]:
    rules = _words("starters", value)
    for rule in rules:
        sort, _, name = rule.partition(":")
        if rule != "everyone" and not (sort in _RULES and name):
            raise BadField(field="starters", value=rule)
    return rules


def _guide(value: object) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise BadField(field="guide")
    return dict(value)


def _unit_id(uow: UnitOfWork, code: object) -> int | None:
    if not code:
        return None
    found = uow.execute(select(Unit.id).where(Unit.code == str(code))).scalar_one_or_none()
    if found is None:
        raise UnknownUnit(unit=str(code))
    return int(found)


def _validity(value: object) -> dict[str, Any]:
    """Read ``"长期有效"``/``"always"`` or a table with ``from`` and ``until``, each a date or absent."""
    if isinstance(value, str) and value in FOR_EVER:
        return {"valid_from": None, "valid_until": None}
    if not isinstance(value, Mapping):
        raise BadField(field="validity")
    first, last = _day(value.get("from")), _day(value.get("until"))
    if first and last and last < first:
        raise BadField(field="validity")
    return {"valid_from": first, "valid_until": last}


def _day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as exc:
        raise BadField(field="validity", value=str(value)) from exc
