"""Do what is due, in batches that any number of workers take at once."""

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

BATCH = 100
"""How much is looked up at once; each of it is done in a transaction of its own."""
MISSES = 10
"""After so many that others have done, what is due is looked up anew."""
Due = TypeVar("Due")


def sweep(find: Callable[[int], Sequence[Due]], do: Callable[[Due], bool], *, limit: int) -> int:
    """Do what `find` names, until that is nothing more, or `limit` is reached; give how much was done.

    A batch is a hint, read without a lock: `do` holds what it moves, passes over what another worker holds
    (``SKIP LOCKED``), and looks whether it is still due. So nobody waits for another, nothing is done twice,
    and what a worker that dies has not done is found by the others at once.

    Parameters
    ----------
    find
        Names so many that are due, the ones that have been due longest.
    do
        Does one of them; False if another worker holds it or has done it.
    """
    done = 0
    while done < limit:
        most = min(BATCH, limit - done)
        found = find(most)
        # Of a full batch everybody begins somewhere else, or all would follow the first, always too late.
        moved = _walk(_turned(found) if len(found) == most else found, do)
        if not moved:
            break
        done += moved
    return done


def _turned(found: Sequence[Due]) -> Sequence[Due]:
    first = random.randrange(len(found))
    return [*found[first:], *found[:first]]


def _walk(found: Sequence[Due], do: Callable[[Due], bool]) -> int:
    done = missed = 0
    for one in found:
        if do(one):
            done, missed = done + 1, 0
        else:
            missed += 1
        if missed == MISSES:
            break
    return done
