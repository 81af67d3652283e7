"""When the initiator may cancel (撤销): an option of the service."""

from .definitions import Deployed
from .execution import Execution

UNTIL_HANDLED = "until_handled"
ALWAYS = "always"


def may_cancel(deployed: Deployed, execution: Execution) -> bool:
    """Tell whether the service's ``cancel`` option lets the initiator cancel now.

    ``always``; ``until_handled`` (the default): nobody but himself has completed a step that
    still counts, so after a return to him he may; ``never``.
    """
    if execution.state != "running":
        return False
    option = deployed.process.get("cancel", UNTIL_HANDLED)
    if option == UNTIL_HANDLED:
        apply = deployed.apply_step
        own = {apply.id} if apply else set()
        return all(step.element in own for step in execution.completed)
    return bool(option == ALWAYS)
