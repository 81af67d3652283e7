"""What makes two requests the same: method, address and body."""

import hashlib

from flask import Request


def digest_of(request: Request) -> bytes:
    """Return 16 bytes that differ for every other method, path, query or body.

    A form with files is taken part by part: its raw bytes differ with every random boundary.
    """
    digest = hashlib.blake2b(digest_size=16)
    query = [request.query_string] if request.query_string else []
    for piece in (request.method.encode(), request.path.encode(), *query, *_body(request)):
        digest.update(len(piece).to_bytes(8, "big"))
        digest.update(piece)
    return digest.digest()


def _body(request: Request) -> list[bytes]:
    if request.mimetype != "multipart/form-data":
        return [request.get_data()]
    pieces: list[bytes] = []
    for name, value in request.form.items(multi=True):
        pieces += [name.encode(), value.encode()]
    for name, part in request.files.items(multi=True):
        pieces += [name.encode(), (part.filename or "").encode(), part.stream.read()]
        part.stream.seek(0)
    return pieces
