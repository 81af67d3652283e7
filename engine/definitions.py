"""Versions of processes, parsed once in each process and shared by every instance of theirs."""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from sqlalchemy import text

from bpmn_models.bundle import Bundle, read_zip
from db.link import Answer, Link
from designer_export.native import (
    AssignRule,
    CopyRule,
    OperationCall,
    StepSettings,
    read_copies,
    read_operations,
    read_settings,
)
from designer_export.reading import read
from forms.fields import Field
from forms.model import Form, load_form
from forms.pointers import split

from .errors import NotFound
from .execution import NodeInfo, Program, Programs, compile_file

Order = Literal["number", "day"]

_BY_ID = text("SELECT id, number, bundle FROM definition WHERE id = :id")
_CREATOR = text("SELECT created_by FROM definition WHERE id = :id")
_IN_FORCE = text("SELECT id FROM definition WHERE service_key = :key AND state = 'published'")


@dataclass(frozen=True, eq=False)
class Deployed:
    """One immutable version, ready to run; each is itself alone, so that it can be a key."""

    id: int
    service_key: str
    number: int
    name: str
    bundle: Bundle
    programs: Programs
    steps: Mapping[str, StepSettings]
    operations: Mapping[str, OperationCall]
    copies: Mapping[str, tuple[CopyRule, ...]]
    form: Form

    @property
    def program(self) -> Program:
        """The process that people start."""
        return self.programs.by_id[self.programs.main]

    def program_of(self, process_id: str | None) -> Program:
        """The process that an instance runs; None means the one that people start."""
        return self.programs.by_id[process_id] if process_id else self.program

    @property
    def process(self) -> Mapping[str, Any]:
        """The ``[process]`` part of ``service.toml``."""
        settings: Mapping[str, Any] = self.bundle.service["process"]
        return settings

    @property
    def apply_step(self) -> StepSettings | None:
        """The initiator's own step, or None for a service nobody fills in."""
        return next((step for step in self.steps.values() if step.apply), None)

    def step(self, element: str) -> StepSettings:
        """Give a user task's settings; a step without any has the defaults."""
        return self.steps.get(element) or StepSettings(id=element)

    def step_name(self, element: str) -> str:
        """Give the name that people know a step by."""
        node = self._nodes.get(element)
        return (node and node.name) or element

    def lane_of(self, element: str) -> str | None:
        """Give the label of the lane that a step stands in; None if it stands in none."""
        node = self._nodes.get(element)
        return node.lane if node else None

    @cached_property
    def choices(self) -> Mapping[str, AssignRule]:
        """The rules of choice of the steps whose handlers somebody chooses, in the order of the file."""
        found = {name: _choice(step) for name, step in self.steps.items()}
        return {name: rule for name, rule in found.items() if rule is not None}

    @cached_property
    def searchable(self) -> tuple[str, ...]:
        """The pointers of the fields that can be searched for; a secret is never one of them."""
        named: Sequence[str] = self.process.get("searchable", ())
        return tuple(pointer for pointer in named if pointer not in self.form.secrets)

    @cached_property
    def searchable_names(self) -> frozenset[str]:
        """The variables that those fields stand in."""
        return frozenset(split(pointer)[0] for pointer in self.searchable)

    @cached_property
    def ordered(self) -> Mapping[str, Order]:
        """Which of them can be asked for from something to something, by pointer: numbers, and days."""
        fields = {pointer: self.form.field(pointer) for pointer in self.searchable}
        found = {pointer: _order(field) for pointer, field in fields.items() if field}
        return {pointer: order for pointer, order in found.items() if order}

    @cached_property
    def _nodes(self) -> Mapping[str, NodeInfo]:
        """The nodes of all processes; of two with one id, that of the first."""
        merged: dict[str, NodeInfo] = {}
        for program in reversed(list(self.programs.by_id.values())):
            merged |= program.nodes
        return merged


def _order(field: Field) -> Order | None:
    if field.type in ("number", "integer"):
        return "number"
    return "day" if field.schema.get("format") in ("date", "date-time") else None


def _choice(step: StepSettings) -> AssignRule | None:
    return next((rule for rule in step.assign if rule.rule == "chosen"), None)


def prepare(bundle: Bundle, *, id: int = 0, number: int = 0) -> Deployed:
    """Parse and compile everything a version is made of.

    Raises whatever the rooms below raise for a bundle that was never checked.
    """
    root = read(bundle.process).root
    return Deployed(
        id=id,
        service_key=bundle.key,
        number=number,
        name=str(bundle.service["process"].get("name", bundle.key)),
        bundle=bundle,
        programs=compile_file(bundle.process, _decisions(bundle)),
        steps=read_settings(root),
        operations=read_operations(root),
        copies=read_copies(root),
        form=load_form(bundle.files),
    )


def _decisions(bundle: Bundle) -> list[bytes]:
    return [content for name, content in sorted(bundle.files.items()) if name.endswith(".dmn")]


class DefinitionCache:
    """The versions in use, least recently used dropped first; safe for threads."""

    def __init__(self, size: int = 256) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._items: OrderedDict[int, Deployed] = OrderedDict()

    def get(self, connection: Link, definition_id: int) -> Deployed:
        """Give a version; parse it if this process has not met it.

        Raises
        ------
        NotFound
            If there is no such version.
        """
        with self._lock:
            if definition_id in self._items:
                self._items.move_to_end(definition_id)
                return self._items[definition_id]
        deployed = _load(connection, definition_id)
        with self._lock:
            self._items[definition_id] = deployed
            while len(self._items) > self._size:
                self._items.popitem(last=False)
        return deployed


def _load(connection: Link, definition_id: int) -> Deployed:
    row = connection.execute(_BY_ID, {"id": definition_id}).one_or_none()
    if row is None:
        raise NotFound(definition=definition_id)
    return prepare(read_zip(row.bundle), id=row.id, number=row.number)


def creator_of(connection: Link, definition_id: int) -> int | None:
    """Give who deployed a version; None for the program itself."""
    return connection.execute(_CREATOR, {"id": definition_id}).scalar_one_or_none()


def in_force(connection: Link, service_key: str) -> int | None:
    """Give the id of a service's published version, or None."""
    return ask_in_force(connection, service_key).scalar_one_or_none()


def ask_in_force(connection: Link, service_key: str) -> Answer:
    """Ask as :func:`in_force`, without waiting for the answer."""
    return connection.execute(_IN_FORCE, {"key": service_key})
