"""Parts of the standard that mean something to other engines and nothing to ours are named."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local

ID = "not-carried"


def check(model: Model) -> Iterator[Finding]:
    """Name every element of the model that is not carried over."""
    for element in (*model.running, *model.carried.dropped):
        if model.fate(element) == "not_carried":
            yield finding(ID, "changed", element, kind=local(element))
