"""What a browser sent, as the commands take it."""

import json
from typing import Any

from flask import request

from engine import attachments
from engine.queries.form_view import FormView
from forms.submission import from_inputs
from web.principal import require_principal, runtime

OPINION = "opinion"


def number(name: str) -> int | None:
    """Return a whole number of the form, or ``None`` where it is missing or no number."""
    return request.form.get(name, type=int)


def version_of() -> int:
    """Return the version of the task that the page showed; an impossible one if it is missing."""
    return request.form.get("version", -1, type=int)


def opinion_of() -> str:
    """Return the words of the opinion, with the line ends that everybody else uses."""
    return request.form.get(OPINION, "").replace("\r\n", "\n")


def document_of(view: FormView) -> dict[str, Any]:
    """Return the document that was sent: the fields of the form, and files sent without JavaScript."""
    inputs = {name: values for name, values in request.form.lists() if name.startswith("/")}
    for pointer, refs in _uploads().items():
        inputs.setdefault(pointer, []).extend(refs)
    return from_inputs(view.form, view.access, inputs)


def _uploads() -> dict[str, list[str]]:
    """Store the files that came with the form itself; their input is named by the field's pointer."""
    stored: dict[str, list[str]] = {}
    for pointer, files in request.files.lists():
        for file in files:
            if pointer.startswith("/") and file.filename:
                ref = attachments.store(
                    runtime(), require_principal(), file.filename, file.mimetype, file.stream
                )
                entry = json.dumps({"id": ref.id, "name": ref.name, "size": ref.size}, ensure_ascii=False)
                stored.setdefault(pointer, []).append(entry)
    return stored
