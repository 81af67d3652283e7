"""Where a task or a start has its form from, a tool a file: what is found, and what then is said in ours."""

from collections.abc import Callable
from typing import Final

from lxml import etree

from designer_export.importing.shelf import Shelf
from designer_export.importing.sources import camunda_8, family, spiffworkflow
from designer_export.importing.sources.found import Found

__all__ = ["Found", "form_of"]

_SOURCES: Final[tuple[Callable[[etree._Element, str, Shelf], Found | None], ...]] = (
    family.find,
    camunda_8.find,
    spiffworkflow.find,
)


def form_of(node: etree._Element, file: str, shelf: Shelf) -> Found | None:
    """Give the form of a task or start event of a file; None if it names none."""
    return next((found for source in _SOURCES if (found := source(node, file, shelf)) is not None), None)
