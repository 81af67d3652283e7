"""What a store of files does, and names of files that are safe to show and to hand out."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO, Protocol

_RESERVED = re.compile(r'[<>:"/\\|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_MOST_BYTES = 200


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Bytes that were taken in: their SHA-256 in hex, by which they are found again, and their number."""

    sha256: str
    size: int


class FileStore(Protocol):
    """A store of bytes by their content: equal bytes are kept once and are never changed."""

    def put(self, stream: BinaryIO) -> StoredFile:
        """Take in everything that the stream still holds.

        Raises
        ------
        FileTooLarge
            As soon as the limit is passed; nothing is kept then.
        """
        ...

    def open(self, sha256: str) -> BinaryIO:
        """Open stored bytes for reading; the caller closes.

        Raises
        ------
        FileMissing
            If there are none of that digest, or if it is no digest.
        """
        ...

    def remove(self, sha256: str, idle: timedelta) -> bool:
        """Forget bytes that nobody has put in again for `idle`; True if they are gone now.

        Whoever puts them in at this moment has them: they are not lost to him.
        """
        ...


def safe_name(name: str) -> str:
    """Return a file's name as it may be shown and written to any disk: no path, no tricks, at most 200 bytes.

    Control characters and marks of writing direction go (a name that reads backwards would show a
    program as a picture), an ending survives the cut, and where nothing is left the name is ``file``.
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(character for character in name if not unicodedata.category(character).startswith("C"))
    kept = _RESERVED.sub("_", " ".join(kept.split())).strip(". ")
    if _DEVICES.fullmatch(kept):
        kept = "_" + kept
    return _cut(kept) or "file"


def _cut(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > 20:
        return name.encode()[:_MOST_BYTES].decode(errors="ignore").rstrip(". ")
    room = _MOST_BYTES - len(ending.encode()) - 1
    return stem.encode()[:room].decode(errors="ignore").rstrip() + dot + ending
