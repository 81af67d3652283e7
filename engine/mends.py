"""Everything that administrators do to a matter, by name: what each needs, and the command that does it.

Pages, the API, previews and work in bulk all go through here, so none of them knows what another does not.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.commands.add_token import add_token
from engine.commands.cancel_token import cancel_token
from engine.commands.edit_variable import edit_variable
from engine.commands.jump_instance import jump_instance
from engine.commands.migrate_instance import migrate_instance
from engine.commands.reassign_tasks import reassign_tasks
from engine.commands.restart_instance import restart_instance
from engine.commands.resume_instance import resume_instance
from engine.commands.retry_instance import retry_instance
from engine.commands.skip_instance import skip_instance
from engine.commands.suspend_instance import suspend_instance
from engine.commands.terminate_instance import terminate_instance
from engine.effects import Effect, as_seen, effect_of
from engine.mend_errors import UnknownMend
from engine.runtime import Runtime
from identity.principal import Principal

LARGEST = 2**63 - 1
"""What PostgreSQL's bigint holds: a larger number is nobody's id."""
_LONGEST = 500
_REQUIRED = object()


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that an action is told: its kind, and what it is where nothing is said."""

    kind: type
    default: Any = _REQUIRED


@dataclass(frozen=True, slots=True)
class Mend:
    """An action.

    Attributes
    ----------
    run
        The command: takes the runtime, who asks, the instance, `needs` by name, and a reason.
    then
        The matter's state afterwards, where the command does not give it.
    many
        Whether it can be done to many matters, which it finds its way in by the elements of the diagram.
    """

    run: Callable[..., Any]
    needs: Mapping[str, Need]
    then: str = ""
    many: bool = True

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Give what the command is told; what the action does not know is passed over.

        Raises
        ------
        UnknownMend
            Something is missing or is of another kind.
        """
        found = {}
        for name, need in self.needs.items():
            value = given.get(name, need.default)
            if value is _REQUIRED or not _fits(value, need):
                raise UnknownMend(name=name)
            found[name] = value
        return found


_TOKEN = Need(int, None)
_INCIDENT = Need(int, None)
_AT = Need(str, "")
_TO = Need(str)
_PERSON = Need(int)

MENDS: Mapping[str, Mend] = {
    "suspend": Mend(suspend_instance, {}, "suspended"),
    "resume": Mend(resume_instance, {}),
    "retry": Mend(retry_instance, {"token": _TOKEN, "incident": _INCIDENT, "at": _AT}),
    "skip": Mend(skip_instance, {"incident": _INCIDENT, "at": _AT, "values": Need(dict, None)}),
    "jump": Mend(jump_instance, {"token": _TOKEN, "at": _AT, "to": _TO}),
    "restart": Mend(restart_instance, {"token": _TOKEN, "at": _AT}),
    "cancel": Mend(cancel_token, {"token": _TOKEN, "at": _AT}),
    "add": Mend(add_token, {"to": _TO, "within": Need(int, 0)}, many=False),
    "edit": Mend(edit_variable, {"name": Need(str), "value": Need(object), "scope": Need(int, 0)}),
    "reassign": Mend(
        reassign_tasks, {"to": _PERSON, "task": Need(int, None), "held_by": Need(int, None), "at": _AT}
    ),
    "migrate": Mend(migrate_instance, {"definition": Need(int), "renamed": Need(dict, None)}),
    "end": Mend(terminate_instance, {}, "terminated"),
}
"""By the name that addresses and the API use."""


def mend_named(action: str, *, many: bool = False) -> Mend:
    """Give an action.

    Raises
    ------
    UnknownMend
        There is none of that name, or it is for one matter at a time.
    """
    found = MENDS.get(action)
    if found is None or (many and not found.many):
        raise UnknownMend(name=action)
    return found


def mend(
    rt: Runtime,
    by: Principal,
    instance_id: uuid.UUID,
    action: str,
    given: Mapping[str, Any],
    reason: str,
    *,
    seen: str | None = None,
) -> str:
    """Do something to a matter; give its state.

    Parameters
    ----------
    seen
        The fingerprint of the preview that he was shown.

    Raises
    ------
    UnknownMend, ChangedMeanwhile
        And whatever the command refuses with.
    """
    found = mend_named(action)
    told = found.read(given)
    with as_seen(rt, by, instance_id, seen):
        state = found.run(rt, by, instance_id, **told, reason=reason)
    return found.then or str(state)


def preview(
    rt: Runtime, by: Principal, instance_id: uuid.UUID, action: str, given: Mapping[str, Any], reason: str
) -> Effect:
    """Say what :func:`mend` would do now; nothing is done.

    Raises
    ------
    UnknownMend
        And whatever the command refuses with.
    """
    found = mend_named(action)
    told = found.read(given)
    return effect_of(rt, by, instance_id, lambda: found.run(rt, by, instance_id, **told, reason=reason))


def _fits(value: Any, need: Need) -> bool:
    if need.kind is object or (value is None and need.default is None):
        return True
    if need.kind is int:
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST
    if need.kind is str:
        return isinstance(value, str) and len(value) <= _LONGEST and "\0" not in value
    return isinstance(value, need.kind)
