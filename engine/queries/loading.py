"""Load an instance's state for reading: nothing runs, nothing is written."""

from collections.abc import Callable
from typing import Any

from db.link import Link, Row
from engine.definitions import Deployed
from engine.execution import CannotMove, CannotReturn, Environment, Execution
from engine.runtime import Runtime
from watch import words


def load(rt: Runtime, connection: Link, instance: Row) -> tuple[Deployed, Execution]:
    """Give an instance's version and its execution as the last command left it."""
    words.say(instance=str(instance.id))
    deployed = rt.definitions.get(connection, instance.definition_id)
    return deployed, _load(rt, instance, deployed)


def try_out(rt: Runtime, instance: Row, deployed: Deployed, move: Callable[[Execution], Any]) -> bool:
    """Tell whether a move would be possible now, by doing it on a copy."""
    try:
        move(_load(rt, instance, deployed))
    except (CannotMove, CannotReturn):
        return False
    return True


def _load(rt: Runtime, instance: Row, deployed: Deployed) -> Execution:
    environment = Environment(clock=rt.clock, sandbox=rt.sandbox)
    return Execution.load(deployed.program_of(instance.process_id), environment, bytes(instance.snapshot))
