"""What happened in a service, for tools of process mining: XES (IEEE 1849) and OCEL 2.0."""

from .ocel import write_ocel
from .persons import Called, Names, pseudonyms
from .reading import Case, Event, Item, cases
from .xes import write_xes

__all__ = ["Called", "Case", "Event", "Item", "Names", "cases", "pseudonyms", "write_ocel", "write_xes"]
