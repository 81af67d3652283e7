"""Rows of the record, its words and the variable changes that belong to its entries."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import TextClause, text

from db.unit_of_work import UnitOfWork

from .chain import Entry


def _statement(entries: str, words: str, changes: str) -> dict[tuple[bool, bool], TextClause]:
    """One statement for entries, and their words and what changed, if there are any."""
    said = f"words AS (INSERT INTO record_text (instance_id, n, text) {words})"
    changed = f"changed AS (INSERT INTO variable_change (instance_id, n, changes) {changes})"
    told = (
        "INSERT INTO record_entry (instance_id, n, kind, person_id, task_id, element, outcome, text_digest,"
        f" at, digest) {entries}"
    )
    return {
        (False, False): text(told),
        (True, False): text(f"WITH {said} {told}"),
        (False, True): text(f"WITH {changed} {told}"),
        (True, True): text(f"WITH {said}, {changed} {told}"),
    }


# Nearly every command tells one thing, whose values the server takes as they are: half the time of a list.
_ONE = _statement(
    "VALUES (:instance_id, :n, :kind, CAST(:person_id AS bigint), CAST(:task_id AS bigint),"
    " CAST(:element AS text), CAST(:outcome AS text), CAST(:text_digest AS bytea), :at, :digest)",
    "VALUES (:instance_id, :n, :words)",
    "VALUES (:instance_id, :n, CAST(:changes AS jsonb))",
)
# Given as json, which is read once and not turned into jsonb first: a fifth of the statement.
_SEVERAL = _statement(
    "SELECT :instance_id, n, kind, person_id, task_id, element, outcome, decode(text_digest, 'hex'), at,"
    " decode(digest, 'hex') FROM json_to_recordset(CAST(:entries AS json)) AS e(n bigint, kind text,"
    " person_id bigint, task_id bigint, element text, outcome text, text_digest text, at"
    " timestamptz, digest text)",
    "SELECT :instance_id, n, words FROM json_to_recordset(CAST(:words AS json)) AS w(n bigint, words text)",
    "SELECT :instance_id, n, changes"
    " FROM json_to_recordset(CAST(:changes AS json)) AS c(n bigint, changes jsonb)",
)


def append(
    uow: UnitOfWork,
    instance_id: uuid.UUID,
    entries: Sequence[tuple[Entry, bytes]],
    words: Mapping[int, str],
    changes: Mapping[int, Sequence[Any]],
) -> None:
    """Append bound entries; ``words`` and ``changes`` are keyed by entry number."""
    statements, values = (_ONE, _one) if len(entries) == 1 else (_SEVERAL, _several)
    asked = statements[bool(words), bool(changes)]
    uow.execute(asked, {"instance_id": instance_id, **values(entries, words, changes)})


def _one(
    entries: Sequence[tuple[Entry, bytes]], words: Mapping[int, str], changes: Mapping[int, Sequence[Any]]
) -> dict[str, Any]:
    entry, digest = entries[0]
    values = {**_columns(entry), "text_digest": entry.text_digest, "at": entry.at, "digest": digest}
    if words:
        values["words"] = words[entry.n]
    if changes:
        values["changes"] = orjson.dumps(list(changes[entry.n])).decode()
    return values


def _several(
    entries: Sequence[tuple[Entry, bytes]], words: Mapping[int, str], changes: Mapping[int, Sequence[Any]]
) -> dict[str, Any]:
    rows = [
        {
            **_columns(entry),
            "text_digest": entry.text_digest.hex() if entry.text_digest else None,
            "at": entry.at,
            "digest": digest.hex(),
        }
        for entry, digest in entries
    ]
    return {
        "entries": orjson.dumps(rows).decode(),
        "words": orjson.dumps([{"n": n, "words": said} for n, said in words.items()]).decode(),
        "changes": orjson.dumps([{"n": n, "changes": list(c)} for n, c in changes.items()]).decode(),
    }


def _columns(entry: Entry) -> dict[str, Any]:
    return {
        "n": entry.n,
        "kind": entry.kind,
        "person_id": entry.person_id,
        "task_id": entry.task_id,
        "element": entry.element,
        "outcome": entry.outcome,
    }
