"""The forms of an upload, found by what diagrams call them."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from designer_export.form_facts import LAYOUT
from designer_export.importing.sorting import Pile, beside, stem
from forms.foreign import ForeignForm, read_flowable, read_form_js, read_json_schema

_READERS: Final[tuple[Callable[[str, Any], ForeignForm | None], ...]] = (read_form_js, read_flowable)
_ASIDE: Final = ("-exampledata.json", "_exampledata.json")


class Shelf:
    """Forms by id and by file; each is read once, so that tasks that share a form share what it becomes.

    Attributes
    ----------
    used
        Files that a task or start has taken its form from, and those of a form that is ours already.
    """

    def __init__(self, pile: Pile) -> None:
        self._documents = pile.documents
        self._made: dict[tuple[str, ...], ForeignForm | None] = {}
        self.used: set[str] = set()

    def by_key(self, key: str) -> ForeignForm | None:
        """Give the form of form-js or Flowable that a diagram names by its id, key or file."""
        wanted = key.rpartition("/")[2].rpartition(":")[2].strip()
        for file, said in self._documents.items():
            if wanted and wanted in (
                *_ids(said),
                file.rpartition("/")[2],
                stem(file),
                stem(file).removeprefix("form-"),
            ):
                form = self._read((file,), partial(_first, stem(file), said))
                if form is not None:
                    self.used.add(file)
                    return form
        return None

    def by_schema(self, diagram: str, schema: str, look: str) -> ForeignForm | None:
        """Give the form that SpiffArena keeps as a JSON Schema and a ui schema beside the diagram."""
        files = [self._file(diagram, name) for name in (schema, look)]
        if files[0] is None:
            return None
        self.used.update(file for file in files if file is not None)
        said, looks = (self._documents.get(file) if file else None for file in files)
        word = stem(schema).removesuffix("-schema").removesuffix("_schema")
        return self._read((files[0], files[1] or ""), lambda: read_json_schema(word, said, looks))

    def embedded(self, key: str, said: Any) -> ForeignForm | None:
        """Give a form of form-js that stands in the diagram itself."""
        return self._read(("", key), lambda: read_form_js(key, said))

    def unused(self) -> Iterator[str]:
        """Yield the files that are forms, but of nothing in the diagram."""
        for file, said in self._documents.items():
            if file not in self.used and not file.endswith(_ASIDE) and _looks_like_form(file, said):
                yield file

    def _file(self, diagram: str, name: str) -> str | None:
        """Find a file beside the diagram, else the only one of that name."""
        if not name.strip():
            return None
        near = beside(diagram, name)
        if near in self._documents:
            return near
        found = [file for file in self._documents if file.rpartition("/")[2] == name.rpartition("/")[2]]
        return found[0] if len(found) == 1 else None

    def _read(self, key: tuple[str, ...], read: Callable[[], ForeignForm | None]) -> ForeignForm | None:
        if key not in self._made:
            self._made[key] = read()
        return self._made[key]


def _first(name: str, said: Any) -> ForeignForm | None:
    return next((form for reader in _READERS if (form := reader(name, said)) is not None), None)


def _ids(said: Any) -> tuple[str, ...]:
    if not isinstance(said, Mapping):
        return ()
    return tuple(value for word in ("id", "key") if isinstance(value := said.get(word), str))


def _looks_like_form(file: str, said: Any) -> bool:
    if not isinstance(said, Mapping):
        return False
    is_schema = "properties" in said and file.lower().endswith("schema.json")
    is_ours = is_schema or file.endswith(LAYOUT)
    return is_ours or isinstance(said.get("components"), list) or "form" in file.rpartition("/")[2].lower()
