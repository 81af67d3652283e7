"""What a browser sent, as the commands take it."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, BinaryIO, cast

from flask import request
from flask_babel import get_timezone
from werkzeug.datastructures import FileStorage

from engine.attachments import AttachmentRef, store
from engine.queries.form_view import FormView
from forms.submission import from_inputs, row_action
from web.principal import require_principal, runtime

OPINION = "opinion"
# PostgreSQL's bigint: a larger number is nobody's id.
LARGEST = 2**63 - 1


def number(name: str) -> int | None:
    """Return a whole number of the form, or ``None`` where it is missing or no number."""
    return request.form.get(name, type=int)


def before() -> int | None:
    """Return the id that a list goes on before, or ``None`` where it begins."""
    asked = request.args.get("before", type=int)
    return asked if asked is not None and abs(asked) <= LARGEST else None


def page_of() -> int:
    """Return the number of the page asked for, counted from 1; a large one is the last of any list."""
    return min(max(request.args.get("page", 1, type=int), 1), 1_000_000)


def version_of() -> int:
    """Return the version of the task that the page showed; an impossible one if it is missing."""
    return request.form.get("version", -1, type=int)


def opinion_of() -> str:
    """Return the words of the opinion, with the line ends that everybody else uses."""
    return request.form.get(OPINION, "").replace("\r\n", "\n")


def asks_for_rows() -> bool:
    """Say whether a button was pressed that only adds or removes a row or a file."""
    return row_action(request.form.to_dict(flat=False)) is not None


def document_of(view: FormView) -> dict[str, Any]:
    """Return the document that was sent: the fields of the form, and files sent without JavaScript."""
    return _document(view, _uploads())


def typed_of(view: FormView) -> dict[str, Any]:
    """Return what stands in the form, without storing the files that come with it."""
    return _document(view, {})


def _document(view: FormView, uploads: Mapping[str, list[str]]) -> dict[str, Any]:
    inputs = request.form.to_dict(flat=False)
    for pointer, references in uploads.items():
        inputs.setdefault(pointer, []).extend(references)
    return from_inputs(view.form, view.access, inputs, timezone=get_timezone())


def _uploads() -> dict[str, list[str]]:
    """Store the files that came with the form itself; their input is named by the field's pointer."""
    stored: dict[str, list[str]] = {}
    for pointer, files in request.files.lists():
        for file in files:
            if pointer.startswith("/") and file.filename:
                reference = json.dumps(asdict(keep(file)), ensure_ascii=False)
                stored.setdefault(pointer, []).append(reference)
    return stored


def keep(file: FileStorage) -> AttachmentRef:
    """Store a file that came with this request."""
    stream = cast("BinaryIO", file.stream)
    return store(runtime(), require_principal(), file.filename or "", file.mimetype, stream)
