"""Where a secret may stand: at the top of a form, as a text.

What is sealed is taken out of the submission by its name before anything is stored (decision 11). A
secret in a repeating row, or behind ``allOf``, would slip through and be stored in the clear.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from forms.errors import FormProblem
from forms.pointers import join


def check_secrets(schema: Mapping[str, Any]) -> None:
    """Refuse a form with ``x-secret`` where it would not be kept.

    Raises
    ------
    FormProblem
        ``secret``, with the pointer of the place in the schema.
    """
    allowed = {
        join("", "properties", name)
        for name, part in schema.get("properties", {}).items()
        if isinstance(part, Mapping) and part.get("type") == "string"
    }
    for pointer in _marked("", schema):
        if pointer not in allowed:
            raise FormProblem("secret", pointer=pointer)


def _marked(pointer: str, part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        if part.get("x-secret") is True:
            yield pointer
        for name, inner in part.items():
            yield from _marked(join(pointer, name), inner)
    elif isinstance(part, list):
        for index, inner in enumerate(part):
            yield from _marked(join(pointer, index), inner)
