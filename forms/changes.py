"""What a step changed, leaf by leaf: the change log of a document."""

from collections.abc import Iterator, Mapping
from typing import Any

from expressions.cleaning import same
from forms.pointers import join

Change = tuple[str, Any, Any]


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return ``(pointer, old, new)`` of every leaf that differs; None stands for nothing.

    A row is named by its id, not by its place (``/visits/3f2a/date``), so that the log still tells the truth
    after rows were moved. Moving alone is told at the list itself, as the old and new order of ids. A list
    whose entries have no ids is one leaf.
    """
    return list(_members("", old, new))


def _members(pointer: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in dict.fromkeys((*old, *new)):
        yield from _values(join(pointer, name), old.get(name), new.get(name))


def _values(pointer: str, old: Any, new: Any) -> Iterator[Change]:
    if same(old, new):
        return
    if _all(Mapping, old, new):
        yield from _members(pointer, old or {}, new or {})
    elif _identified(old) and _identified(new):
        yield from _rows(pointer, old or [], new or [])
    else:
        yield pointer, old, new


def _rows(pointer: str, old: list[Any], new: list[Any]) -> Iterator[Change]:
    before, after = ({row["id"]: row for row in rows} for rows in (old, new))
    for row_id in dict.fromkeys((*before, *after)):
        one, other = (_without_id(rows.get(row_id)) for rows in (before, after))
        changed = list(_members(join(pointer, row_id), one or {}, other or {}))
        yield from changed or ([(join(pointer, row_id), one, other)] if one != other else ())
    kept_before = [row_id for row_id in before if row_id in after]
    kept_after = [row_id for row_id in after if row_id in before]
    if kept_before != kept_after:
        yield pointer, list(before), list(after)


def _without_id(row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if row is None else {name: value for name, value in row.items() if name != "id"}


def _all(kind: Any, old: Any, new: Any) -> bool:
    """Tell whether both are of a kind, or one is and the other is nothing and the kind has leaves."""
    values = [value for value in (old, new) if value is not None]
    return all(isinstance(value, kind) and value for value in values)


def _identified(value: Any) -> bool:
    if value is None:
        return True
    if not isinstance(value, list) or not value:
        return False
    ids = [row.get("id") if isinstance(row, Mapping) else None for row in value]
    return all(isinstance(row_id, str) for row_id in ids) and len(set(ids)) == len(ids)
