"""A form of another tool while it is said in ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from forms.foreign.names import clean_name, clean_text
from forms.foreign.soundness import mended
from forms.pointers import join, split

Mode = Literal["hidden", "read", "edit"]
Schema = dict[str, Any]

MAX_CELLS: Final = 380
"""Of one form; a layout has 400 rows at most."""
MAX_NESTING: Final = 5
_TITLE, _HINT = 200, 1000


@dataclass(frozen=True, slots=True)
class Remark:
    """What of a form is not as it was: ``case`` picks the message, ``field`` is a name or the form's own."""

    case: str
    field: str
    params: Mapping[str, object]


@dataclass
class ForeignForm:
    """The fields of one task or start, in our words.

    Attributes
    ----------
    id, title
        What its tool calls it.
    fields
        Name → our schema of it; objects hold their members.
    cells
        What stands on the sheet, in order: ``field`` (a pointer) with ``label``, ``section`` or ``text``;
        cells of one ``row`` stand side by side.
    access, required
        By pointer, of the fields on the sheet.
    remarks
        What could not be said in ours.
    """

    id: str
    title: str = ""
    fields: dict[str, Schema] = field(default_factory=dict)
    cells: list[dict[str, Any]] = field(default_factory=list)
    access: dict[str, Mode] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)

    def add(
        self,
        path: tuple[str, ...],
        schema: Schema,
        *,
        access: Mode = "edit",
        required: bool = False,
        row: str = "",
    ) -> None:
        """Add a field by the names that lead to it; what makes no schema of ours is taken out of it."""
        names = self.clean_path(path)
        if not names or len(names) > MAX_NESTING:
            self.remark("nested" if names else "name", ".".join(map(str, path))[:100])
            return
        if len(self.cells) >= MAX_CELLS:
            self._too_many(names[-1])
            return
        home = self._home(names)
        if home is None or names[-1] in home:
            self.remark("twice", names[-1])
            return
        made = {
            "type": schema.get("type", "string"),
            **schema,
            "title": clean_text(schema.get("title"), _TITLE),
        }
        if not made["title"]:
            del made["title"]
        if len(names) > 1:
            # What is sealed is found by its name at the top of the document.
            made.pop("x-secret", None)
        if "description" in made:
            made["description"] = clean_text(made["description"], _HINT)
        if isinstance(made.get("default"), str):
            made["default"] = clean_text(made["default"], _HINT)
        for keyword in (checked := mended(made))[1]:
            self.remark("constraint", names[-1], keyword=keyword)
        home[names[-1]] = checked[0]
        pointer = join("", *names)
        self.access[pointer] = access
        if required and access == "edit":
            self.required.add(pointer)
        self._cell({"field": pointer, "label": made.get("title", names[-1]), "row": row})

    def section(self, title: object) -> None:
        """Add a band across the sheet."""
        if words := clean_text(title, _TITLE):
            self._cell({"section": words})

    def text(self, words: object) -> None:
        """Add words that stand on the sheet."""
        if said := clean_text(words, _HINT):
            self._cell({"text": said})

    def remark(self, case: str, name: str, **params: object) -> None:
        """Tell that something of a field, or of the form, is not as it was."""
        self.remarks.append(Remark(case, name, params))

    def drop(self, name: str) -> None:
        """Take a field of the document off the sheet, with its members."""
        self.cells = [cell for cell in self.cells if "field" not in cell or split(cell["field"])[0] != name]
        self.access = {pointer: mode for pointer, mode in self.access.items() if split(pointer)[0] != name}
        self.required &= self.access.keys()

    def clean_path(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """Give the names under which our documents hold it; none if one of them is no name at all."""
        names = tuple(clean_name(part, inner=number > 0) for number, part in enumerate(path))
        for name, said in zip(names, path, strict=True):
            if name and name != said:
                self.remark("renamed", str(said)[:100], new=name)
        return names if all(names) else ()

    def _home(self, names: tuple[str, ...]) -> dict[str, Schema] | None:
        """Give the members among which a field stands; None if something on the way is no object."""
        home = self.fields
        for name in names[:-1]:
            part = home.setdefault(name, {"type": "object", "properties": {}})
            if part.get("type") != "object":
                return None
            home = part.setdefault("properties", {})
        return home

    def _cell(self, cell: dict[str, Any]) -> None:
        if len(self.cells) < MAX_CELLS:
            self.cells.append({name: value for name, value in cell.items() if value})

    def _too_many(self, name: str) -> None:
        """Say it once; ten thousand fields would be as many findings."""
        if not any(remark.case == "too_many" for remark in self.remarks):
            self.remark("too_many", name, limit=MAX_CELLS)
