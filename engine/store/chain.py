"""The record's chain: what makes a changed, missing or swapped entry show (decision 10).

Each entry's digest is an HMAC over the entry and the digest before it, with a key that lies
outside the database. The words of an entry enter by their own keyed digest, so that they can be
erased later without breaking the chain.
"""

import hashlib
import hmac
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache

import orjson

DIGEST_BYTES = 16
"""Half of SHA-256 is kept: 128 bits are out of reach, and every entry carries two of them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record, before it is bound into the chain."""

    n: int
    kind: str
    at: datetime
    person_id: int | None = None
    task_id: int | None = None
    element: str | None = None
    outcome: str | None = None
    text_digest: bytes | None = None


def start_of(key: bytes, instance_id: uuid.UUID) -> bytes:
    """Give the digest that an instance's first entry is bound to."""
    return _digest(key, b"start\0" + instance_id.bytes)


def digest_of_text(key: bytes, instance_id: uuid.UUID, n: int, text: str) -> bytes:
    """Give the keyed digest of an entry's words."""
    return _digest(key, b"text\0" + instance_id.bytes + n.to_bytes(8, "big") + text.encode())


def bind(key: bytes, previous: bytes, entry: Entry) -> bytes:
    """Give an entry's digest from the one before it."""
    fields = [
        entry.n,
        entry.kind,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.person_id,
        entry.task_id,
        entry.element,
        entry.outcome,
        entry.text_digest.hex() if entry.text_digest else None,
    ]
    return _digest(key, b"entry\0" + previous + orjson.dumps(fields))


def extend(
    key: bytes, instance_id: uuid.UUID, previous: bytes, entry: Entry, words: str = ""
) -> tuple[Entry, bytes]:
    """Bind an entry with its words to the one before; give it as it is stored, and its digest."""
    if words:
        entry = replace(entry, text_digest=digest_of_text(key, instance_id, entry.n, words))
    return entry, bind(key, previous, entry)


def _digest(key: bytes, message: bytes) -> bytes:
    mac = _keyed(key).copy()
    mac.update(message)
    return mac.digest()[:DIGEST_BYTES]


@lru_cache(maxsize=4)
def _keyed(key: bytes) -> hmac.HMAC:
    # OpenSSL looks up its algorithms each time one is begun, and a copy is none: 20 us in a command.
    return hmac.new(key, digestmod=hashlib.sha256)
