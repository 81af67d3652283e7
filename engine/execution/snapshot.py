"""The stored form of an instance: state only, never specs.

Four bytes name the format, the rest is zstd over one JSON array. Tokens are columns, because
neighbours in a column resemble each other; token ids are their positions, because nothing is ever
deleted. A format, once released, is never changed: `tests/engine/execution/golden` keeps one file of
each, loads it and runs it to the end.
"""

import threading
from typing import Any

import orjson
import zstandard

from engine.execution.environment import Environment
from engine.execution.errors import BrokenSnapshot, UnknownFormat
from engine.execution.instance import Instance, Level
from engine.execution.program import Program
from engine.execution.scopes import ROOT, Scope
from engine.execution.token import STARTED, Token

MAGIC = b"TBX"
FORMAT = 1
_STATES = {1 << position: position for position in range(9)}
_LARGEST = 64 * 1024 * 1024
_local = threading.local()


def dump(instance: Instance) -> bytes:
    """Encode the state of an instance."""
    return MAGIC + bytes([FORMAT]) + _compressor().compress(orjson.dumps(_rows(instance)))


def load(program: Program, env: Environment, data: bytes) -> Instance:
    """Decode a snapshot into a working instance.

    Raises
    ------
    UnknownFormat
        For another format number, with ``found`` and ``known``.
    BrokenSnapshot
        If the data is damaged or does not belong to this program.
    """
    if data[:3] != MAGIC or len(data) < 4 or data[3] != FORMAT:
        found = data[3] if data[:3] == MAGIC and len(data) > 3 else None
        raise UnknownFormat(found=found, known=FORMAT)
    try:
        rows = orjson.loads(_decompressor().decompress(data[4:], max_output_size=_LARGEST))
        return _restore(Instance(program, env), rows)
    except (zstandard.ZstdError, orjson.JSONDecodeError, LookupError, ValueError, TypeError) as exc:
        raise BrokenSnapshot(reason=f"{type(exc).__name__}: {exc}") from exc


def _compressor() -> zstandard.ZstdCompressor:
    if not hasattr(_local, "compressor"):
        _local.compressor = zstandard.ZstdCompressor(level=3, write_content_size=True)
    compressor: zstandard.ZstdCompressor = _local.compressor
    return compressor


def _decompressor() -> zstandard.ZstdDecompressor:
    if not hasattr(_local, "decompressor"):
        _local.decompressor = zstandard.ZstdDecompressor()
    decompressor: zstandard.ZstdDecompressor = _local.decompressor
    return decompressor


def _rows(instance: Instance) -> list[Any]:
    names: dict[str | None, int] = {None: 0}

    def number(name: str | None) -> int:
        return names.setdefault(name, len(names))

    tokens = instance.tokens.values()
    return [
        [instance.count, int(instance.terminated)],
        [number(token.task_spec.name) for token in tokens],
        [token.id - token._parent if token._parent else 0 for token in tokens],
        [_STATES[token._state] for token in tokens],
        [number(token.via) for token in tokens],
        {
            "host": _column(tokens, lambda token: None if token._parent else token.workflow.parent_task_id),
            "into": _column(tokens, lambda token: token.into or None),
            "index": _column(tokens, lambda token: token.index),
            "finished": _column(tokens, _finished),
            "void": _column(tokens, lambda token: 1 if token.void else None),
            "killed": _column(tokens, lambda token: token.killed),
            "failure": _column(tokens, lambda token: token.failure),
            "own": _column(tokens, lambda token: token.internal_data or None),
        },
        list(names)[1:],
        [[scope.id, scope.names] for scope in _scopes(instance)],
    ]


def _finished(token: Token) -> int | None:
    return token.finished if token.task_spec.manual and token.finished else None


def _column(tokens: Any, value: Any) -> list[list[Any]]:
    pairs = [(token.id, found) for token in tokens if (found := value(token)) is not None]
    return [[key for key, _ in pairs], [found for _, found in pairs]] if pairs else []


def _scopes(instance: Instance) -> list[Scope]:
    levels = instance.subprocesses.items()
    own = [level.scope for key, level in levels if level.scope.names and key not in instance.item_scopes]
    return sorted([instance.scope, *own, *instance.item_scopes.values()], key=lambda scope: scope.id)


def _restore(instance: Instance, rows: list[Any]) -> Instance:
    head, specs, parents, states, vias, extra, table, scopes = rows
    instance.count, instance.terminated = head[0], bool(head[1])
    names = [None, *table]
    variables = dict(scopes)
    columns = {key: dict(zip(*pair, strict=True)) for key, pair in extra.items() if pair}
    instance.scope.names.update(variables[ROOT])
    items = columns.get("index", {})
    for identifier, row in enumerate(zip(specs, parents, states, vias, strict=True), 1):
        spec, back, state, via = row
        parent = instance.tokens[identifier - back] if back else None
        level = parent.workflow if parent else _new_level(instance, columns, identifier, variables)
        token = Token(level, level.spec.task_specs[names[spec]], parent, identifier, 1 << state)
        if parent is None:
            level.task_tree = token
        token.via = names[via]
        if identifier in items:
            token.index, token.triggered = items[identifier], True
            instance.item_scopes[identifier] = Scope(identifier, token.scope, variables[identifier])
    instance.last_id = len(specs)
    _fill(instance.tokens, columns)
    for token in instance.tokens.values():
        token.workflow.restored(token)
    for level in instance.levels():
        level.completed = not level.open
    _wake(instance)
    return instance


def _new_level(instance: Instance, columns: Any, identifier: int, variables: dict[int, Any]) -> Level:
    host = columns.get("host", {}).get(identifier)
    if host is None:
        return instance
    token = instance.tokens[host]
    level = instance.create_subprocess(token, token.task_spec.spec)
    if host not in instance.item_scopes:
        level.scope.names.update(variables.get(host, {}))
    return level


def _fill(tokens: dict[int, Token], columns: dict[str, dict[int, Any]]) -> None:
    for attribute in ("into", "finished"):
        for identifier, value in columns.get(attribute, {}).items():
            setattr(tokens[identifier], attribute, value)
    for attribute in ("killed", "failure"):
        for identifier, value in columns.get(attribute, {}).items():
            setattr(tokens[identifier], attribute, tuple(value))
    for identifier in columns.get("void", {}):
        tokens[identifier].void = True
    for identifier, value in columns.get("own", {}).items():
        tokens[identifier].internal_data = value


def _wake(instance: Instance) -> None:
    """Queue the hosts whose contents finished before the dump; READY tokens queue themselves."""
    for level in instance.levels():
        for token in level.open.values():
            inner = instance.subprocesses.get(token.id)
            finished = inner is not None and inner.completed
            if token._state == STARTED and (finished or "fresh" in token.internal_data):
                instance.agenda.push(token)
