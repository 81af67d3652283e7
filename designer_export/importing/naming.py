"""What a service that was imported is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from designer_export.importing.applying import begun_by_hand
from designer_export.importing.service_file import make_key
from designer_export.importing.sorting import stem
from designer_export.namespaces import bpmn
from designer_export.nodes import plain_id
from designer_export.pools import pools
from forms.foreign.names import clean_text


@dataclass(frozen=True, slots=True)
class Names:
    """流程标识, name, and one sentence."""

    key: str
    name: str
    summary: str


def names_of(
    root: etree._Element, file: str, model: Mapping[str, Any], key: str | None, name: str | None
) -> Names:
    """Give the names of a service: those that are given, else what the upload suggests.

    Parameters
    ----------
    model
        SpiffArena's description of the process, or nothing.
    """
    start = begun_by_hand(root)
    process = start.getparent() if start is not None else root.find(bpmn("process"))
    identifier = process.get("id", "") if process is not None else ""
    own = clean_text(process.get("name"), 100) if process is not None else ""
    pool = next((item for item in pools(root) if plain_id(item.get("processRef")) == identifier), None)
    around = clean_text(pool.get("name"), 100) if pool is not None else ""
    shown = clean_text(model.get("display_name"), 100)
    words = [word for word in (shown, own, stem(file), around) if word]
    said = process.findtext(bpmn("documentation")) if process is not None else ""
    title = name or next(iter(word for word in (shown, own, around, stem(file), identifier) if word), "")
    return Names(make_key(key, identifier, words), title, clean_text(model.get("description") or said, 1000))
