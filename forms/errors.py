"""What can be wrong with a form, and with what a person filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class FormProblem(Exception):
    """The form itself cannot be used.

    Parameters
    ----------
    code
        ``missing`` (no ``form.schema.json``), ``json``, ``schema`` (no valid JSON Schema), ``type`` (the
        root is no object), ``too_big``, ``control`` (unknown ``x-control``), ``layout`` (shape of a layout
        file), ``field`` (a layout names a field that the schema lacks),
        ``secret`` (``x-secret`` where it would not be kept), ``keyword`` (the value of a keyword of ours).
    params
        ``file``, and what the code speaks of: ``detail``, ``pointer``, ``control``.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class FieldError:
    """One fault of one field.

    Attributes
    ----------
    pointer
        JSON Pointer into what was submitted; ``""`` for the document as a whole.
    code
        A key of `forms.sentences.FIELD_ERRORS`.
    params
        What the sentence needs, mostly ``limit``.
    """

    pointer: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
