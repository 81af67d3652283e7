"""Columns as bytes and back, in every format that was ever stored.

Format 4 is format 3, compressed with words that snapshots share (:mod:`engine.execution.wording`).

Format 3: the length of a JSON array (4 bytes, little-endian), the array, then the columns, each behind
one byte that says how many bytes its largest number needs: the lowest bytes of all its numbers, then
their next, and so on. Ids and the order of finishing only grow, and are stored as steps: what repeats
in a long loop then repeats in the bytes too, and compresses to nothing.

Format 2 had a shorter head: nothing listened but timers in the flow, whose moment stood with their token;
and it kept the order of finishing among the extras. Format 1 was one JSON array.
"""

import sys
from array import array
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

import orjson

from engine.execution.columns import Columns
from engine.execution.growing import Growing

FORMAT = 4
_FINISHED = "finished"
"""Formats 1 and 2 kept it among the extras."""

Head = list[Any]
"""What an instance keeps beside its columns."""


def pack(head: Head, columns: Columns) -> bytes:
    """Return the bytes of the present format."""
    extras = {key: _packed(found) for key, found in columns.extras.items() if found}
    scopes = [[key, columns.scopes[key]] for key in sorted(columns.scopes)]
    finished = columns.finished.as_json()
    told = orjson.dumps([len(columns.states), head, extras, finished, list(columns.names)[1:], scopes])
    return b"".join((len(told).to_bytes(4, "little"), told, *map(_planes, _columns(columns))))


def unpack(number: int, data: bytes) -> tuple[Head, Columns]:
    """Read the bytes of a known format; ValueError, TypeError or LookupError for anything else."""
    return _READERS[number](data)


def _packed(found: dict[int, Any]) -> list[list[Any]]:
    ids = sorted(found)
    values = [found[identifier] for identifier in ids]
    return [_steps(ids), values]


def _steps(numbers: Sequence[int]) -> list[int]:
    return [after - before for before, after in pairwise([0, *numbers])]


def _columns(columns: Columns) -> "tuple[array[int], ...]":
    return columns.specs, columns.parents, columns.vias, columns.states


def _planes(column: "array[int]") -> bytes:
    """A column's bytes by their weight; whole columns at a time, so that only C touches each number."""
    raw, size = _little(column).tobytes(), column.itemsize
    planes = [raw[weight::size] for weight in range(size)]
    while planes and not planes[-1].strip(b"\0"):
        planes.pop()
    return bytes([len(planes)]) + b"".join(planes)


def _fill(column: "array[int]", planes: bytes, rows: int) -> None:
    raw, size = bytearray(rows * column.itemsize), column.itemsize
    for weight in range(len(planes) // rows if rows else 0):
        raw[weight::size] = planes[weight * rows : (weight + 1) * rows]
    column.extend(_little(array(column.typecode, bytes(raw))))


def _little(column: "array[int]") -> "array[int]":
    """The same numbers with their bytes in little-endian order, or back."""
    if sys.byteorder == "little":
        return column
    turned = array(column.typecode, column)
    turned.byteswap()
    return turned


def _read_3(data: bytes) -> tuple[Head, Columns]:
    size = int.from_bytes(data[:4], "little")
    rows, head, extras, finished, names, scopes = orjson.loads(data[4 : 4 + size])
    columns = _with_columns(_named(names, scopes), data, 4 + size, rows)
    for key, (ids, values) in extras.items():
        columns.extras[key] = dict(zip(accumulate(ids), values, strict=True))
    columns.finished = Growing(*finished)
    return head, columns


def _read_2(data: bytes) -> tuple[Head, Columns]:
    size = int.from_bytes(data[:4], "little")
    rows, head, extras, names, scopes = orjson.loads(data[4 : 4 + size])
    columns = _with_columns(_named(names, scopes), data, 4 + size, rows)
    for key, (ids, values) in extras.items():
        stored = accumulate(values) if key == _FINISHED else values
        _take(columns, key, dict(zip(accumulate(ids), stored, strict=True)))
    return head, columns


def _take(columns: Columns, key: str, found: dict[int, Any]) -> None:
    if key == _FINISHED:
        columns.finished = Growing.of(found.items())
    else:
        columns.extras[key] = found


def _with_columns(columns: Columns, data: bytes, place: int, rows: int) -> Columns:
    for column in _columns(columns):
        end = place + 1 + rows * data[place]
        _fill(column, data[place + 1 : end], rows)
        place = end
    if {len(column) for column in _columns(columns)} != {rows} or place != len(data):
        raise ValueError("columns of different length")
    return columns


def _read_1(data: bytes) -> tuple[Head, Columns]:
    head, specs, parents, states, vias, extras, names, scopes = orjson.loads(data)
    if len({len(column) for column in (specs, parents, states, vias)}) != 1:
        raise ValueError("columns of different length")
    columns = _named(names, scopes)
    for column, numbers in zip(_columns(columns), (specs, parents, vias, states), strict=True):
        column.extend(array(column.typecode, numbers))
    for key, (ids, values) in extras.items():
        _take(columns, key, dict(zip(ids, values, strict=True)))
    return head, columns


def _named(names: list[str], scopes: list[list[Any]]) -> Columns:
    columns = Columns()
    columns.names = {name: number for number, name in enumerate([None, *names])}
    columns.scopes = dict(scopes)
    return columns


_READERS = {1: _read_1, 2: _read_2, 3: _read_3, FORMAT: _read_3}
