"""One way from a version of a process to another, for all instances that go it."""

from collections.abc import Mapping
from functools import cached_property

from engine.execution import snapshot
from engine.execution.execution import Execution
from engine.execution.migration.blocking import Block, blocks
from engine.execution.migration.carrying import carry
from engine.execution.migration.matching import FEATURES, Matching, drawn
from engine.execution.process import LevelSpec
from engine.execution.program import Program


class Migration:
    """What becomes of instances of `old` as instances of `new`.

    Parameters
    ----------
    renamed
        The new id of elements that have another one now; all others are what their id says.
    """

    def __init__(self, old: Program, new: Program, renamed: Mapping[str, str] | None = None) -> None:
        self._old, self._new = old, new
        self._matching = Matching(old, new, renamed or {})

    @property
    def gone(self) -> tuple[str, ...]:
        """Elements that the new version no longer has, in the order of the old one."""
        return tuple(name for name in self._old.nodes if name in self._matching.gone)

    @property
    def changed(self) -> tuple[str, ...]:
        """Elements that are another kind of thing in the new version, or gather other ways."""
        return tuple(name for name in self._old.nodes if name in self._matching.changed)

    @cached_property
    def same_structure(self) -> bool:
        """Whether a state of the one is one of the other as it is: only texts or settings have changed."""
        return _shape(self._old) == _shape(self._new)

    def blocks(self, execution: Execution) -> tuple[Block, ...]:
        """Why an instance cannot go; empty if it can."""
        return () if self.same_structure else tuple(blocks(execution._instance, self._matching))

    def lost(self, execution: Execution) -> tuple[str, ...]:
        """Elements that an instance has completed and that nobody can go back to once it has gone."""
        missing = {*self._matching.gone, *self._matching.changed}
        done = execution.marking().done if not self.same_structure else ()
        return tuple(name for name in self._old.nodes if name in missing and name in done)

    def apply(self, execution: Execution) -> bytes:
        """The state of an instance as one of the new version; `execution` is of no use any more.

        Load it with :meth:`Execution.arrive`. There must be no `blocks`.
        """
        if not self.same_structure:
            carry(execution._instance, self._matching)
        return snapshot.dump(execution._instance)


def _shape(program: Program) -> dict[str, object]:
    levels = (program.spec, *program.subprocesses.values())
    return {level.name: (level.declared, level.event_subs, _nodes(level)) for level in levels}


def _nodes(level: LevelSpec) -> list[object]:
    return [
        (
            spec.name,
            type(spec),
            getattr(spec, "spec", None),
            spec.triggers,
            spec.boundaries,
            spec.compensation,
            [(flow.id, flow.source, flow.target) for flow in spec.outgoing],
            {key: getattr(spec, key, None) for key in FEATURES},
        )
        for spec in drawn(level)
    ]
