"""Which names a place may write: what a forecast must not rely on behind it."""

from designer_export.native import StepSettings
from engine.definitions import Deployed
from engine.execution import Place
from engine.steering import STEPS
from forms.pointers import split

PERSONS = frozenset({"userTask", "manualTask"})


def outcome_of(element: str) -> str:
    """The name under which a step's outcome is known here: finer than the variable that holds all of them."""
    return f"{STEPS}.{element}"


def writes(deployed: Deployed, place: Place) -> frozenset[str] | None:
    """Give the names, or None for a place that may write any."""
    if place.writes is None:
        return None
    if place.kind in PERSONS:
        return place.writes | _filled(deployed, deployed.step(place.element))
    if not place.serves:
        return place.writes
    operation = deployed.operations.get(place.element)
    if operation is None or operation.outputs is None:
        return None
    return place.writes | {name for name, _ in operation.outputs}


def _filled(deployed: Deployed, step: StepSettings) -> frozenset[str]:
    """The fields that a step may fill in, the cell of its opinion, and its outcome."""
    pointers = [field.pointer for field in deployed.form.fields.values()]
    filled = [pointer for pointer in pointers if step.access.mode(pointer) == "edit"]
    filled += [pointer for pointer, mode in step.access.modes.items() if mode == "edit"]
    filled += [step.opinion] if step.opinion else []
    return frozenset({*(top_of(pointer) for pointer in filled), outcome_of(step.id)})


def top_of(pointer: str) -> str:
    """The variable that a JSON Pointer leads into."""
    return split(pointer)[0] if pointer.startswith("/") else pointer
