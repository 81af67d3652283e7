"""The keys outside the database: told apart by fingerprints, put into place with the old ones kept aside."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from cli.archive.errors import ArchiveProblem
from settings import Settings

NAMES = ("record_key", "vault_key", "session_key")
NEEDED = ("record_key", "vault_key")
"""Without the session key people only have to sign in again."""

Keys = Mapping[str, bytes]


def keys_of(settings: Settings) -> Keys:
    """Give the keys of this program's data folder."""
    return {name: getattr(settings, name) for name in NAMES}


def keys_in(folder: Path) -> Keys:
    """Read a folder of keys, as ``secrets`` in the data folder is one.

    Raises
    ------
    ArchiveProblem
        ``no_key`` if one that is needed is not there.
    """
    found = {name: (folder / name).read_bytes() for name in NAMES if (folder / name).is_file()}
    for name in NEEDED:
        if name not in found:
            raise ArchiveProblem("no_key", str(folder / name))
    return found


def fingerprints(keys: Keys) -> dict[str, str]:
    """Name each key so that it can be told from others and not be guessed: they are 32 random bytes."""
    return {
        name: hashlib.sha256(b"tongban key " + name.encode() + key).hexdigest()[:32]
        for name, key in keys.items()
    }


def check(keys: Keys, wanted: Mapping[str, str]) -> None:
    """See that these are the keys of a backup.

    Raises
    ------
    ArchiveProblem
        ``wrong_key``
    """
    have = fingerprints(keys)
    for name in NEEDED:
        if have.get(name) != wanted.get(name):
            raise ArchiveProblem("wrong_key", name)


def install(settings: Settings, keys: Keys, moment: str) -> None:
    """Put keys into the data folder; those that were there go to a folder named by the moment."""
    folder = settings.data / "secrets"
    aside = folder / f"before-{moment}"
    for name, key in keys.items():
        path = folder / name
        if path.is_file() and path.read_bytes() == key:
            continue
        if path.is_file():
            aside.mkdir(mode=0o700, exist_ok=True)
            os.replace(path, aside / name)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
