"""From what was uploaded to files by name: one file, several, or a zip; bounded, and within its folder."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final

from bpmn_models.bundle import MAX_BYTES, MAX_FILES, NOT_A_ZIP, is_hidden
from bpmn_models.errors import BrokenBundle

MAX_ENTRIES: Final = 5_000
"""Of an archive; what is of no use to us is counted, but never unpacked."""
MAX_NAME: Final = 400

DIAGRAMS: Final = (".bpmn", ".bpmn20.xml", ".bpmn2", ".xml")
KEPT: Final = (*DIAGRAMS, ".dmn", ".form", ".json", ".toml", ".md", ".html", ".csv", ".txt", ".app")
_ARCHIVES: Final = (".zip", ".bar", ".7z", ".rar")
_MAGIC: Final = b"PK\x03\x04"
_BUILT: Final = frozenset({"node_modules", "target", "build", "__pycache__"})
"""Folders in which tools put copies of what stands elsewhere."""


def unpack(uploaded: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
    """Give the files, without a folder that all of them lie in, and the names of those that are of no use.

    Raises
    ------
    BrokenBundle
        ``no_diagram`` (nothing was uploaded), ``not_a_zip``, ``encrypted``, ``nested_zip``,
        ``too_many_files``, ``too_big`` or ``bad_name``.
    """
    if not uploaded:
        raise BrokenBundle("no_diagram")
    if len(uploaded) == 1:
        name, data = next(iter(uploaded.items()))
        if _is_archive(name, data):
            files, idle = _unzip(data)
            return _strip(files), idle
    for name, data in uploaded.items():
        if _is_archive(name, data):
            raise BrokenBundle("nested_zip", name=name)
    files = {_plain(name): data for name, data in uploaded.items()}
    _check(files)
    kept = files if len(files) == 1 else {name: data for name, data in files.items() if _is_of_use(name)}
    return _strip(kept), sorted(files.keys() - kept.keys())


def _is_archive(name: str, data: bytes) -> bool:
    return data.startswith(_MAGIC) or name.lower().endswith(_ARCHIVES)


def _unzip(data: bytes) -> tuple[dict[str, bytes], list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _entries(archive)
    except NOT_A_ZIP as exc:
        raise BrokenBundle("not_a_zip") from exc


def _entries(archive: zipfile.ZipFile) -> tuple[dict[str, bytes], list[str]]:
    files: dict[str, bytes] = {}
    idle: list[str] = []
    for name, entry in _named(archive):
        if name.lower().endswith(_ARCHIVES):
            raise BrokenBundle("nested_zip", name=name)
        if not _is_of_use(name):
            idle.append(name)
            continue
        if entry.flag_bits & 1:
            raise BrokenBundle("encrypted", name=name)
        if sum(map(len, files.values())) + entry.file_size > MAX_BYTES:
            raise BrokenBundle("too_big", limit=MAX_BYTES)
        with archive.open(entry) as source:
            files[name] = source.read(MAX_BYTES + 1)
        if files[name].startswith(_MAGIC):
            raise BrokenBundle("nested_zip", name=name)
        _check(files)
    return files, idle


def _named(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_ENTRIES:
        raise BrokenBundle("too_many_files", limit=MAX_ENTRIES)
    for entry in entries:
        name = _plain(_said(entry))
        if not is_hidden(name):
            yield name, entry


def _said(entry: zipfile.ZipInfo) -> str:
    """Give an entry's name: Chinese tools mean GBK where one without the mark for UTF-8 has code page 437."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _plain(name: str) -> str:
    """Give a name with slashes; one that climbs out of its folder is refused."""
    plain = name.replace("\\", "/")
    parts = plain.split("/")
    is_odd = any(part in ("", ".", "..") or part.endswith(":") for part in parts)
    if is_odd or len(plain) > MAX_NAME or any(not sign.isprintable() for sign in plain):
        raise BrokenBundle("bad_name", name=ascii(name[:100])[1:-1] if not name.isprintable() else name[:100])
    return plain


def _is_of_use(name: str) -> bool:
    return name.lower().endswith(KEPT) and not _BUILT.intersection(name.split("/")[:-1])


def _check(files: Mapping[str, bytes]) -> None:
    if len(files) > MAX_FILES:
        raise BrokenBundle("too_many_files", limit=MAX_FILES)
    if sum(map(len, files.values())) > MAX_BYTES:
        raise BrokenBundle("too_big", limit=MAX_BYTES)


def _strip(files: dict[str, bytes]) -> dict[str, bytes]:
    """Drop the folders that all files lie in."""
    while (
        files and all("/" in name for name in files) and len({name.partition("/")[0] for name in files}) == 1
    ):
        files = {name.partition("/")[2]: data for name, data in files.items()}
    return files
