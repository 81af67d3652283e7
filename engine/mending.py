"""What administrators do to the tokens of an instance: jump and restart, and why the engine refuses."""

from collections.abc import Callable
from typing import TypeVar

from .errors import CannotMend
from .execution import CannotMove, NotWaiting, UnknownToken
from .running import Running

Moved = TypeVar("Moved")


def attempt(running: Running, move: Callable[[], Moved], *, gone: str) -> Moved:
    """Make a move.

    Parameters
    ----------
    gone
        The code where the token that it begins from is not there at all.

    Raises
    ------
    CannotMend
        With the names that people know the steps by.
    """
    try:
        return move()
    except (UnknownToken, NotWaiting) as problem:
        raise CannotMend(gone, element="", split="") from problem
    except CannotMove as problem:
        named = {
            key: running.deployed.step_name(str(problem.params[given])) if given in problem.params else ""
            for key, given in (("element", "target"), ("split", "split"))
        }
        raise CannotMend(problem.code, **named) from problem
