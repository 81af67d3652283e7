"""加签 and 减签: somebody more signs at a step, or no longer."""

from typing import Any

from engine.execution.errors import CannotMove, NotWaiting
from engine.execution.instance import Instance
from engine.execution.nodes.loops import MultiInstance
from engine.execution.nodes.signing import LATER, OWN, TAG, Kind, PersonStep, is_signer
from engine.execution.token import STARTED, Token
from engine.execution.values import plain

ADDED = "added"


def set_tag(step: Token, tag: Any) -> None:
    """Keep something plain with a step, for whoever is to handle it; NotStorable for what is not JSON."""
    step.internal_data[TAG] = plain(tag)


def add_signer(instance: Instance, step: Token, kind: Kind, tag: Any, item: Any = None) -> Token | None:
    """Ask somebody more to sign at an open step.

    Beside one of several (会签) he becomes one more of them, with `item` as his item; he counts as they do.

    Returns
    -------
    The token of his own open step, or None if his turn has not come yet.

    Raises
    ------
    NotWaiting
    NotStorable
        For a tag or item that is not JSON.
    """
    if not _is_open(instance, step):
        raise NotWaiting(token=step.id)
    tag, item = plain(tag), plain(item)
    if kind == "beside" and is_one_of_several(step):
        grown: Token | None = step.parent.task_spec.grow(step.parent, item, tag)
        return grown
    if kind == "after":
        step.internal_data.setdefault(LATER, []).append(tag)
        return None
    added: Token = step.task_spec.add(step, kind, tag)
    return added


def _is_open(instance: Instance, step: Token) -> bool:
    """Whether its own part is still to be done: now, or once those have signed who sign before it."""
    if step.id in instance.todo:
        return True
    return step._state == STARTED and isinstance(step.task_spec, PersonStep) and OWN not in step.internal_data


def is_one_of_several(step: Token) -> bool:
    """Whether it is an item of a multi-instance (会签)."""
    return step.is_item and isinstance(step.parent.task_spec, MultiInstance)


def later(step: Token) -> tuple[Any, ...]:
    """Tags of those who sign after an open step and whose turn has not come."""
    found = list(step.internal_data.get(LATER, ()))
    if is_one_of_several(step):
        found += [tag for _, tag in step.parent.task_spec.later(step.parent)]
    return tuple(map(plain, found))


def remove_later(step: Token, position: int) -> None:
    """Withdraw one of `later`.

    Raises
    ------
    CannotMove
        ``no_such_signer``.
    """
    if not 0 <= position < len(later(step)):
        raise CannotMove("no_such_signer", token=step.id)
    own = step.internal_data.get(LATER, [])
    if position < len(own):
        del own[position]
    else:
        step.parent.task_spec.drop(step.parent, position - len(own))


def remove_signer(signer: Token) -> None:
    """Withdraw a signer who was added and has not signed; the step looks whether it is complete.

    Raises
    ------
    CannotMove
        ``not_live``; ``not_added``: the diagram itself asks him.
    """
    if not signer.live:
        raise CannotMove("not_live", token=signer.id)
    if not is_signer(signer) and ADDED not in signer.internal_data:
        raise CannotMove("not_added", token=signer.id)
    signer.cancel()
    signer.parent.task_spec.removed(signer.parent, signer)
