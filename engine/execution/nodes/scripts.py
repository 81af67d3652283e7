"""What is worked out before an activity or event begins and after it is done: our extension ``tb:script``."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.execution.token import Token


@dataclass(frozen=True, slots=True)
class Scripts:
    """The scripts of one node, in the order of the diagram."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Every script in it."""
        return (*self.before, *self.after)


NO_SCRIPTS = Scripts()


def run_all(token: "Token", scripts: tuple[str, ...]) -> None:
    """Run scripts one after the other on what the token sees.

    Raises
    ------
    StepFailed
    """
    for source in scripts:
        token.workflow.script_engine.execute(token, source)
