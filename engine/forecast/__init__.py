"""流程预测: the steps that lie ahead, with their people and their usual times, before anybody takes them.

Pure looking: nothing is run, stored or sent. The ground (`scene`) is what :mod:`engine.execution` tells of a
program and of where tokens stand; `deciding` works out the conditions that the data decides; `walking` makes
a series of it.
"""

from .foreseeing import from_grounds, from_start
from .history import usual_times
from .items import Again, Branch, End, Forecast, Fork, Item, Part, Step, Usual, mapped
from .people import People, named
from .writing import outcome_of, top_of

__all__ = [
    "Again",
    "Branch",
    "End",
    "Forecast",
    "Fork",
    "Item",
    "Part",
    "People",
    "Step",
    "Usual",
    "from_grounds",
    "from_start",
    "mapped",
    "named",
    "outcome_of",
    "top_of",
    "usual_times",
]
