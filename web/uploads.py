"""Files that came with a request, by name."""

from pathlib import PurePosixPath

from flask import request


def uploaded(part: str = "files") -> dict[str, bytes]:
    """Read the files of a part; of several with one name the later ones are numbered."""
    found: dict[str, bytes] = {}
    for file in request.files.getlist(part):
        name, number = file.filename or "upload", 1
        path = PurePosixPath(name)
        while name in found:
            number += 1
            name = str(path.with_stem(f"{path.stem}-{number}"))
        found[name] = file.read()
    return found
