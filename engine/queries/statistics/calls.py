"""Calls of outside systems in the words of to-do items, in SQL on the row ``c``."""

from typing import Final

# A call that failed still stands there: it is open until somebody has it tried again, or skips it.
STATE_OF_CALL: Final = (
    "CASE WHEN c.state = 'done' THEN 'completed' WHEN c.state IN ('withdrawn', 'skipped') THEN 'cancelled'"
    " ELSE 'open' END"
)
CALL_CLOSED_AT: Final = "CASE WHEN c.state IN ('done', 'withdrawn', 'skipped') THEN c.closed_at END"
