"""Hold the record against the log of its anchors, which lies outside the database."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import orjson
from sqlalchemy import text

from connectors.anchors import AnchorFile, AnchorFolder
from db.link import Link

_KNOWN = text("SELECT n, digest FROM record_anchor ORDER BY n")
_HEADS = text(
    "SELECT c.id, c.length FROM jsonb_to_recordset(CAST(:chains AS jsonb))"
    " AS c(id uuid, length bigint, head text)"
    " LEFT JOIN record_entry e ON e.instance_id = c.id AND e.n = c.length"
    " WHERE e.digest IS DISTINCT FROM decode(c.head, 'hex') ORDER BY c.id"
)


@dataclass(frozen=True, slots=True)
class AnchorFault:
    """What does not hold.

    Attributes
    ----------
    n
        Number of the anchor.
    code
        ``changed``: the file is not what its name or the database says; ``missing``: the database knows it,
        the log does not have it; ``order``: it does not name the one before it; ``record``: an instance's
        record is not what it was.
    instance_id
        Of ``record``.
    """

    n: int
    code: str
    instance_id: uuid.UUID | None = None


def anchor_faults(link: Link, log: AnchorFolder) -> Iterator[AnchorFault]:
    """Read the whole log and tell what does not hold.

    A file more than the database knows is none: a worker that died has left it, and it must hold as well.
    """
    known = {row.n: bytes(row.digest) for row in link.execute(_KNOWN)}
    files = list(log.files())
    digests = {file.digest for file in files}
    for n, digest in known.items():
        if digest not in digests:
            yield AnchorFault(n, "missing")
    for file in files:
        yield from _faults(link, file, known)


def _faults(link: Link, file: AnchorFile, known: dict[int, bytes]) -> Iterator[AnchorFault]:
    try:
        first, *rest = file.content.splitlines()
        said = orjson.loads(first)
        chains = [dict(zip(("id", "length", "head"), line.decode().split(" "), strict=True)) for line in rest]
        complete = said["anchor"] == file.n and said["chains"] == len(chains)
        previous = bytes.fromhex(said["previous"])
    except (ValueError, KeyError, TypeError):
        complete = False
    if not complete or not file.sound:
        yield AnchorFault(file.n, "changed")
        return
    if previous != known.get(file.n - 1, b""):
        yield AnchorFault(file.n, "order")
    for row in link.execute(_HEADS, {"chains": orjson.dumps(chains).decode()}):
        yield AnchorFault(file.n, "record", row.id)
