"""What is asked of searchable fields, as SQL: where a version keeps them, and what leads to them quickly.

A version keeps the values of its fields as a list in ``instance.fields``; whatever is found holds there. An
index of all values leads to equal ones, and rows of ``ordered_value`` to numbers and days between two.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

import orjson

from engine.definitions import Order
from engine.searchable import DAY, LONGEST

from .filter import BadFilter, FieldTest

_LAST: Final = "\U0010ffff"
"""Sorts behind every character, byte by byte: the last day holds all of its moments."""
_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_LONGEST_NUMBER: Final = 17
_COLUMN: Final[Mapping[Order, str]] = {"number": "number", "day": "word"}
_SIGNS: Final = {"from": ">=", "to": "<="}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a version keeps a field in ``instance.fields``; `order` of what comes before and after others."""

    number: int
    order: Order | None


@dataclass(slots=True)
class Asked:
    """Conditions on the row ``i``, statements of ids that may be few, and the parameters of both."""

    where: list[str] = field(default_factory=list)
    perhaps: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)


def ask_fields(tests: Sequence[FieldTest], places: Mapping[str, Mapping[int, Place]]) -> Asked:
    """Ask for values where the versions keep them; no version that has the field, nothing found.

    Raises
    ------
    BadFilter
        From and to are asked of a field that has no order, or of another kind than its values.
    """
    asked = Asked()
    ranges: dict[str, list[FieldTest]] = defaultdict(list)
    for n, test in enumerate(tests):
        if test.operator == "is":
            _ask_equal(asked, f"f{n}", test.value, places.get(test.pointer, {}))
        else:
            ranges[test.pointer].append(test)
    for n, (pointer, bounds) in enumerate(ranges.items()):
        _ask_range(asked, f"r{n}", bounds, places.get(pointer, {}))
    return asked


def holding(values: dict[str, Any], name: str, value: str) -> list[str]:
    """Conditions by which the index finds the rows that hold a value in any of their fields."""
    asked = []
    for m, form in enumerate(_forms(value)):
        for depth, wrapped in enumerate(([form], [[form]])):
            key = f"{name}_{m}_{depth}"
            values[key] = orjson.dumps(wrapped).decode()
            asked.append(f"fields @> CAST(:{key} AS jsonb)")
    return asked


def _ask_equal(asked: Asked, name: str, value: str, places: Mapping[int, Place]) -> None:
    forms = _forms(value)
    for m, form in enumerate(forms):
        asked.values[f"{name}v{m}"] = orjson.dumps(form).decode()
    ways = []
    for place, versions in _by_place(places).items():
        key = f"{name}_{place.number}"
        asked.values[key] = versions
        held = " OR ".join(
            f"(i.fields -> {place.number}) @> CAST(:{name}v{m} AS jsonb)" for m in range(len(forms))
        )
        ways.append(f"(i.definition_id = ANY(CAST(:{key} AS bigint[])) AND ({held}))")
    asked.where.append(f"({' OR '.join(ways)})" if ways else "false")
    everywhere = " OR ".join(holding(asked.values, f"{name}h", value))
    asked.perhaps.append(f"SELECT id FROM instance WHERE {everywhere}")


def _ask_range(asked: Asked, name: str, bounds: Sequence[FieldTest], places: Mapping[int, Place]) -> None:
    """Ask for what lies between all bounds of one field, where they suit its values."""
    orders = {place.order for place in places.values() if place.order is not None}
    limits = {order: list(_limits(asked, f"{name}{order}", bounds, order)) for order in orders}
    suiting = {order: found for order, found in limits.items() if len(found) == len(bounds)}
    if places and not suiting:
        unread = [one for one in bounds if all(_end(one, order) is None for order in orders)]
        raise BadFilter({_name(one): _fault(orders) for one in unread or bounds})
    ways, statements = [], []
    for place, versions in _by_place(places).items():
        if place.order is None or place.order not in suiting:
            continue
        key, found = f"{name}_{place.number}_{place.order}", suiting[place.order]
        asked.values[key] = versions
        version = f"definition_id = ANY(CAST(:{key} AS bigint[]))"
        column = _COLUMN[place.order]
        within = " AND ".join(_within(place, limit) for limit in found)
        ways.append(f"(i.{version} AND {within})")
        between = " AND ".join(f"{column} {limit}" for limit in found)
        statements.append(
            f"SELECT instance_id FROM ordered_value WHERE {version} AND place = {place.number} AND {between}"
        )
    asked.where.append(f"({' OR '.join(ways)})" if ways else "false")
    if statements:
        asked.perhaps.append(" UNION ALL ".join(statements))


def _limits(asked: Asked, name: str, bounds: Sequence[FieldTest], order: Order) -> Iterator[str]:
    """Give the end of each comparison; of bounds that do not suit such values, none."""
    for n, bound in enumerate(bounds):
        value = _end(bound, order)
        if value is not None:
            asked.values[f"{name}{n}"] = value
            kind = "numeric" if order == "number" else "text"
            yield f"{_SIGNS[bound.operator]} CAST(:{name}{n} AS {kind})"


def _end(bound: FieldTest, order: Order) -> Any:
    """Read the end of a comparison; None if it is nothing of that order."""
    return _number(bound.value) if order == "number" else _day(bound)


def _within(place: Place, limit: str) -> str:
    value = f"(i.fields ->> {place.number})"
    if place.order == "number":
        is_one = f"jsonb_typeof(i.fields -> {place.number}) = 'number'"
        # Only a CASE keeps what is no number from being read as one.
        return f"CASE WHEN {is_one} THEN CAST({value} AS numeric) {limit} ELSE false END"
    is_text = f"jsonb_typeof(i.fields -> {place.number}) = 'string'"
    return f"({is_text} AND {value} ~ '{DAY}' AND {value} COLLATE \"C\" {limit})"


def _fault(orders: Set[Order]) -> str:
    if not orders:
        return "no_order"
    return "date" if orders == {"day"} else "number"


def _name(test: FieldTest) -> str:
    return f"field:{test.pointer}:{test.operator}"


def _by_place(places: Mapping[int, Place]) -> dict[Place, list[int]]:
    found: dict[Place, list[int]] = defaultdict(list)
    for version, place in places.items():
        found[place].append(version)
    return found


def _forms(value: str) -> list[Any]:
    """The JSON values that somebody may mean by what he typed; of a long text the beginning is kept."""
    forms: list[Any] = [value[:LONGEST]]
    number = _number(value)
    if number is not None:
        forms.append(int(number) if number == number.to_integral_value() else float(number))
    if value in ("true", "false"):
        forms.append(value == "true")
    return forms


def _number(value: str) -> Decimal | None:
    """Read a number that a form can hold; identifiers with a leading zero are none."""
    return Decimal(value) if len(value) <= _LONGEST_NUMBER and _NUMBER.fullmatch(value) else None


def _day(bound: FieldTest) -> str | None:
    """Read a day, or a moment of it in ISO 8601; the last one lasts until its end."""
    try:
        is_one = re.match(DAY, bound.value) and date.fromisoformat(bound.value[:10])
    except ValueError:
        return None
    if not is_one:
        return None
    return bound.value + (_LAST if bound.operator == "to" else "")
