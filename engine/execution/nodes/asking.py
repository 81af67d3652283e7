"""Gateways that ask outside before they choose: our extension ``tb:operation`` on a gateway."""

from engine.execution.nodes.gateways import ExclusiveGateway, InclusiveGateway
from engine.execution.nodes.tasks import Calling
from engine.execution.token import Token


class AskingExclusive(Calling, ExclusiveGateway):
    """Takes the first flow whose condition holds, once what it asked for has been answered."""

    def _run_hook(self, my_task: Token) -> bool | None:  # type: ignore[override]
        return self.call(my_task)


class AskingInclusive(Calling, InclusiveGateway):
    """Takes all flows whose condition holds, once what it asked for has been answered."""

    def _run_hook(self, my_task: Token) -> bool | None:  # type: ignore[override]
        return self.call(my_task)
