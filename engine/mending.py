"""What administrators do to the tokens of an instance: jump and restart, and why the engine refuses."""

from collections.abc import Callable
from typing import TypeVar

from .errors import CannotMend
from .execution import CannotMove, NotWaiting, UnknownToken
from .running import Running

Moved = TypeVar("Moved")


def place_at(running: Running, element: str) -> int:
    """Give the token that stands at an element, where only one does.

    Raises
    ------
    CannotMend
        ``not_there``, ``several_there``
    """
    tokens = [place.token for place in running.execution.standing if place.element == element]
    return _only(running, tokens, element)


def done_at(running: Running, element: str, most: int) -> int:
    """Give the latest completed step of an element that the matter may be restarted from.

    Raises
    ------
    CannotMend
        ``not_done``
    """
    for step in running.execution.restartable(most):
        if step.element == element:
            return step.token
    raise CannotMend("not_done", element=running.deployed.step_name(element), split="")


def _only(running: Running, tokens: list[int], element: str) -> int:
    if len(tokens) == 1:
        return tokens[0]
    code = "several_there" if tokens else "not_there"
    raise CannotMend(code, element=running.deployed.step_name(element), split="")


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
