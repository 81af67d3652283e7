"""Adding a token: an administrator lets one more way begin, beside those that run."""

from collections.abc import Iterator

from engine.execution.errors import CannotMove
from engine.execution.instance import Instance
from engine.execution.level import Level
from engine.execution.moves.jumping import _can_be_entered
from engine.execution.moves.regions import Regions
from engine.execution.token import Token


def add_token(instance: Instance, target: str, within: int) -> Token:
    """Begin one more token at a node of a level that runs; it depends on nothing that was done.

    Parameters
    ----------
    within
        The token around the level, 0 for the process.

    Raises
    ------
    CannotMove
        ``no_such_node``; ``not_running``: nothing runs in that level; ``into_level``: the node is in another
        level; ``not_a_target``: no token may be put there; ``into_branch``: it is in one of several branches,
        whose siblings would be missing at their join.
    """
    level = _level(instance, within)
    _check(instance, level, target, None)
    entered = level.new_token(level.spec.task_specs[target])
    entered.task_spec._update(entered)
    for one in instance.levels():
        if not one.completed:
            one.settle()
    instance.look_again()
    return entered


def addable(instance: Instance) -> Iterator[tuple[int, str]]:
    """Every node that `add_token` would begin at, with the token around its level."""
    for level in instance.levels():
        if level.open and not level.spec.is_ad_hoc:
            regions = Regions(level.spec)
            yield from (
                (level.host_id, target)
                for target in instance.program.nodes
                if target in level.spec.task_specs and _may(instance, level, target, regions)
            )


def _may(instance: Instance, level: Level, target: str, regions: Regions) -> bool:
    try:
        _check(instance, level, target, regions)
    except CannotMove:
        return False
    return True


def _check(instance: Instance, level: Level, target: str, regions: Regions | None) -> None:
    if target not in instance.program.nodes:
        raise CannotMove("no_such_node", target=target)
    if target not in level.spec.task_specs:
        raise CannotMove("into_level", target=target)
    if not any(_flows(token) for token in level.open.values()):
        raise CannotMove("not_running", target=target)
    if not _can_be_entered(level, target):
        raise CannotMove("not_a_target", target=target)
    for split in (regions or Regions(level.spec)).around(target):
        raise CannotMove("into_branch", target=target, split=split)


def _flows(token: Token) -> bool:
    """A level that is over but for handlers of compensation, or that an event has taken over, stays so."""
    return not token.stands_beside


def _level(instance: Instance, within: int) -> Level:
    found = instance if not within else instance.subprocesses.get(within)
    if found is None or found.completed:
        raise CannotMove("not_running", target="")
    level: Level = found
    return level
