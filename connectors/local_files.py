"""A store of files in a local folder."""

import errno
import hashlib
import os
import re
import shutil
import tempfile
import time
import uuid
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from connectors.errors import FileMissing, FileTooLarge
from connectors.files import StoredFile

LIMIT = 20 * 1024 * 1024
SPARE = 64 * 1024 * 1024
"""Free bytes below which the store counts as full: three of the largest files."""
_CHUNK = 256 * 1024
_DIGEST = re.compile("[0-9a-f]{64}")


class LocalFiles:
    """Keeps files in a folder, each under its digest; any number of processes may share the folder.

    Parameters
    ----------
    root
        The folder; it is made when the first file comes.
    limit
        The largest file that is taken, in bytes.
    """

    def __init__(self, root: Path, limit: int = LIMIT) -> None:
        self._root = root
        self._limit = limit

    def put(self, stream: BinaryIO) -> StoredFile:
        """Take in everything that the stream still holds; see :class:`connectors.files.FileStore`."""
        incoming = self._root / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=incoming)
        try:
            with os.fdopen(handle, "wb") as target:
                stored = self._copy(stream, target)
                target.flush()
                os.fsync(target.fileno())
            self._settle(Path(name), self._path(stored.sha256))
        finally:
            with suppress(FileNotFoundError):
                os.unlink(name)
        return stored

    def open(self, sha256: str) -> BinaryIO:
        """Open stored bytes for reading; see :class:`connectors.files.FileStore`."""
        if not _DIGEST.fullmatch(sha256):
            raise FileMissing(sha256)
        try:
            return self._path(sha256).open("rb")
        except FileNotFoundError as error:
            raise FileMissing(sha256) from error

    def remove(self, sha256: str, idle: timedelta) -> bool:
        """Forget bytes that are not put in any more; see :class:`connectors.files.FileStore`."""
        if not _DIGEST.fullmatch(sha256):
            return True
        place, aside = self._path(sha256), self._root / "incoming" / f"{sha256}.{uuid.uuid4().hex}"
        if not self._is_idle(place, idle):
            return not place.exists()
        aside.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.rename(place, aside)
        except FileNotFoundError:
            return True
        # Somebody may have put them in between the look and the renaming; from now on he writes them anew.
        if self._is_idle(aside, idle):
            aside.unlink()
            return True
        with suppress(FileExistsError):
            os.link(aside, place)
        aside.unlink()
        return False

    def _is_idle(self, path: Path, idle: timedelta) -> bool:
        try:
            return time.time() - path.stat().st_mtime > idle.total_seconds()
        except FileNotFoundError:
            return False

    def _copy(self, stream: BinaryIO, target: BinaryIO) -> StoredFile:
        digest, size = hashlib.sha256(), 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > self._limit:
                raise FileTooLarge(self._limit)
            digest.update(chunk)
            target.write(chunk)
        return StoredFile(digest.hexdigest(), size)

    def _settle(self, made: Path, place: Path) -> None:
        # Touched, so that whoever clears away what nobody uses sees that somebody does.
        with suppress(FileNotFoundError):
            os.utime(place)
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(made, place)
        # The row that names the file is committed after this: the name must survive a power cut as well.
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _path(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256


def check_folder(root: Path) -> str:
    """Say whether a store's folder takes files: empty if it does, or ``read_only``, ``full``."""
    incoming = root / "incoming"
    try:
        incoming.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=incoming) as target:
            target.write(b"x" * 4096)
            target.flush()
            os.fsync(target.fileno())
        free = shutil.disk_usage(root).free
    except OSError as problem:
        return "full" if problem.errno == errno.ENOSPC else "read_only"
    return "full" if free < SPARE else ""
