"""Load an instance's state for reading: nothing runs, nothing is written."""

from db.link import Link, Row
from engine.definitions import Deployed
from engine.execution import Environment, Execution
from engine.runtime import Runtime


def load(rt: Runtime, connection: Link, instance: Row) -> tuple[Deployed, Execution]:
    """Give an instance's version and its execution as the last command left it."""
    deployed = rt.definitions.get(connection, instance.definition_id)
    environment = Environment(clock=rt.clock, sandbox=rt.sandbox)
    return deployed, Execution.load(
        deployed.program_of(instance.process_id), environment, bytes(instance.snapshot)
    )
