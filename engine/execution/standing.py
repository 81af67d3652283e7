"""Where the tokens of an instance stand, for somebody who only looks ahead."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.execution.nodes.loops import Loop, StandardLoop
from engine.execution.nodes.signing import PersonStep
from engine.execution.process import START
from engine.execution.scopes import View
from engine.execution.token import FAILED, READY, Token

if TYPE_CHECKING:
    from engine.execution.instance import Instance
    from engine.execution.level import Level


@dataclass(frozen=True, slots=True)
class Stand:
    """Somebody or something is at work at one place.

    Attributes
    ----------
    entered
        The place itself is under way; else it still lies ahead.
    races
        What comes first takes the others away.
    levels
        The tokens whose levels are inside it.
    more
        What is inside it will begin once more.
    """

    token: int
    element: str
    entered: bool
    races: bool
    levels: tuple[int, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """One level that is under way.

    Attributes
    ----------
    host
        The token that it is inside of, 0 for the process.
    level
        Its name in `Outlook.levels`.
    variables
        What is seen there, as a copy.
    still
        What begins there by itself later: the activities that wait for their turn.
    """

    host: int
    level: str | None
    variables: Mapping[str, Any]
    stands: tuple[Stand, ...]
    still: tuple[str, ...]


def grounds(instance: "Instance") -> Iterator[Ground]:
    """Give every level that holds a token, the process first."""
    for level in instance.levels():
        found = tuple(_stand(token) for token in level.living if _counts(token))
        if found:
            name = level.spec.name if level.host_id else None
            seen = View(level.scope, instance.journal).flat()
            yield Ground(level.host_id, name, seen, found, tuple(_still(instance, level)))


def _still(instance: "Instance", level: "Level") -> Iterator[str]:
    """The activities of an ad-hoc level whose turn has not come, unless an event has taken it over."""
    if not level.spec.one_at_a_time:
        return
    instance.wake()
    counted = [token for token in level.tasks.values() if not token.void]
    begun = {token.task_spec.name for token in counted}
    if not any(token.task_spec.usurps for token in counted):
        yield from (flow.target for flow in level.spec.starts if flow.target not in begun)


def _counts(token: Token) -> bool:
    """An item is told by what hosts it; the beginning of a level is no place of the diagram."""
    return not token.is_item and token.task_spec.name != START


def _stand(token: Token) -> Stand:
    levels = tuple(_levels(token))
    return Stand(
        token=token.id,
        element=token.task_spec.place,
        entered=bool(levels) or _is_entered(token),
        races=token.task_spec.races,
        levels=levels,
        more=_begins_again(token),
    )


def _is_entered(token: Token) -> bool:
    if token._state in (READY, FAILED):
        return isinstance(token.task_spec, PersonStep)
    return not token.gathering


def _levels(token: Token) -> Iterator[int]:
    top, spec = token.workflow.top_workflow, token.task_spec
    hosts = [token] if spec.has_level else _items(token) if isinstance(spec, Loop) else []
    for host in hosts:
        inner: Level | None = top.subprocesses.get(host.id)
        if inner is not None and inner.open:
            yield host.id


def _items(token: Token) -> list[Token]:
    return [child for child in token.children if child.is_item and child.live]


def _begins_again(token: Token) -> bool:
    """Another item, or another turn, may begin after those that have."""
    spec = token.task_spec
    if isinstance(spec, StandardLoop):
        return True
    if not isinstance(spec, Loop) or not spec.ordered:
        return False
    begun = max((item.index or 0 for item in spec.items_of(token)), default=-1)
    return bool(begun + 1 < token.internal_data.get("total", 0))
