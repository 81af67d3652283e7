"""The sheet of a form that came from elsewhere."""

from collections.abc import Mapping
from typing import Any, Final

from forms.foreign.form import ForeignForm

_COLUMNS: Final = 4


def layout_of(form: ForeignForm, pointers: Mapping[str, str]) -> dict[str, Any]:
    """Give the layout; `pointers` tells the place in the document where it is another than in the form."""
    rows: list[list[dict[str, Any]]] = []
    beside = ""
    for cell in form.cells:
        row = cell.get("row", "")
        made = {name: value for name, value in cell.items() if name != "row"}
        if "field" in made:
            made["field"] = pointers.get(made["field"], made["field"])
        if row and row == beside and len(rows[-1]) == 1:
            rows[-1][0]["span"] = 1
            rows[-1].append({**made, "span": 1})
            beside = ""
            continue
        rows.append([made if "section" in made else {**made, "span": _COLUMNS - 1}])
        beside = row if "field" in made else ""
    return {"title": form.title, "columns": _COLUMNS, "rows": rows}
