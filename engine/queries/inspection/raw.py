"""The stored state of a matter in full, as JSON that people and tools can read.

Left out: fields that the reader does not see, and secrets, which are never part of a state.
"""

from typing import Any

import orjson

from .opened import Opened

SHOWN = 200_000
"""Characters that a page shows; the file has all."""


def raw_of(matter: Opened) -> dict[str, Any]:
    """Give every token, every scope and everything that is listened for."""
    row, execution = matter.row, matter.execution
    left_out = 0
    scopes = []
    for scope in execution.scopes():
        names = {name: value for name, value in scope.names.items() if not matter.hides(name)}
        left_out += sum(value is not None for name, value in scope.names.items() if name not in names)
        around = {"around": scope.around, "element": scope.element, "item": scope.item, "live": scope.live}
        scopes.append({"id": scope.id, **around, "variables": names})
    return {
        "instance": str(row.id),
        "service": row.service_key,
        "version": matter.deployed.number,
        "process": row.process_id or matter.deployed.program.process_id,
        "state": row.state,
        "format": bytes(row.snapshot)[3],
        "bytes": len(row.snapshot),
        "left_out": left_out,
        "tokens": [_plain(one) for one in execution.passages()],
        "scopes": scopes,
        "awaited": [_plain(one) for one in execution.awaited()],
    }


def text_of(raw: dict[str, Any]) -> str:
    """Write it down, indented."""
    return orjson.dumps(raw, option=orjson.OPT_INDENT_2).decode()


_OF_THE_DIAGRAM = frozenset({"gathers", "listens", "stops", "lasts"})
"""What a token's element is like, which is no part of its state."""


def _plain(one: Any) -> dict[str, Any]:
    """The fields of a record that say something; what is empty is left out."""
    found = {name: getattr(one, name) for name in type(one).__slots__ if name not in _OF_THE_DIAGRAM}
    return {name: value for name, value in found.items() if value not in (None, "", False, ())}
