"""One instance under its row lock, for the length of one command.

The data's way: a command opens a :class:`Running` (see :mod:`engine.opening`), changes its
``execution``, calls :meth:`Running.settle` (everything automatic runs; to-do items, incidents and
the end are derived from where the tokens stand), and :func:`engine.saving.save` writes it all.
To-do rows are never written beside the tokens they stand for, so open rows equal waiting user
tasks by construction.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from db.link import Row
from db.unit_of_work import UnitOfWork
from identity.keys import person_key
from identity.principal import Principal

from . import copying, countersigning, helpers
from .assignment.people import Known
from .countersigning import Counted, Panel
from .definitions import Deployed
from .execution import Environment, Execution, Failure, Listener, Occurrence, Program, WaitingStep
from .offering import Offering
from .runtime import Runtime
from .service_steps import Asked, is_outside, make_caller
from .store import chain, incidents
from .store.data_stores import DataStores
from .store.tasks import NewTask

EVENT_NOTED = {"boundaryEvent": "complete", "intermediateCatchEvent": "complete", "receiveTask": "complete"}
"""What of an event's life the record tells."""

MOST_HOPS = 200
"""How far events may lead from one instance to the next without time or a person in between."""

Reasons = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What never changes about an instance.

    Attributes
    ----------
    process_id
        None for the process that people start.
    conversation
        The instance whose message began this one, or one before it; None for itself.
    """

    id: uuid.UUID
    definition_id: int
    service_key: str
    business_no: str | None
    title: str
    initiator_id: int
    unit_id: int | None
    started_at: datetime
    process_id: str | None = None
    conversation: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """How a task that no longer waits has ended; it may come back to its handler, with what he has typed."""

    state: str
    handler_id: int | None = None
    outcome: str | None = None
    comes_back: bool = False


@dataclass
class Pending:
    """What :func:`engine.saving.save` has to write."""

    entries: list[tuple[chain.Entry, bytes]] = field(default_factory=list)
    words: dict[int, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    attachments: set[str] = field(default_factory=set)
    new_tasks: list[NewTask] = field(default_factory=list)
    closings: dict[int, Closing] = field(default_factory=dict)
    offers: dict[int, Reasons] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    mended: list[int] = field(default_factory=list)
    sent: list[Occurrence] = field(default_factory=list)
    stood_in: list[tuple[int, int, int]] = field(default_factory=list)
    copies: list[copying.Copies] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)


class Running:
    """See the module; never kept beyond its command."""

    def __init__(self, rt: Runtime, uow: UnitOfWork, facts: Facts, deployed: Deployed, now: datetime) -> None:
        self.rt = rt
        self.uow = uow
        self.facts = facts
        self.deployed = deployed
        self.now = now
        self.state = "running"
        self.suspended_at: datetime | None = None
        self.stored = False
        self.is_filled = False
        """Whether the searchable values are stored as this version names them, up to what changes now."""
        self.length = 0
        self.head: bytes
        self.open_tasks: Sequence[Row] = ()
        self.pending = Pending()
        self.returned: set[int] = set()
        self.submitted = False
        """Whether somebody is sending his step just now, and can be told what is missing."""
        self.people = Known()
        self.counted: list[Counted] = []
        """What countersign steps have come to."""
        self._had_failures = False
        self.had_calls: frozenset[int] = frozenset()
        """Tokens that waited for an outside system when it was loaded."""
        self.stores = DataStores(uow, facts.service_key)
        self.hops = 0
        """How many occurrences led to this command, each thrown because of the one before."""
        self.heard: frozenset[Listener] = frozenset()
        """What its stored rows say that it waits for."""
        self.execution: Execution

    def create(
        self, variables: Mapping[str, Any], *, at: str | None = None, event: Occurrence | None = None
    ) -> None:
        """Put the first token in place: at the start, or at the node whose event has come."""
        self.head = chain.start_of(self.rt.record_key, self.facts.id)
        self.execution = Execution.create(self._program, self._environment(), variables, at=at, event=event)

    def resume(self, row: Row, open_tasks: Sequence[Row]) -> None:
        """Load what the last command left."""
        self.state = row.state
        self.suspended_at = row.suspended_at
        self.stored = True
        self.is_filled = row.is_filled or not self.deployed.searchable
        self.head = bytes(row.record_head)
        self.length = row.record_length
        self.open_tasks = open_tasks
        self.execution = Execution.load(self._program, self._environment(), bytes(row.snapshot))
        self.heard = frozenset(self.execution.listening)
        self._had_failures = bool(self.execution.failures)
        if self.awaits_answers:
            self.had_calls = frozenset(call.token for call in self.execution.calls)

    @property
    def awaits_answers(self) -> bool:
        """Whether any step of the version may ask an outside system."""
        return any(is_outside(self.rt, call.name) for call in self.deployed.operations.values())

    @property
    def _program(self) -> Program:
        return self.deployed.program_of(self.facts.process_id)

    def _environment(self) -> Environment:
        return Environment(
            clock=lambda: self.now,
            sandbox=self.rt.sandbox,
            call_service=make_caller(self),
            functions=helpers.functions(self.now),
            stores=self.stores,
            panel=Panel(self),
        )

    def note(
        self,
        kind: str,
        *,
        person_id: int | None = None,
        task_id: int | None = None,
        element: str | None = None,
        outcome: str | None = None,
        words: str = "",
    ) -> int:
        """Add a line to the record; give its number."""
        n = self.length + 1
        entry = chain.Entry(n, kind, self.now, person_id, task_id, element, outcome)
        entry, self.head = chain.extend(self.rt.record_key, self.facts.id, self.head, entry, words)
        self.length = n
        self.pending.entries.append((entry, self.head))
        if words:
            self.pending.words[n] = words
        return n

    def note_task(
        self, kind: str, by: Principal, task: Row, *, outcome: str | None = None, words: str = ""
    ) -> None:
        """Add a line about what somebody did with a task."""
        self.note(
            kind, person_id=by.person_id, task_id=task.id, element=task.element, outcome=outcome, words=words
        )

    def closes(self, token: int, closing: Closing) -> None:
        """Say how the task of a token ends; one that vanishes unsaid counts as cancelled."""
        self.pending.closings[token] = closing

    def step(self, token: int) -> WaitingStep:
        """Give the open step of a token; its task is open, so it waits."""
        return self.execution.step(token)

    def settle(self) -> None:
        """Run everything automatic, then derive to-do items, incidents and the end.

        Raises
        ------
        NobodyToHandle, Invalid
            Somebody is sending a step (`submitted`), and the next one has no handler.
        """
        offering = Offering(self)
        self._advance()
        while offering.open_new():
            self._advance()
        offering.keep()
        self._close_vanished()
        self._derive_incidents()
        if self.execution.state != "running":
            self.state = self.execution.state
            self.note("end", outcome=self.state)

    def _advance(self) -> None:
        self.execution.advance()
        countersigning.note(self)
        self._note_events()

    def stands_in(self, task_id: int, element: str, absent: int, instead: int) -> None:
        """Record that somebody has a task in the place of somebody who is away, who may look at it later."""
        self.note(
            "substitute", person_id=absent, task_id=task_id, element=element, outcome=person_key(instead)
        )
        self.pending.stood_in.append((task_id, absent, instead))

    def _note_events(self) -> None:
        """The record tells what time, messages and signals have brought about, and what nobody heard."""
        for event in self.execution.take_sent():
            if event.kind == "escalation":
                self.note("escalation", element=event.element, outcome=event.name or None)
            elif self.hops >= MOST_HOPS:
                # Matters that set each other going for ever: here it ends, and the record says so.
                self.note("incident", element=event.element, outcome="endless")
            else:
                self.pending.sent.append(event)
        nodes = self._program.nodes
        for trace in self.execution.take_events():
            node = nodes.get(trace.element)
            if node is not None and EVENT_NOTED.get(node.kind) == trace.event:
                self.note("event", element=trace.element)
            copying.by_rule(self, trace)

    def stop(self, state: str) -> None:
        """End the instance from outside: every token goes, every to-do item closes."""
        self.execution.terminate()
        self._close_vanished()
        self._derive_incidents()
        self.state = state

    def derive(self) -> None:
        """Derive to-do items and incidents from where the tokens stand; nothing runs and nothing opens."""
        self._close_vanished()
        self._derive_incidents()

    def move_to(self, deployed: Deployed, data: bytes) -> None:
        """Go on as an instance of another version, whose state `data` is."""
        self.deployed, self.is_filled = deployed, False
        self.facts = replace(self.facts, definition_id=deployed.id)
        self.execution = Execution.arrive(self._program, self._environment(), data)

    def _close_vanished(self) -> None:
        for row in self.open_tasks:
            if row.token not in self.execution.open_tokens:
                self.pending.closings.setdefault(row.token, Closing("cancelled"))

    def _derive_incidents(self) -> None:
        failing = self.execution.failures
        if not failing and not self._had_failures:
            return
        stored = incidents.open_of(self.uow, self.facts.id) if self.stored else ()
        known = {row.token for row in stored}
        tokens = {failure.token for failure in failing}
        self.pending.mended = [row.id for row in stored if row.token not in tokens]
        for failure in failing:
            if failure.token not in known:
                self.pending.failures.append(failure)
                self.note("incident", element=failure.element, outcome=failure.code)
