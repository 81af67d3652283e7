"""What happened to a matter, step by step, told from what is stored anyway.

The tokens of the snapshot say in which order nodes were entered, what followed from what, what was undone.
Rows of tasks, calls and the record say when, by the number of the token or the name of the element. What is
between two known moments is told as such: `Timed.exact` is False then.
"""

from .acts import Act, acts_of
from .moments import Known, Timed, timed
from .undoing import undone_by

__all__ = ["Act", "Known", "Timed", "acts_of", "timed", "undone_by"]
