"""The manifest: the last member of a backup, so that one that was cut off has none."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cli.archive.errors import ArchiveProblem

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
FILES = "files/"
KEYS = "keys/"
ANCHORS = "anchors/"


@dataclass(frozen=True)
class Member:
    """One member of the tar: its length, and its SHA-256 in hex."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds.

    Attributes
    ----------
    made_at
        Moment of the snapshot, ISO 8601 in UTC.
    program, schema, server
        Version of the program, newest migration, version of PostgreSQL.
    members
        Everything else in the tar, by name.
    missing
        Digests of files that the database refers to and the store did not have, or had damaged.
    fingerprints
        Of the keys; nobody can tell a key by its fingerprint.
    instances, entries
        How many process instances, and entries of the record, the database holds.
    """

    made_at: str
    program: str
    schema: str
    server: str
    members: Mapping[str, Member]
    missing: list[str]
    fingerprints: Mapping[str, str]
    instances: int
    entries: int
    format: int = FORMAT

    @property
    def has_keys(self) -> bool:
        """Whether the keys are in it."""
        return any(name.startswith(KEYS) for name in self.members)

    def written(self) -> bytes:
        """Give its JSON."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


def read_manifest(data: bytes) -> Manifest:
    """Read a manifest's JSON.

    Raises
    ------
    ArchiveProblem
        ``unreadable`` or ``newer_format``.
    """
    try:
        found: dict[str, Any] = json.loads(data)
        if int(found["format"]) > FORMAT:
            raise ArchiveProblem("newer_format", str(found["format"]))
        members = {name: Member(**member) for name, member in found.pop("members").items()}
        return Manifest(members=members, **found)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise ArchiveProblem("unreadable", "its manifest cannot be read") from problem
