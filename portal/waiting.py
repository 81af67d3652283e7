"""Who will fill in the cells that still wait: the coming step of each, and its people as far as known."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from designer_export.native import StepSettings, read_settings
from designer_export.reading import read
from engine.queries.progress import TimelineStep
from portal.words import waits_for


def waiting(xml: bytes, steps: Iterable[TimelineStep]) -> dict[str, str]:
    """Return the pointer of each cell that an open or a coming step fills in, with who that is.

    Parameters
    ----------
    xml
        The diagram of the version that the steps belong to.
    steps
        The way; of two steps that fill in one cell the nearer is named.
    """
    cells = _cells(xml)
    found: dict[str, str] = {}
    for step in steps:
        if step.state in ("now", "coming"):
            for pointer in cells.get(step.element, ()):
                found.setdefault(pointer, waits_for(step.name, step.people))
    return found


# The bytes of a version are one object for as long as it is cached, so looking it up costs no comparison.
@lru_cache(maxsize=64)
def _cells(xml: bytes) -> Mapping[str, tuple[str, ...]]:
    """Return the pointers that each step writes, by the step's element."""
    return {element: _written(step) for element, step in read_settings(read(xml).root).items()}


def _written(step: StepSettings) -> tuple[str, ...]:
    """Name nothing for the initiator's own step: what he leaves blank waits for nobody."""
    if step.apply:
        return ()
    edited = [pointer for pointer, mode in step.access.modes.items() if mode == "edit"]
    return tuple(dict.fromkeys([*([step.opinion] if step.opinion else []), *edited]))
