"""How often each operation was done, and how many stories are told."""

import os
from collections import Counter

TIMES = "TONGBAN_STORIES"
"""Environment variable: how many times as many stories are told as in CI."""


told: list[str] = []
"""What the stories of this run have to say at its end: a passing test's own output is not shown."""


def times() -> int:
    return int(os.environ.get(TIMES, "1"))


def table(done: Counter[str]) -> str:
    """Rows of operations, most frequent first, and their sum."""
    rows = [*done.most_common(), ("together", done.total())]
    return "\n".join(f"{kind:<24}{count:>8}" for kind, count in rows)


def tell(title: str, done: Counter[str]) -> None:
    """Show a table at the end of the run."""
    told.append(f"{title}\n{table(done)}")
