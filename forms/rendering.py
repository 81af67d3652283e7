"""A form as HTML, drawn by the server: the paper-like sheet of one layout for editing, reading or printing.

Each control has one template in ``templates/controls``. Inputs are named by JSON Pointer. No inline style, no
script; every value is escaped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from forms.access import Access
from forms.context import Directory, Files, FormContext, Opinion
from forms.errors import FieldError
from forms.fields import Field
from forms.files import size_words
from forms.layouts import Cell, Layout
from forms.model import Form
from forms.pointers import MISSING, get
from forms.texts import has, pick
from forms.views import SINGLE, FieldView, Page, PageMode, field_id, sentence
from forms.wording import read_moment

__all__ = ["Directory", "Files", "FormContext", "Opinion", "field_id", "render", "render_field", "sentence"]


def render(
    form: Form,
    layout_name: str,
    document: Mapping[str, Any],
    access: Access,
    errors: Iterable[FieldError],
    mode: PageMode,
    context: FormContext,
) -> Markup:
    """Return the sheet; the page puts it into a ``<form>`` of its own if it is to be sent.

    Parameters
    ----------
    layout_name
        A layout of the form; an unknown one, or a form without layouts, is laid out field after field.
    document
        What the reader may see of the document, with what he has typed so far.
    errors
        Each is told at its field.
    """
    layout = form.layouts.get(layout_name) or _plain_layout(form)
    page = Page(access, {error.pointer: error for error in errors}, mode, context)
    rows = [_row(form, layout, row, document, page) for row in layout.rows]
    title = _title(form, layout, context)
    return _template("sheet.html", title=title, cells=_without_idle_sections(rows), page=page)


def render_field(view: FieldView) -> Markup:
    """Return the control of one field, without its label."""
    return _template(f"controls/{view.control}.html", view=view, page=view.page)


@dataclass(frozen=True)
class _Drawn:
    """A cell ready for the template: a band, words, or a field; ``wide`` cells reach the end of the sheet."""

    wide: bool = False
    section: str = ""
    label: str = ""
    text: str = ""
    view: FieldView | None = None

    @property
    def bound(self) -> bool:
        """Whether the label can be bound to one input."""
        view = self.view
        return view is not None and (bool(view.opinion) or (view.mode == "edit" and view.control in SINGLE))

    @property
    def pair(self) -> bool:
        """Whether the label is two Chinese characters, which paper forms spread over the width."""
        return len(self.label) == 2 and all("\u4e00" <= sign <= "\u9fff" for sign in self.label)

    @property
    def reserved(self) -> bool:
        """Whether the cell waits for somebody else's hand."""
        view = self.view
        if view is None or not view.empty or view.mode == "edit" or view.opinion or view.page.mode == "print":
            return False
        context = view.page.context
        return not context.ended and (view.control == "opinion" or view.pointer in context.waiting)

    @property
    def auto(self) -> bool:
        """Whether the system fills it in while the applicant looks on."""
        view = self.view
        return (
            view is not None
            and bool(view.field.auto)
            and view.page.mode == "edit"
            and view.page.context.applying
        )


def _row(
    form: Form, layout: Layout, row: tuple[Cell, ...], document: Mapping[str, Any], page: Page
) -> list[_Drawn]:
    """Draw the cells that the reader sees; the last fills what hidden neighbours leave of the row."""
    shown = [cell for cell in row if cell.field is None or _sees(page.access, form.field(cell.field))]
    used, drawn = 0, []
    for number, cell in enumerate(shown):
        last = number == len(shown) - 1
        wide = last and (used == 0 or used + 1 + cell.span >= layout.columns) and used + 2 != layout.columns
        drawn.append(_draw(form, cell, document, page, wide))
        used += 1 + cell.span
    return drawn


def _draw(form: Form, cell: Cell, document: Mapping[str, Any], page: Page, wide: bool) -> _Drawn:
    locale = page.context.locale
    if cell.section is not None:
        return _Drawn(section=pick(cell.section, locale))
    if cell.field is None:
        return _Drawn(wide, label=pick(cell.label, locale), text=pick(cell.text, locale))
    field = form.field(cell.field)
    if field is None:
        raise LookupError(cell.field)  # layouts are checked when the form is loaded
    value = get(document, cell.field)
    if value is MISSING and page.mode == "edit" and page.access.may_edit(field):
        # What was emptied is None; only what nobody has ever filled in begins with the form's own value.
        value = field.schema.get("default")
    label = _label(cell, field, locale)
    view = FieldView(field, cell.field, None if value is MISSING else value, page, label)
    return _Drawn(wide, label=label, view=view)


def _label(cell: Cell, field: Field, locale: str) -> str:
    """Prefer the layout's own words, unless only the field knows its name in the reader's language."""
    if cell.label and (has(cell.label, locale) or not has(field.schema.get("x-title"), locale)):
        return pick(cell.label, locale)
    return field.title(locale)


def _title(form: Form, layout: Layout, context: FormContext) -> str:
    own = form.schema.get("x-title")
    if layout.title and (has(layout.title, context.locale) or not has(own, context.locale)):
        return pick(layout.title, context.locale)
    return pick(own or form.schema.get("title"), context.locale)


def _sees(access: Access, field: Field | None) -> bool:
    if field is None:
        return False
    return access.mode(field.pointer) != "hidden" or any(_sees(access, child) for child in field.children)


def _without_idle_sections(rows: list[list[_Drawn]]) -> list[_Drawn]:
    """Leave out a band under which nothing is left to see."""
    cells = [cell for row in rows for cell in row]
    return [
        cell
        for number, cell in enumerate(cells)
        if not cell.section or (number + 1 < len(cells) and not cells[number + 1].section)
    ]


def _plain_layout(form: Form) -> Layout:
    return Layout("", None, 4, tuple((Cell(field=field.pointer, span=3),) for field in form.fields.values()))


def _day(text: str, page: Page) -> str:
    """Return the day of an opinion's moment."""
    moment = read_moment(text, page.context)
    return f"{moment:%Y-%m-%d}" if moment else ""


def _size(value: str) -> str:
    """Return a file's size in words; nothing for what is no size."""
    return size_words(int(value)) if value.isdecimal() and len(value) < 16 else ""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("forms"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals |= {"control": render_field, "day": _day}
    environment.filters["size"] = _size
    return environment


def _template(name: str, *, page: Page, **names: Any) -> Markup:
    context = page.context
    shared = {"_": context.translate, "icon": context.icon, "files": context.files, "mode": page.mode}
    return Markup(_environment().get_template(name).render(page=page, **shared, **names))
