"""Name a link by its events, so that its ends find each other."""

from lxml import etree

from designer_export.namespaces import local
from designer_export.nodes import is_definition, kind_of
from designer_export.repairs.sheet import Sheet, nodes_of

ID = "name-link"
ORDER = 30


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Name all nameless links of the level: those with events of one name belong together, else all of them.

    Parameters
    ----------
    choice
        The name for the link of this event alone.
    """
    if choice:
        return _name(node, choice)
    ends = [item for item in nodes_of(sheet.level(node)) if _nameless(item) is not None]
    catching = [item for item in ends if local(item) == "intermediateCatchEvent"]
    if len(catching) == 1:
        label = _label(catching[0]) or next(filter(None, map(_label, ends)), "link")
        return _named(ends, label)
    labels = [_label(item) for item in catching]
    alike = [item for item in ends if _label(item) and labels.count(_label(item)) == 1]
    return _named(alike)


def _named(events: list[etree._Element], label: str = "") -> bool:
    done = [_name(item, label or _label(item)) for item in events]
    return any(done)


def _nameless(event: etree._Element) -> etree._Element | None:
    links = (item for item in event if is_definition(item) and kind_of(item) == "link")
    return next((item for item in links if not (item.get("name") or "").strip()), None)


def _name(event: etree._Element, label: str) -> bool:
    link = _nameless(event)
    if link is None:
        return False
    link.set("name", label)
    return True


def _label(event: etree._Element) -> str:
    return " ".join((event.get("name") or "").split())
