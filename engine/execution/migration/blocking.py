"""Where an instance must not stand to be taken to another version: it would be stuck there, or go wrong."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.execution.events.watches import Watch
from engine.execution.instance import Instance
from engine.execution.level import Level
from engine.execution.migration.matching import Matching
from engine.execution.moves.regions import Regions
from engine.execution.process import START
from engine.execution.token import Token


@dataclass(frozen=True, slots=True)
class Block:
    """One reason why an instance cannot be taken along.

    Attributes
    ----------
    code
        ``gone``: something stands on an element that is no longer there; ``changed``: on one of another kind;
        ``join``: where tokens wait, or will, other ways lead now; ``branches``: it is in parallel branches
        that part otherwise now; ``half``: a part of what an event waits for has come, and it waits for
        something else now; ``ended``: an element that is no longer there has ended something by force.
    element
        Where in the old version.
    """

    code: str
    element: str


def blocks(instance: Instance, matching: Matching) -> list[Block]:
    """Every reason, each once."""
    instance.wake()
    found: list[Block] = []
    for level in instance.levels():
        found += _on_level(level, matching)
    found += _by_history(instance, matching)
    found += [Block("half", watch.spec.place) for watch in instance.watches if _is_half_done(watch, matching)]
    return list(dict.fromkeys(found))


def _on_level(level: Level, matching: Matching) -> Iterator[Block]:
    homeless = [token for token in level.living if matching.node(level.spec, token.task_spec.name) is None]
    for token in homeless:
        if token.task_spec.place in matching.gone or level.spec.name not in matching.levels:
            yield Block("gone", token.task_spec.place)
        elif token.gathering:
            yield Block("join", token.task_spec.place)
        else:
            yield Block("changed", token.task_spec.place)
    standing = [token for token in level.living if not token.is_item and not token.stands_beside]
    if standing and not homeless:
        yield from _in_branches(level, standing, matching)
    for name in level.resets:
        if matching.node(level.spec, name) is None:
            yield Block("join", name)


def _in_branches(level: Level, standing: list[Token], matching: Matching) -> Iterator[Block]:
    """Branches that live side by side must part and meet in the new version as in the old one."""
    old, new = level.spec, matching.levels[level.spec.name]
    before, after = Regions(old), Regions(new)
    names = {token.task_spec.name for token in standing}
    for name in sorted(names):
        here = _renamed(before.forks(name), matching)
        there = after.forks(matching.renamed(name))
        splits = here.keys() ^ there.keys() | {split for split in here if here[split] != there.get(split)}
        splits |= {s for s in here if s in there and not _parts_alike(before, after, s, matching)}
        yield from (Block("branches", split if split != START else old.name) for split in sorted(splits))
        yield from _racing(level, name, matching)
    if len(standing) > 1 or any(token.gathering for token in standing):
        yield from _meeting(level, names, matching)


def _renamed(around: dict[str, frozenset[str]], matching: Matching) -> dict[str, frozenset[str]]:
    return {
        matching.renamed(split): frozenset(matching.renamed(way) for way in ways)
        for split, ways in around.items()
    }


def _parts_alike(before: Regions, after: Regions, split: str, matching: Matching) -> bool:
    """Whether as many ways begin there as did: a new one would never have been gone."""
    old = next(name for name in before.splits if matching.renamed(name) == split)
    return {matching.renamed(way) for way in before.ways(old)} == after.ways(split)


def _racing(level: Level, name: str, matching: Matching) -> Iterator[Block]:
    """Behind an event-based gateway all events wait at once: another one would not be waited for."""
    spec = level.spec.task_specs[name]
    found = matching.node(level.spec, name)
    if not spec.races or found is None:
        return
    new = matching.levels[level.spec.name]
    ways = {matching.renamed(f.target) for f in level.spec.task_specs[spec.incoming[0].source].outgoing}
    if ways != {flow.target for flow in new.task_specs[found.incoming[0].source].outgoing}:
        yield Block("branches", spec.incoming[0].source)


def _meeting(level: Level, names: set[str], matching: Matching) -> Iterator[Block]:
    """Where they will still wait for each other, as many ways must lead as now."""
    for join in _ahead(level, names):
        if level.spec.task_specs[join].gathers and matching.node(level.spec, join) is None:
            yield Block("join", join)


def _ahead(level: Level, names: set[str]) -> list[str]:
    """The nodes that can still be reached, from those given on."""
    seen: set[str] = set()
    todo = [*names]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            spec = level.spec.task_specs[name]
            todo += [*(flow.target for flow in spec.outgoing), *spec.boundaries]
    return sorted(seen)


def _by_history(instance: Instance, matching: Matching) -> Iterator[Block]:
    """What ended something by force decides for ever what may still be gone back to."""
    for token in instance.tokens.values():
        level = token.workflow.spec
        if token.task_spec.ends_level and token.counts and matching.node(level, token.task_spec.name) is None:
            yield Block("ended", token.task_spec.place)


def _is_half_done(watch: Watch, matching: Matching) -> bool:
    new = matching.node(watch.level.spec, watch.spec.name)
    return bool(watch.got) and (new is None or new.triggers != watch.spec.triggers)
