"""The stored form of an instance: state only, never specs.

Four bytes name the format, the rest is zstd over what `packing` makes of the columns, with the words that
snapshots share (`wording`) known beforehand. A format, once
released, is never changed: `tests/engine/execution/golden` keeps a file of each, loads it and
runs it to the end.
"""

import threading
from typing import Any

import zstandard

from engine.execution.columns import Columns
from engine.execution.environment import Environment
from engine.execution.errors import BrokenSnapshot, UnknownFormat
from engine.execution.instance import Instance
from engine.execution.level import Level
from engine.execution.nodes.gone import GONE
from engine.execution.packing import FORMAT, pack, unpack
from engine.execution.program import Program
from engine.execution.waking import Waking
from engine.execution.wording import DICTIONARY

MAGIC = b"TBX"
WORDED = 4
"""The format since which words that snapshots share are left out."""
_LARGEST = 64 * 1024 * 1024
_local = threading.local()


def dump(instance: Instance) -> bytes:
    """Encode the state of an instance."""
    columns = instance.columns
    for token in instance.tokens.values():
        columns.put(token)
    columns.scopes[instance.scope.id] = instance.scope.names
    for level in instance.subprocesses.values():
        if level.scope.names:
            columns.scopes[level.scope.id] = level.scope.names
    for key, scope in instance.item_scopes.items():
        columns.scopes[key] = scope.names
    packed = pack(_head(instance), columns)
    return MAGIC + bytes([FORMAT]) + _compressor().compress(packed)


def load(program: Program, env: Environment, data: bytes) -> Instance:
    """Decode a snapshot into a working instance.

    Raises
    ------
    UnknownFormat
        For another format number, with ``found`` and ``known``.
    BrokenSnapshot
        If the data is damaged or does not belong to this program.
    """
    if data[:3] != MAGIC or len(data) < 4 or not 1 <= data[3] <= FORMAT:
        found = data[3] if data[:3] == MAGIC and len(data) > 3 else None
        raise UnknownFormat(found=found, known=FORMAT)
    try:
        head, columns = unpack(data[3], _decompressor(data[3]).decompress(data[4:], max_output_size=_LARGEST))
        instance = Instance(program, env, columns)
        instance.count, instance.terminated = head[0], bool(head[1])
        _check_names(program, columns)
        listening, instance.correlations, levels, touched, *order = head[2:] or ([], {}, [], [])
        instance.journal.touched.update(touched)
        instance.watches.stored = {(holder, name): state for holder, name, *state in listening}
        instance.wake_living(Waking(instance, columns))
        for host, *state in levels:
            _level(instance, host).take_state(*state)
        if order:
            instance.agenda.take(order[0])
    except (zstandard.ZstdError, LookupError, ValueError, TypeError, AttributeError) as exc:
        raise BrokenSnapshot(reason=f"{type(exc).__name__}: {exc}") from exc
    return instance


def _head(instance: Instance) -> list[Any]:
    """What is kept beside the tokens.

    Counters, listeners, conversations, what levels remember, variables written since conditions were last
    looked at, and whose turn it is: a load between two moves changes nothing.
    """
    levels = sorted([level.host_id, *level.own_state] for level in instance.levels() if level.remembers)
    counters = [instance.count, int(instance.terminated)]
    touched, agenda = sorted(instance.journal.touched), instance.agenda.dump()
    told = [instance.watches.dump(), instance.correlations, levels, touched, agenda]
    return [*counters, *(told if any(told) else ())]


def _level(instance: Instance, host: int) -> Level:
    return instance.subprocesses[host] if host else instance


def _check_names(program: Program, columns: Columns) -> None:
    """Every node of the history must exist, also where the history stays asleep."""
    names = list(columns.names)
    known = {name for level in (program.spec, *program.subprocesses.values()) for name in level.task_specs}
    missing = {names[number] for number in set(columns.specs)} - known - {GONE}
    if missing:
        raise LookupError(f"unknown nodes {sorted(map(str, missing))}")


def _compressor() -> zstandard.ZstdCompressor:
    if not hasattr(_local, "compressor"):
        _local.compressor = zstandard.ZstdCompressor(level=6, dict_data=DICTIONARY, write_content_size=True)
    compressor: zstandard.ZstdCompressor = _local.compressor
    return compressor


def _decompressor(number: int) -> zstandard.ZstdDecompressor:
    """Give what reads a format: before the fourth, nothing was left out."""
    name = "decompressor" if number >= WORDED else "plain_decompressor"
    if not hasattr(_local, name):
        known = DICTIONARY if number >= WORDED else None
        setattr(_local, name, zstandard.ZstdDecompressor(dict_data=known))
    decompressor: zstandard.ZstdDecompressor = getattr(_local, name)
    return decompressor
