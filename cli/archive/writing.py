"""Write a backup of a hall that runs: one moment of the database, and the files that it refers to."""

import hashlib
import io
import os
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import psycopg

from cli.archive.database import dump, snapshot
from cli.archive.errors import ArchiveProblem
from cli.archive.keys import fingerprints, keys_of
from cli.archive.manifest import ANCHORS, DUMP, FILES, KEYS, MANIFEST, Manifest, Member
from connectors.anchors import AnchorFolder
from connectors.errors import FileMissing
from connectors.local_files import LocalFiles
from db.address import conninfo
from settings import Settings
from web.watching.version import program_version

_FILES = "SELECT DISTINCT sha256 FROM attachment ORDER BY sha256"
_STILL = "SELECT DISTINCT sha256 FROM attachment WHERE sha256 = ANY(%s) ORDER BY sha256"
_COUNTS = "SELECT (SELECT count(*) FROM instance), (SELECT count(*) FROM record_entry)"
_ANCHORED = "SELECT coalesce(max(n), 0) FROM record_anchor"
_SCHEMA = "SELECT version_num FROM alembic_version"
_PIECE = 1024 * 1024


def write_backup(settings: Settings, url: str, target: BinaryIO, *, with_keys: bool) -> Manifest:
    """Write everything into `target`, which need not be seekable.

    The files are copied while the snapshot is held, before the dump: what is deleted meanwhile as orphaned
    is most likely there still.

    Raises
    ------
    ArchiveProblem
    """
    store = LocalFiles(settings.files)
    members: dict[str, Member] = {}
    missing: list[str] = []
    with (
        tarfile.open(fileobj=target, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        snapshot(url) as (seen, name),
    ):
        made_at = datetime.now(UTC)
        for row in seen.execute(_FILES).fetchall():
            member = _add_file(tar, store, row[0])
            if member is None:
                missing.append(row[0])
            else:
                members[FILES + row[0]] = member
        members[DUMP] = _add_dump(tar, settings, url, name)
        members |= _add_anchors(tar, settings, _one(seen, _ANCHORED)[0])
        if with_keys:
            for key_name, key in keys_of(settings).items():
                members[KEYS + key_name] = _add(tar, KEYS + key_name, key)
        instances, entries = _one(seen, _COUNTS)
        manifest = Manifest(
            made_at=made_at.isoformat(timespec="seconds"),
            program=program_version(),
            schema=_one(seen, _SCHEMA)[0],
            server=str(seen.info.server_version),
            members=members,
            missing=_still_missing(url, missing),
            fingerprints=fingerprints(keys_of(settings)),
            instances=instances,
            entries=entries,
        )
        _add(tar, MANIFEST, manifest.written())
    return manifest


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file that appears under its name when it is whole and on the disk; readable by its owner only.

    Raises
    ------
    ArchiveProblem
        ``exists``
    """
    if path.exists():
        raise ArchiveProblem("exists", str(path))
    handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        # A link fails where somebody else was faster; a rename would take the other's place.
        os.link(name, path)
    except FileExistsError as problem:
        raise ArchiveProblem("exists", str(path)) from problem
    finally:
        os.unlink(name)


def _add_file(tar: tarfile.TarFile, store: LocalFiles, sha256: str) -> Member | None:
    """Add a stored file; None if it is gone or is not what it was."""
    try:
        with store.open(sha256) as source:
            if _digest(source) != sha256:
                return None
            size = source.tell()
            source.seek(0)
            tar.addfile(_info(FILES + sha256, size), source)
            return Member(size, sha256)
    except (FileMissing, OSError):
        return None


def _add_dump(tar: tarfile.TarFile, settings: Settings, url: str, snapshot_name: str) -> Member:
    # In the data folder: it holds personal data, and temporary folders are others' too.
    with tempfile.TemporaryDirectory(dir=settings.data, prefix="backup-") as folder:
        path = Path(folder) / DUMP
        dump(url, snapshot_name, path)
        with path.open("rb") as source:
            member = Member(path.stat().st_size, _digest(source))
            source.seek(0)
            tar.addfile(_info(DUMP, member.bytes), source)
    return member


def _add_anchors(tar: tarfile.TarFile, settings: Settings, last: int) -> dict[str, Member]:
    """Add the anchors that this moment of the database knows: later ones witness later records."""
    return {
        ANCHORS + file.name: _add(tar, ANCHORS + file.name, file.content)
        for file in AnchorFolder(settings.anchor_folder).files()
        if file.n <= last
    }


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> Member:
    tar.addfile(_info(name, len(content)), io.BytesIO(content))
    return Member(len(content), hashlib.sha256(content).hexdigest())


def _info(name: str, size: int) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.size, made.mode, made.mtime = size, 0o600, int(time.time())
    return made


def _digest(source: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := source.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _still_missing(url: str, missing: list[str]) -> list[str]:
    """Leave out what was deleted while we copied: nobody misses it."""
    if not missing:
        return []
    with psycopg.connect(conninfo(url)) as connection:
        return [row[0] for row in connection.execute(_STILL, (missing,)).fetchall()]


def _one(connection: psycopg.Connection, statement: str) -> tuple[Any, ...]:
    row = connection.execute(statement.encode()).fetchone()
    if row is None:
        raise ArchiveProblem("dump_failed", "the database has no schema; run `tongban migrate`")
    return tuple(row)
