"""What the templates see of one field: names, words and states, worked out before any HTML."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from forms.access import Access
from forms.coercion import read_date
from forms.context import FormContext, Opinion
from forms.errors import FieldError
from forms.fields import Field, spell
from forms.merging import is_empty
from forms.pointers import join
from forms.schema_rules import MAX_ROWS
from forms.sentences import FIELD_ERRORS
from forms.texts import pick
from forms.wording import input_text, read_moment, read_text

PageMode = Literal["edit", "read", "print"]
#: Controls that are one input, so that a label can be bound to it; the others are labelled groups.
SINGLE = frozenset({"text", "textarea", "number", "date", "datetime", "select", "person"})


def field_id(pointer: str) -> str:
    """Return the id of a field's element: what a list of errors links to."""
    return "f" + re.sub(r"[^\w-]", "-", pointer)


def sentence(error: FieldError, context: FormContext) -> str:
    """Return the sentence of an error in the reader's language."""
    msgid = FIELD_ERRORS.get(error.code, FIELD_ERRORS["invalid_value"])
    return context.translate(msgid, **error.params)


@dataclass(frozen=True)
class Page:
    """What all fields of one page share."""

    access: Access
    errors: Mapping[str, FieldError]
    mode: PageMode
    context: FormContext


@dataclass(frozen=True)
class FieldView:
    """One field on one page; ``label`` is the words beside it, which a column has at the head instead."""

    field: Field
    pointer: str
    value: Any
    page: Page
    label: str
    column: bool = False
    row_number: int = 0

    @cached_property
    def mode(self) -> PageMode:
        """How this field is drawn: an ``edit`` page draws as ``read`` what this person may not edit."""
        if self.page.mode == "edit" and not self.page.access.may_edit(self.field, self.pointer):
            inner = any(self.page.access.may_edit(child) for child in self.field.children)
            return "edit" if inner and self.field.control == "rows" else "read"
        return self.page.mode

    @property
    def id(self) -> str:
        """The id of its element."""
        return field_id(self.pointer)

    @property
    def control(self) -> str:
        """The name of its template."""
        return self.field.control

    @cached_property
    def text(self) -> str:
        """Its value for readers."""
        return read_text(self.field, self.value, self.page.context)

    @cached_property
    def typed(self) -> str:
        """Its value for the input."""
        return input_text(self.field, self.value, self.page.context)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return is_empty(self.value)

    @property
    def required(self) -> bool:
        """Whether it must be filled in here."""
        return self.mode == "edit" and self.page.access.is_required(self.field)

    @property
    def opinion(self) -> Opinion | None:
        """The present step's opinion, if this is its cell."""
        here = self.page.context.here
        return here if here and here.pointer == self.pointer and self.page.mode == "edit" else None

    @property
    def error(self) -> str:
        """The sentence under the field, or nothing."""
        if self.opinion:
            return self.opinion.error
        found = self.page.errors.get(self.pointer)
        return sentence(found, self.page.context) if found else ""

    @property
    def hint(self) -> str:
        """The sentence that helps to fill it in; columns have no room for one."""
        return "" if self.column or self.mode != "edit" else self.field.hint(self.page.context.locale)

    @property
    def described(self) -> str:
        """The ids of the sentences that describe the input, for ``aria-describedby``."""
        ids = [f"{self.id}-h"] if self.hint else []
        return " ".join([*ids, f"{self.id}-e"] if self.error else ids)

    @property
    def placeholder(self) -> str:
        """The field's ``x-placeholder``."""
        return pick(self.field.schema.get("x-placeholder"), self.page.context.locale)

    @property
    def max_length(self) -> int | None:
        """How many characters fit."""
        return self.field.schema.get("maxLength")

    @property
    def native(self) -> bool:
        """Whether a browser's own date input can hold what was typed; it would drop anything else."""
        if not self.typed or self.field.control == "date":
            return not self.typed or read_date(self.typed) is not None
        return read_moment(self.typed, self.page.context) is not None

    @cached_property
    def options(self) -> list[tuple[str, str, bool]]:
        """The values offered, as (key, label, chosen); a chosen value that is offered no longer stays."""
        context, field = self.page.context, self.field
        values = self.value if isinstance(self.value, list) else [self.value]
        chosen = {input_text(field, value, context) for value in values if not is_empty(value)}
        if field.control == "unit" and context.directory is not None:
            offered = [(str(key), label) for key, label in context.directory.unit_choices()]
        else:
            offered = [(option.key, option.label(context.locale)) for option in field.options]
        known = {key for key, _ in offered}
        lost = [(key, read_text(field, key, context)) for key in sorted(chosen - known)]
        return [(key, label, key in chosen) for key, label in (*offered, *lost)]

    @property
    def multiple(self) -> bool:
        """Whether several values may be chosen."""
        return self.field.type == "array"

    @property
    def kept(self) -> bool:
        """Whether several lines may stand in it."""
        return self.field.control == "textarea"

    @cached_property
    def entries(self) -> list[dict[str, Any]]:
        """The entries of a list, as far as they are well formed."""
        values = self.value if isinstance(self.value, list) else []
        return [entry for entry in values if isinstance(entry, dict)]

    @property
    def files(self) -> list[dict[str, str]]:
        """The files of an attachment: ``id``, ``name`` and ``size``."""
        return [{key: spell(entry.get(key)) for key in ("id", "name", "size")} for entry in self.entries]

    @property
    def said(self) -> list[dict[str, str]]:
        """The entries of an opinion: ``text``, ``person``, ``time`` and ``signature``."""
        keys = ("text", "person", "time", "signature")
        return [{key: spell(entry.get(key)) for key in keys} for entry in self.entries]

    @property
    def most(self) -> int:
        """How many entries there may be."""
        return int(self.field.schema.get("maxItems", MAX_ROWS))

    @cached_property
    def columns(self) -> list[Field]:
        """The columns of repeating rows that this reader sees."""
        return [child for child in self.field.children if self.page.access.mode(child.pointer) != "hidden"]

    @property
    def whole(self) -> bool:
        """Whether rows may be added and removed here."""
        return self.page.access.may_edit(self.field, self.pointer)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The rows as views; an empty list to be edited begins with one blank row."""
        values = self.entries or ([{}] if self.mode == "edit" and self.whole else [])
        return [
            {
                "id": str(row.get("id") or ""),
                "pointer": join(self.pointer, index),
                "number": index + 1,
                "cells": [self._cell(column, row, index) for column in self.columns],
            }
            for index, row in enumerate(values)
        ]

    def _cell(self, column: Field, row: Mapping[str, Any], index: int) -> "FieldView":
        pointer = join(self.pointer, index, column.name)
        label = column.title(self.page.context.locale)
        return FieldView(column, pointer, row.get(column.name), self.page, label, True, index + 1)
