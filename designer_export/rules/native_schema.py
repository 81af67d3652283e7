"""Our own extension elements are written as `schema/tongban.xsd` says."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from lxml import etree

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import TONGBAN, local, namespace

ID = "native-schema"


def check(model: Model) -> Iterator[Finding]:
    """Refuse elements of our namespace that the schema does not allow."""
    schema = _schema()
    for element in model.elements:
        if local(element) != "extensionElements":
            continue
        for child in element:
            if namespace(child) != TONGBAN:
                continue
            try:
                schema.assertValid(child)
            except etree.DocumentInvalid as problem:
                yield finding(ID, "refused", child, kind=child.tag, reason=str(problem))


@cache
def _schema() -> etree.XMLSchema:
    source = files("designer_export") / "schema" / "tongban.xsd"
    return etree.XMLSchema(etree.fromstring(source.read_bytes()))
