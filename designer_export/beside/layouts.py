"""Layouts that a form has more, less, or otherwise."""

from collections.abc import Iterator

from designer_export.beside.fields import called
from designer_export.beside.words import Remark, Words, both, by_language, listed, remark
from forms.layouts import Layout
from forms.model import Form
from forms.texts import pick


def layout_remarks(before: Form, after: Form) -> Iterator[Remark]:
    """Compare the layouts of two forms by their names."""
    for name in sorted(after.layouts.keys() - before.layouts.keys()):
        yield remark("layout", name, "layout/added", layout=name)
    for name in sorted(before.layouts.keys() - after.layouts.keys()):
        yield remark("layout", name, "layout/removed", layout=name)
    for name, layout in after.layouts.items():
        if name in before.layouts:
            yield from _changes(before, before.layouts[name], after, layout)


def _changes(before: Form, old: Layout, after: Form, new: Layout) -> Iterator[Remark]:
    was, now = _title(old), _title(new)
    if was != now:
        yield remark("layout", new.name, "layout/title", layout=new.name, before=was, after=now)
    had, has = _fields(old), _fields(new)
    for code, form, pointers in (
        ("layout/shows", after, [one for one in has if one not in had]),
        ("layout/hides", before, [one for one in had if one not in has]),
    ):
        if pointers:
            names = listed((_name(form, pointer) for pointer in pointers), quoted=True)
            yield remark("layout", new.name, code, layout=new.name, fields=names)
    if set(had) == set(has) and (old.columns, old.rows) != (new.columns, new.rows):
        yield remark("layout", new.name, "layout/arranged", layout=new.name)


def _title(layout: Layout) -> Words:
    return by_language(lambda lang: pick(layout.title, lang))


def _fields(layout: Layout) -> list[str]:
    return [cell.field for row in layout.rows for cell in row if cell.field]


def _name(form: Form, pointer: str) -> Words:
    field = form.field(pointer)
    return both(pointer) if field is None else called(field)
