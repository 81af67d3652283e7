"""A jump: an administrator takes a token away and puts one on another node.

What a jump leaves behind is taken away whole (a loop, a sub-process, a parallel block), and it never
enters one of several branches from outside: the others would be missing at the join.
"""

from engine.execution.errors import CannotMove
from engine.execution.instance import Instance
from engine.execution.level import Level
from engine.execution.moves.regions import Branches, Regions
from engine.execution.nodes.base import Flow
from engine.execution.token import WAITING, Token


def jump(instance: Instance, token: Token, target: str) -> Token:
    """Leave where `token` stands and enter the node `target`.

    Raises
    ------
    CannotMove
        ``not_live``; ``no_such_node``; ``not_a_target``: no token may be put there (a join, a start, what an
        event begins, a part of an ad-hoc sub-process); ``into_level``: it is inside a sub-process that the
        token is not in; ``into_branch``: it is in a parallel branch that the token is not in; ``beside``: the
        token belongs to an event sub-process or a compensation, from which the flow cannot be entered.
    """
    source, left = _plan(token, target, {})
    level = source.workflow
    entered: Token = source._add_child(level.spec.task_specs[target])
    for other in left:
        # A return over the jump brings back what it took away.
        other.cancel(killer=entered.id)
    entered.task_spec._update(entered)
    for one in instance.levels():
        if not one.completed:
            one.settle()
    instance.look_again()
    return entered


def targets(instance: Instance, token: Token) -> list[str]:
    """Every node that `jump` would take a live token to, in the order of the program."""
    regions: dict[int, Regions] = {}
    found = []
    for target in instance.program.nodes:
        try:
            _plan(token, target, regions)
        except CannotMove:
            continue
        found.append(target)
    return found


def _plan(token: Token, target: str, regions: dict[int, Regions]) -> tuple[Token, list[Token]]:
    """The token from which the target is entered, and what is left behind.

    Parameters
    ----------
    regions
        Those of the levels looked at so far, by the token around each: they are the same for every target.

    Raises
    ------
    CannotMove
    """
    if not token.live:
        raise CannotMove("not_live", token=token.id)
    source = _lift(token, target)
    level = source.workflow
    if level.host_id not in regions:
        regions[level.host_id] = Regions(level.spec)
    return source, _left_behind(level, source, target, regions[level.host_id])


def _lift(token: Token, target: str) -> Token:
    """The token around `token`, or itself, that stands on the target's level."""
    if not _is_known(token.workflow.top_workflow, target):
        raise CannotMove("no_such_node", target=target)
    at = token
    while True:
        if at.is_item:
            at = at.parent
            continue
        if at.stands_beside:
            raise CannotMove("beside", token=token.id)
        if target in at.workflow.spec.task_specs:
            break
        around = at.workflow.around
        if around is None:
            raise CannotMove("into_level", target=target)
        at = around
    if not _can_be_entered(at.workflow, target):
        raise CannotMove("not_a_target", target=target)
    return at


def _is_known(instance: Instance, target: str) -> bool:
    return target in instance.program.nodes


def _can_be_entered(level: Level, target: str) -> bool:
    spec = level.spec.task_specs[target]
    comes_by_flow = bool(spec.incoming) and not (spec.listens or spec.races)
    return comes_by_flow and not spec.gathers and not level.spec.is_ad_hoc


def _left_behind(level: Level, source: Token, target: str, regions: Regions) -> list[Token]:
    """What is taken away: the token, and the parallel blocks that it is in and the target is not."""
    here, there = _branches_of(source, regions), regions.around(target)
    for split, ways in there.items():
        if here.get(split) != ways:
            raise CannotMove("into_branch", target=target, split=split)
    left = here.keys() - there.keys()
    inside = frozenset[str]().union(*map(regions.block, left))
    # Those that wait behind the block have left it, unless they wait for it.
    return [
        other
        for other in level.living
        if other is source
        or _races(other, source)
        or (not other.is_item and other.task_spec.name in inside)
        or (other.task_spec.gathers and _comes_from(other, inside | left))
    ]


def _races(token: Token, source: Token) -> bool:
    """Whether only one of the two would have gone on."""
    return bool(token.task_spec.races and source.task_spec.races and token._parent == source._parent)


def _branches_of(token: Token, regions: Regions) -> Branches:
    """Who waits at a join is still in the branch that he came by."""
    flow = _last_flow(token) if token._state == WAITING and token.gathering else None
    return regions.around(token.task_spec.name) if flow is None else regions.behind(flow)


def _comes_from(token: Token, inside: frozenset[str]) -> bool:
    flow = _last_flow(token)
    return flow is not None and flow.source in inside


def _last_flow(token: Token) -> Flow | None:
    return next((flow for flow in token.task_spec.incoming if flow.id == token.via), None)
