"""What only serves the tool that drew a diagram (colours, sizes, its ids) is told once, not item by item."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import short_name

ID = "kept-for-its-tool"

_MOST: Final = 6
"""Names that are told; of others it says that there are more."""


def check(model: Model) -> Iterator[Finding]:
    """Tell once for the diagram how many of its extensions are of no consequence, and which they are."""
    names = Counter(short_name(item.node, item.name) for item in model.carried.foreign if item.kept)
    if names:
        told = [f"{name} ×{count}" if count > 1 else name for name, count in names.most_common(_MOST)]
        kinds = ", ".join([*told, "…"] if len(names) > _MOST else told)
        yield finding(ID, "advice", model.root, count=names.total(), kinds=kinds)
