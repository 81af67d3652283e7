"""Read a backup: everything is checked before anything is used."""

import hashlib
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cli.archive.errors import ArchiveProblem
from cli.archive.manifest import ANCHORS, DUMP, FILES, KEYS, MANIFEST, Manifest, Member, read_manifest

_PIECE = 1024 * 1024
_MOST_MANIFEST = 1024 * 1024 * 1024


class Backup:
    """A backup whose every member is what its manifest says."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self._tar = tar
        self.manifest = manifest

    def keys(self) -> dict[str, bytes]:
        """Give the keys that are in it, by name."""
        return {name.removeprefix(KEYS): self._content(name).read() for name in self._named(KEYS)}

    def anchors(self) -> dict[str, bytes]:
        """Give the anchors of the record, by the names of their files."""
        return {name.removeprefix(ANCHORS): self._content(name).read() for name in self._named(ANCHORS)}

    def files(self) -> Iterator[BinaryIO]:
        """Give the stored files, one after the other."""
        for name in self._named(FILES):
            with self._content(name) as source:
                yield source

    def write_dump(self, target: Path) -> None:
        """Write the database's dump to a file."""
        with target.open("wb") as file, self._content(DUMP) as source:
            while piece := source.read(_PIECE):
                file.write(piece)

    def _named(self, prefix: str) -> list[str]:
        return [name for name in self.manifest.members if name.startswith(prefix)]

    def _content(self, name: str) -> BinaryIO:
        found = self._tar.extractfile(name)
        if found is None:
            raise ArchiveProblem("damaged", name)
        return found  # type: ignore[return-value]


@contextmanager
def open_backup(path: Path) -> Iterator[Backup]:
    """Open a backup and check every digest in it.

    Raises
    ------
    ArchiveProblem
        ``unreadable``, ``damaged``, ``newer_format``
    """
    try:
        with tarfile.open(path, mode="r:") as tar:
            manifest = _manifest(tar)
            _check(tar, manifest)
            yield Backup(tar, manifest)
    except (tarfile.TarError, EOFError) as problem:
        raise ArchiveProblem("unreadable", path.name) from problem
    except OSError as problem:
        if (
            isinstance(problem, FileNotFoundError | PermissionError | IsADirectoryError)
            and not path.is_file()
        ):
            raise ArchiveProblem("unreadable", f"{path}: {problem.strerror}") from problem
        raise


def _manifest(tar: tarfile.TarFile) -> Manifest:
    try:
        member = tar.getmember(MANIFEST)
    except KeyError as problem:
        raise ArchiveProblem("unreadable", "it has no manifest; it was cut off") from problem
    source = tar.extractfile(member)
    if source is None or member.size > _MOST_MANIFEST:
        raise ArchiveProblem("unreadable", "its manifest is no file")
    manifest = read_manifest(source.read())
    if DUMP not in manifest.members:
        raise ArchiveProblem("unreadable", "it holds no database")
    return manifest


def _check(tar: tarfile.TarFile, manifest: Manifest) -> None:
    left = dict(manifest.members)
    for info in tar:
        wanted = left.pop(info.name, None)
        if wanted is None and info.name != MANIFEST:
            raise ArchiveProblem("damaged", info.name)
        if wanted is not None and not _is(tar, info, wanted):
            raise ArchiveProblem("damaged", info.name)
    if left:
        raise ArchiveProblem("damaged", min(left))


def _is(tar: tarfile.TarFile, info: tarfile.TarInfo, wanted: Member) -> bool:
    source = tar.extractfile(info) if info.isreg() else None
    if source is None or info.size != wanted.bytes:
        return False
    digest = hashlib.sha256()
    while piece := source.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest() == wanted.sha256
