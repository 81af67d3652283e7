"""The files of an upload, kept together as they came."""

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)
_LONGEST = 150


def named(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the files under names that a folder can hold; a browser may say the way to them too."""
    found: dict[str, bytes] = {}
    for name, data in files.items():
        last = "".join(letter for letter in _last_part(name) if letter.isprintable())[-_LONGEST:]
        found[last.strip(". ") or "upload"] = data
    return found


def pack(files: Mapping[str, bytes]) -> bytes:
    """Keep files as a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def unpack(packed: bytes) -> dict[str, bytes]:
    """Give the files that :func:`pack` kept."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def _last_part(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]
