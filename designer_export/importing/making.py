"""From a sorted upload to a service: one diagram, one form, one set of decisions."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Final

from lxml import etree

from bpmn_models.bundle import PROCESS, SERVICE, Bundle, make
from bpmn_models.settings_check import check_settings
from designer_export.dialects import Carried, carry
from designer_export.findings import Finding
from designer_export.form_facts import LAYOUT, SCHEMA
from designer_export.importing import telling
from designer_export.importing.beginning import begin
from designer_export.importing.choosing import choose, model_of
from designer_export.importing.collecting import collect
from designer_export.importing.joining import join
from designer_export.importing.naming import names_of
from designer_export.importing.remarks import Remarks
from designer_export.importing.service_file import service_toml
from designer_export.importing.shelf import Shelf
from designer_export.importing.sorting import Pile, beside, stem
from designer_export.model import Model
from designer_export.namespaces import bpmn
from designer_export.reading import Diagram, read
from designer_export.rules import carried_otherwise
from designer_export.writing import ORIGINAL, as_bytes, write

ORIGINALS: Final = "originals/"


def make_service(
    files: Mapping[str, bytes], pile: Pile, idle: list[str], key: str | None, name: str | None
) -> tuple[Bundle, tuple[Finding, ...]]:
    """Make a service of an upload, with what there is to tell.

    Raises
    ------
    BrokenBundle, Unreadable
    """
    main, sure = choose(pile)
    diagram, shelf, remarks = pile.diagrams[main], Shelf(pile), Remarks()
    root = deepcopy(diagram.root)
    brought = join(root, {other: found for other, found in pile.diagrams.items() if other != main})
    names = names_of(root, main, model_of(pile, main), key, name)
    decisions = _decisions(pile)
    form = _own_form(files, main)
    shelf.used.update(beside(main, file) for file in form)
    if not form:
        forms, starts = collect(root, {one.process: one.file for one in brought}, main, shelf, remarks)
        carried = carry(replace(diagram, root=root))
        form = begin(forms, starts, Model(_as_given(carried), decisions), names.name)
    telling.files(remarks, root, pile, idle, telling.Chosen(main, sure, tuple(brought)), shelf)
    carried = carry(_again(diagram, root), _data(files, main))
    process = write(carried)
    made = {
        PROCESS: process,
        SERVICE: service_toml(names.key, names.name, names.summary),
        **form,
        **decisions,
    }
    if process != diagram.data:
        made[ORIGINAL] = diagram.data
    bundle = make({**_originals(files, pile, main, form), **made})
    check_settings(bundle)
    return bundle, (*remarks.findings, *carried_otherwise.check(Model(carried)))


def _as_given(carried: Carried) -> Carried:
    """Leave out the variables that are declared because nothing gives them: somebody is asked for them."""
    own = set(carried.elements)
    for item in list(carried.diagram.root.iter(bpmn("dataObject"))):
        around = item.getparent()
        if item not in own and around is not None:
            around.remove(item)
    return carried


def _again(diagram: Diagram, root: etree._Element) -> Diagram:
    """Read the diagram as it now is; one to which nothing was done stays the upload, byte for byte."""
    if etree.tostring(root) == etree.tostring(diagram.root):
        return diagram
    return read(as_bytes(replace(diagram, root=root)))


def _own_form(files: Mapping[str, bytes], main: str) -> dict[str, bytes]:
    """Give the form beside the diagram if it is one of ours already, with its layouts."""
    schema = files.get(beside(main, SCHEMA))
    if schema is None:
        return {}
    folder = beside(main, "")
    names = [name for name in files if name.startswith(folder) and name.endswith(LAYOUT)]
    layouts = {name[len(folder) :]: files[name] for name in names if "/" not in name[len(folder) :]}
    return {SCHEMA: schema, **layouts}


def _data(files: Mapping[str, bytes], main: str) -> dict[str, bytes]:
    """Give the JSON that stands beside the diagram, without its folder: a data store may begin with it."""
    folder = beside(main, "")
    found = {name[len(folder) :]: data for name, data in files.items() if name.startswith(folder)}
    return {name: data for name, data in found.items() if name.endswith(".json") and "/" not in name}


def _decisions(pile: Pile) -> dict[str, bytes]:
    """Give the decisions under names without folders, each its own."""
    found: dict[str, bytes] = {}
    for name, data in pile.decisions.items():
        base, number = stem(name), 1
        target = f"{base}.dmn"
        while target in found and found[target] != data:
            number += 1
            target = f"{base}-{number}.dmn"
        found[target] = data
    return found


def _originals(
    files: Mapping[str, bytes], pile: Pile, main: str, form: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Give what else came along and says something; the diagram and the decisions stand beside it already."""
    left = {main, *pile.decisions, *pile.rest, *(beside(main, name) for name in form)}
    kept = {name: data for name, data in files.items() if name not in left}
    known = [diagram.data for diagram in pile.diagrams.values()]
    return {
        f"{ORIGINALS}{name}": data
        for name, data in kept.items()
        # Of diagrams that are alike one is enough.
        if name in pile.diagrams or data not in known
    }
