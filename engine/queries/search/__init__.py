"""Finding instances among millions: what is wanted, how it is asked, what is shown (A1).

``filter`` says what may be wanted, ``typed`` reads it from a form or an address, ``conditions`` makes SQL of
it, ``services`` tells what somebody may look at, ``finding`` looks, ``found`` is what a list shows.
"""

from .filter import BadFilter, FieldTest, Filter
from .finding import COUNT_LIMIT, Page, count, counts, ids, search
from .found import Found
from .services import ServiceOption, inspected

__all__ = [
    "COUNT_LIMIT",
    "BadFilter",
    "FieldTest",
    "Filter",
    "Found",
    "Page",
    "ServiceOption",
    "count",
    "counts",
    "ids",
    "inspected",
    "search",
]
