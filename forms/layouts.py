"""A layout: the paper on which a form is laid out, in explicit rows, cells and spans."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from forms.errors import FormProblem

MAX_ROWS = 400
COLUMNS = (2, 4)


@dataclass(frozen=True)
class Cell:
    """One cell: a field with its label, a band across (``section``), or words (``text``).

    Attributes
    ----------
    label
        A text of the form (string or mapping), or None for the field's own title.
    field
        JSON Pointer, or None.
    span
        How many of the sheet's columns the value takes, its label not counted.
    """

    label: Any = None
    field: str | None = None
    span: int = 1
    section: Any = None
    text: Any = None


@dataclass(frozen=True)
class Layout:
    """A parsed layout file."""

    name: str
    title: Any
    columns: int
    rows: tuple[tuple[Cell, ...], ...]


def parse_layout(name: str, data: Any, known: Callable[[str], bool]) -> Layout:
    """Return the layout.

    Parameters
    ----------
    name
        File name without ``.layout.json``.
    data
        The parsed JSON.
    known
        Tells whether the schema has a field at a pointer.

    Raises
    ------
    FormProblem
        ``layout`` or ``field``.
    """
    problem = FormProblem(
        "layout", file=f"{name}.layout.json", detail="expected {title, columns, rows: [[cell]]}"
    )
    if not isinstance(data, Mapping) or not isinstance(data.get("rows"), list):
        raise problem
    columns, rows = data.get("columns", 4), data["rows"]
    if columns not in COLUMNS or len(rows) > MAX_ROWS or not all(isinstance(row, list) for row in rows):
        raise problem
    parsed = tuple(tuple(_cell(name, cell, columns, known) for cell in row) for row in rows)
    return Layout(name, data.get("title", ""), columns, parsed)


def _cell(name: str, data: Any, columns: int, known: Callable[[str], bool]) -> Cell:
    file = f"{name}.layout.json"
    if not isinstance(data, Mapping) or not {"field", "section", "text"} & data.keys():
        raise FormProblem("layout", file=file, detail="a cell needs field, section or text")
    field, span = data.get("field"), data.get("span", 1)
    if not isinstance(span, int) or not 1 <= span < columns:
        raise FormProblem("layout", file=file, detail=f"span must be from 1 to {columns - 1}")
    if field is not None and not (isinstance(field, str) and known(field)):
        raise FormProblem("field", file=file, pointer=str(field))
    return Cell(data.get("label"), field, span, data.get("section"), data.get("text"))
