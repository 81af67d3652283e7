"""The way of matters from one version of a service to another: what of it changes besides the state."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from identity.principal import Principal

from . import filling
from .definitions import Deployed
from .errors import BadRenaming, CannotMigrate
from .execution import Block, Execution, Migration, Program
from .opening import SUSPENDED
from .running import Running
from .saving import save
from .store import versions


class Way:
    """From one version to another.

    Parameters
    ----------
    renamed
        The new id of each element that has another one now; what the old version does not have is left out.

    Raises
    ------
    BadRenaming
        An element would become one that is not there, or that another becomes too.
    """

    def __init__(self, old: Deployed, new: Deployed, renamed: Mapping[str, str]) -> None:
        self.old, self.new = old, new
        known = _elements(old)
        self.renamed = {name: to for name, to in renamed.items() if name in known}
        _check(known, _elements(new), self.renamed)
        self._migrations: dict[str | None, Migration | None] = {}

    def migration(self, process_id: str | None) -> Migration | None:
        """The way of one of the processes; None if the new version does not have it."""
        if process_id not in self._migrations:
            new = self.new.programs.by_id.get(process_id) if process_id else self.new.program
            found = Migration(self.old.program_of(process_id), new, self.renamed) if new else None
            self._migrations[process_id] = found
        return self._migrations[process_id]

    def blocks(self, process_id: str | None, execution: Execution) -> tuple[Block, ...]:
        """Why an instance of one of the processes cannot go this way."""
        migration = self.migration(process_id)
        return migration.blocks(execution) if migration else (Block("gone", str(process_id)),)

    @cached_property
    def fields_gone(self) -> tuple[str, ...]:
        """Fields that the new form no longer has."""
        kept = _fields(self.new)
        return tuple(name for name in _fields(self.old) if name not in kept)

    @cached_property
    def fields_changed(self) -> tuple[str, ...]:
        """Fields that hold another kind of value in the new form."""
        before, after = _fields(self.old), _fields(self.new)
        return tuple(name for name in before if name in after and _kind(before[name]) != _kind(after[name]))

    def fields_lost(self, execution: Execution) -> tuple[str, ...]:
        """Of the fields that are gone or changed, those in which an instance holds something."""
        values = execution.variables()
        touched = (*self.fields_gone, *self.fields_changed)
        return tuple(name for name in touched if values.get(name) not in (None, "", []))

    def name_of(self, element: str) -> str:
        """The name that people know an element of the old version by."""
        return self.old.step_name(element)


def go(running: Running, by: Principal, way: Way, words: str) -> None:
    """Take an instance along a way, and store it.

    Raises
    ------
    CannotMigrate
    """
    facts = running.facts
    if way.old.id == way.new.id:
        raise CannotMigrate("same_version")
    found = way.blocks(facts.process_id, running.execution)
    migration = way.migration(facts.process_id)
    if found or migration is None:
        raise CannotMigrate("blocked", tuple((block, way.name_of(block.element)) for block in found))
    running.note("migrate", person_id=by.person_id, outcome=f"{way.old.number}-{way.new.number}", words=words)
    running.move_to(way.new, migration.apply(running.execution))
    versions.pin(running.uow, facts.id, way.new.id)
    versions.rename(running.uow, facts.id, way.renamed)
    waiting = {step.element for step in running.execution.waiting}
    versions.name(running.uow, facts.id, {element: way.new.step_name(element) for element in waiting})
    filling.follow(running, way.renamed)
    if running.state == SUSPENDED:
        running.derive()
    else:
        running.settle()
    save(running)


def _elements(deployed: Deployed) -> set[str]:
    programs: Mapping[str, Program] = deployed.programs.by_id
    return {name for program in programs.values() for name in program.nodes}


def _check(old: set[str], new: set[str], renamed: Mapping[str, str]) -> None:
    becomes = Counter(renamed.get(name, name) for name in old)
    for to in renamed.values():
        if to not in new or becomes[to] > 1:
            raise BadRenaming(element=to)


def _fields(deployed: Deployed) -> Mapping[str, Any]:
    fields: Mapping[str, Any] = deployed.form.schema.get("properties", {})
    return fields


def _kind(field: Mapping[str, Any]) -> tuple[Any, ...]:
    return field.get("type"), field.get("x-control"), bool(field.get("x-secret"))
