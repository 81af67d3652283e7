"""Rows of the record, its words and the variable changes that belong to its entries."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import text

from db.unit_of_work import UnitOfWork

from .chain import Entry

# Given as json, which is read once and not turned into jsonb first: a fifth of the statement.
_WORDS = (
    "words AS (INSERT INTO record_text (instance_id, n, text) SELECT :instance_id, n, words"
    " FROM json_to_recordset(CAST(:words AS json)) AS w(n bigint, words text))"
)
_CHANGES = (
    "changed AS (INSERT INTO variable_change (instance_id, n, changes) SELECT :instance_id, n, changes"
    " FROM json_to_recordset(CAST(:changes AS json)) AS c(n bigint, changes jsonb))"
)
_ENTRIES = (
    " INSERT INTO record_entry (instance_id, n, kind, person_id, task_id, element, outcome,"
    " text_digest, at, digest)"
    " SELECT :instance_id, n, kind, person_id, task_id, element, outcome, decode(text_digest, 'hex'), at,"
    " decode(digest, 'hex') FROM json_to_recordset(CAST(:entries AS json)) AS e(n bigint, kind text,"
    " person_id bigint, task_id bigint, element text, outcome text, text_digest text, at"
    " timestamptz, digest text)"
)
# One statement: entries, and their words and what changed, if there are any.
_APPEND = {
    (False, False): text(_ENTRIES),
    (True, False): text(f"WITH {_WORDS}{_ENTRIES}"),
    (False, True): text(f"WITH {_CHANGES}{_ENTRIES}"),
    (True, True): text(f"WITH {_WORDS}, {_CHANGES}{_ENTRIES}"),
}


def append(
    uow: UnitOfWork,
    instance_id: uuid.UUID,
    entries: Sequence[tuple[Entry, bytes]],
    words: Mapping[int, str],
    changes: Mapping[int, Sequence[Any]],
) -> None:
    """Append bound entries; ``words`` and ``changes`` are keyed by entry number."""
    rows = [
        {
            "n": entry.n,
            "kind": entry.kind,
            "person_id": entry.person_id,
            "task_id": entry.task_id,
            "element": entry.element,
            "outcome": entry.outcome,
            "text_digest": entry.text_digest.hex() if entry.text_digest else None,
            "at": entry.at.isoformat(),
            "digest": digest.hex(),
        }
        for entry, digest in entries
    ]
    uow.execute(
        _APPEND[bool(words), bool(changes)],
        {
            "instance_id": instance_id,
            "entries": orjson.dumps(rows).decode(),
            "words": orjson.dumps([{"n": n, "words": said} for n, said in words.items()]).decode(),
            "changes": orjson.dumps([{"n": n, "changes": list(c)} for n, c in changes.items()]).decode(),
        },
    )
