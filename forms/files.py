"""What an attachment field asks of its files: kinds (``x-accept``) and size (``x-max-bytes``)."""

from collections.abc import Iterator, Mapping
from typing import Any

from forms.access import Access
from forms.errors import FieldError
from forms.fields import Field
from forms.model import Form
from forms.pointers import join


def file_errors(form: Form, access: Access, document: Mapping[str, Any]) -> Iterator[FieldError]:
    """Yield the files that a field does not take; their names and sizes are those that are stored."""
    for field in form.fields.values():
        files = document.get(field.name)
        if field.control == "attachment" and access.may_edit(field) and isinstance(files, list):
            for index, file in enumerate(files):
                if isinstance(file, Mapping):
                    yield from _errors_of(field, join(field.pointer, index), file)


def _errors_of(field: Field, pointer: str, file: Mapping[str, Any]) -> Iterator[FieldError]:
    kinds = [str(kind).lower() for kind in field.schema.get("x-accept", ())]
    if kinds and not str(file.get("name", "")).lower().endswith(tuple(kinds)):
        # Told at the field: a single file has no place of its own on the page.
        yield FieldError(field.pointer, "file_kind", {"kinds": " ".join(kinds)})
    most, size = field.schema.get("x-max-bytes"), file.get("size")
    if isinstance(most, int) and isinstance(size, int) and size > most:
        yield FieldError(field.pointer, "file_size", {"limit": size_words(most)})


def size_words(size: int) -> str:
    """Return a size in bytes in words: ``12 KB``, ``1.2 MB``, ``10 MB``."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1_048_576:.1f}".removesuffix(".0") + " MB"
