"""One piece of work, counted and traced alike: a command, a job, a call."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from watch import spans
from watch.counters import count, observe

DONE = "done"


@contextmanager
def counted(what: str, name: str, outcome_of: Callable[[BaseException], str] | None = None) -> Iterator[None]:
    """Count a block as ``tongban_{what}s_total`` and ``tongban_{what}_seconds``, labelled by its name.

    Parameters
    ----------
    outcome_of
        The outcome of an error that leaves the block; by default the name of its class.
    """
    begun = time.perf_counter()
    outcome = DONE
    try:
        if spans.tracing():
            with spans.span(f"{what} {name}"):
                yield
        else:
            yield
    except BaseException as error:
        outcome = outcome_of(error) if outcome_of else type(error).__name__
        raise
    finally:
        count(f"tongban_{what}s_total", name, outcome)
        observe(f"tongban_{what}_seconds", time.perf_counter() - begun, name)
