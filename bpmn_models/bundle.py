"""A service as a bundle of files: the only reader and writer of service folders and zips (decision 6)."""

import io
import lzma
import struct
import tomllib
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson

from bpmn_models.errors import BrokenBundle

PROCESS = "process.bpmn"
SERVICE = "service.toml"
SHIPPED = ("email_unlock", "fitness_exemption", "notice")
MAX_FILES = 200
MAX_BYTES = 20 * 1024 * 1024
_VERSIONED = (".bpmn", ".dmn", ".json")
# A damaged archive shows itself as any of these, by where the damage lies.
NOT_A_ZIP = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
    struct.error, zlib.error, lzma.LZMAError,
)  # fmt: skip
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Bundle:
    """One service: its key and its files by name, byte for byte.

    Attributes
    ----------
    key
        流程标识, from ``[process] key``.
    files
        Name within the folder → content; names use ``/`` and never climb out of the folder.
    """

    key: str
    files: Mapping[str, bytes]

    @property
    def process(self) -> bytes:
        """The diagram, as it was uploaded."""
        return self.files[PROCESS]

    @cached_property
    def service(self) -> Mapping[str, Any]:
        """``service.toml`` parsed; always has ``process`` and ``hall`` (perhaps empty)."""
        parsed = _parse_service(self.files)
        return MappingProxyType({"hall": {}, **parsed})

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) over all that a version is made of, independent of dates and of ``[hall]``."""
        total = sha256()
        for name in sorted(name for name in self.files if name.endswith(_VERSIONED)):
            total.update(f"{name}\0{sha256(self.files[name]).hexdigest()}\n".encode())
        total.update(orjson.dumps(self.service["process"], option=orjson.OPT_SORT_KEYS))
        return total.hexdigest()


def make(files: Mapping[str, bytes]) -> Bundle:
    """Make a bundle of files that are already in memory.

    Raises
    ------
    BrokenBundle
        ``file_missing``, ``toml``, ``no_key``, ``bad_name``, ``too_many_files`` or ``too_big``.
    """
    _check_size(files)
    for name in files:
        _check_name(name)
    for needed in (PROCESS, SERVICE):
        if needed not in files:
            raise BrokenBundle("file_missing", name=needed)
    key = _parse_service(files)["process"].get("key")
    if not isinstance(key, str) or not key:
        raise BrokenBundle("no_key", name=SERVICE)
    return Bundle(key, MappingProxyType(dict(sorted(files.items()))))


def read_folder(folder: Path | Traversable) -> Bundle:
    """Read a service's folder, sub-folders included; names that begin with a dot are left out.

    Raises
    ------
    BrokenBundle
        As `make`; ``file_missing`` also if there is no such folder.
    """
    if not folder.is_dir():
        raise BrokenBundle("file_missing", name=folder.name)
    return make(dict(_walk(folder, "")))


def read_zip(data: bytes) -> Bundle:
    """Read a bundle from a zip: the files at its root, or in its only folder.

    Sizes are limited before anything is unpacked, and counted again while unpacking.

    Raises
    ------
    BrokenBundle
        As `make`, and ``not_a_zip``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return make(_strip_folder(_unpack(archive)))
    except NOT_A_ZIP as exc:
        raise BrokenBundle("not_a_zip") from exc


def write_zip(bundle: Bundle) -> bytes:
    """Write a bundle as a zip; the same bundle always gives the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(bundle.files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, bundle.files[name])
    return target.getvalue()


def shipped() -> tuple[Bundle, ...]:
    """Read the services that come with the program, in the order of `SHIPPED`."""
    home = package_files("bpmn_models")
    return tuple(read_folder(home / name) for name in SHIPPED)


def _walk(folder: Path | Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.startswith((".", "__")):
            continue
        if entry.is_dir():
            found += _walk(entry, f"{prefix}{entry.name}/")
        else:
            found.append((prefix + entry.name, entry.read_bytes()))
    return found


def _unpack(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_FILES:
        raise BrokenBundle("too_many_files", limit=MAX_FILES)
    if sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise BrokenBundle("too_big", limit=MAX_BYTES)
    files: dict[str, bytes] = {}
    for entry in entries:
        if is_hidden(entry.filename):
            continue
        with archive.open(entry) as source:
            files[entry.filename] = source.read(MAX_BYTES + 1)
        _check_size(files)
    return files


def is_hidden(name: str) -> bool:
    """Tell whether a file of an archive is one that systems leave behind: dot files, those of macOS."""
    return any(part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in name.split("/"))


def _strip_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    if PROCESS in files:
        return files
    tops = {name.partition("/")[0] for name in files}
    if len(tops) != 1:
        return files
    return {name.partition("/")[2] or name: content for name, content in files.items()}


def _check_size(files: Mapping[str, bytes]) -> None:
    if len(files) > MAX_FILES:
        raise BrokenBundle("too_many_files", limit=MAX_FILES)
    if sum(map(len, files.values())) > MAX_BYTES:
        raise BrokenBundle("too_big", limit=MAX_BYTES)


def _check_name(name: str) -> None:
    parts = name.split("/")
    if "\\" in name or "\0" in name or any(part in ("", ".", "..") for part in parts):
        raise BrokenBundle("bad_name", name=name)


def _parse_service(files: Mapping[str, bytes]) -> dict[str, Any]:
    try:
        parsed = tomllib.loads(files[SERVICE].decode("utf-8-sig"))
    except (ValueError, RecursionError) as exc:  # no UTF-8, no TOML, a number of 5,000 digits
        raise BrokenBundle("toml", name=SERVICE, detail=str(exc)[:200]) from exc
    if not isinstance(parsed.get("process"), dict):
        raise BrokenBundle("no_key", name=SERVICE)
    return parsed
