"""Random diagrams under random completions, events, clock moves and returns (the rows are in the table).

Every story runs twice side by side, once through its snapshot after each operation and once without; what can
be seen of both, and their stored bytes, must stay equal. To tell one story again: ``TONGBAN_SEED=4711 pytest
…``. By hand ten times as many are told with ``TONGBAN_STORIES=10``.
"""

import os
from collections import Counter

import pytest

from tests.engine.execution.driving.story import Story
from tests.engine.execution.driving.tally import table, tell, times

STORIES = 400
SEED = "TONGBAN_SEED"
AT_LEAST = 2_000
OF_EACH = 50


def seeds() -> list[int]:
    """The same ones every time, or the one that is asked for."""
    asked = os.environ.get(SEED)
    return [int(asked)] if asked else list(range(STORIES * times()))


@pytest.mark.slow
def test_whatever_happens_to_a_random_diagram_its_state_stays_sound() -> None:
    done: Counter[str] = Counter()
    for seed in seeds():
        try:
            Story(seed, done).tell()
        except Exception as exc:
            exc.add_note(f"tell it again: {SEED}={seed}")
            raise
    reloads = done.pop("reload")
    tell(f"{len(seeds())} stories in memory, {reloads} reloads", done)
    if SEED not in os.environ:
        assert done.total() >= AT_LEAST
        of_each = [count for kind, count in done.items() if not kind.startswith("refused")]
        assert min(of_each) >= OF_EACH, table(done)
