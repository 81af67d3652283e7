"""The log of anchors outside the database: files in a folder, written once and never changed."""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_NAME = re.compile(r"anchor-(\d{8})-([0-9a-f]{16})\.txt")


@dataclass(frozen=True, slots=True)
class AnchorFile:
    """One file of the log: its number, what it holds, and whether that is what its name says."""

    n: int
    content: bytes
    sound: bool
    name: str = ""

    @property
    def digest(self) -> bytes:
        """SHA-256 of what it holds."""
        return hashlib.sha256(self.content).digest()


class AnchorFolder:
    """Anchors as files in a folder; best on another machine's disk, or one that only takes additions."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def add(self, n: int, content: bytes) -> bytes:
        """Write a file that must not be there yet, and see it on the disk; give its SHA-256.

        A worker that died after writing has left a file of the same number and another name: it stays, for
        what it says was true as well.
        """
        digest = hashlib.sha256(content).digest()
        self._root.mkdir(parents=True, exist_ok=True)
        place = self._root / f"anchor-{n:08d}-{digest.hex()[:16]}.txt"
        with suppress(FileExistsError):
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        folder = os.open(self._root, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return digest

    def keep(self, name: str, content: bytes) -> None:
        """Write a file of another log under its name; one of that name that is there is the older witness.

        Raises
        ------
        ValueError
            Where that is no name of an anchor.
        """
        if _NAME.fullmatch(name) is None:
            raise ValueError(name)
        self._root.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            handle = os.open(self._root / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())

    def files(self) -> Iterator[AnchorFile]:
        """Read the whole log, in order."""
        for path in sorted(self._root.glob("anchor-*.txt")):
            named = _NAME.fullmatch(path.name)
            if named is None:
                continue
            content = path.read_bytes()
            sound = hashlib.sha256(content).hexdigest().startswith(named[2])
            yield AnchorFile(int(named[1]), content, sound, path.name)
