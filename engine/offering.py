"""Steps that have just opened: each becomes a to-do item, or is passed over as its policy says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity.principal import load

from . import assignment, deadlines, filling, handlers
from .assignment import Skip, Verdict
from .execution import WaitingStep
from .outcomes import choose
from .store import tasks
from .store.tasks import NewTask

if TYPE_CHECKING:
    from .running import Running

MOST_SKIPS = 200
"""How many steps one command passes over: then a loop of skipped steps stops, and people are asked."""


class Offering:
    """The to-do items that one command makes; see :meth:`open_new`."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._made: dict[int, tuple[NewTask, Verdict]] = {}
        self._skipped = 0

    def open_new(self) -> bool:
        """Make to-do items for the steps that wait and have none.

        Returns
        -------
        Whether steps were passed over: the caller lets the execution go on and asks again.
        """
        running = self._running
        known = {row.token for row in running.open_tasks} | set(self._made)
        new = [running.step(token) for token in sorted(running.execution.open_tokens - known)]
        # Asked before the handlers are looked up, the ids come along with them.
        ids = tasks.ask_ids(running.uow, len(new)) if new else ()
        planner = deadlines.Planner(running.uow, [deadlines.of_step(running.deployed, step) for step in new])
        found = [assignment.resolve(running, step, may_skip=self._may_skip(step)) for step in new]
        before = self._skipped
        for row, step, verdict, due in zip(ids, new, found, planner.due(running.now), strict=True):
            if verdict.skip is not None:
                self._pass_over(row.id, step, verdict.skip)
            else:
                name, sign = running.deployed.step_name(step.element), handlers.kind_of(step)
                task = NewTask(row.id, step.token, step.element, name, verdict.reasons, sign=sign, due=due)
                self._made[step.token] = (task, verdict)
        return self._skipped > before

    def keep(self) -> None:
        """Let those be stored whose step still waits: a step passed over may have ended others."""
        running = self._running
        for token, (task, verdict) in self._made.items():
            if token in running.execution.open_tokens:
                running.pending.new_tasks.append(task)
                self._note_substitutes(task, verdict)
        self._made.clear()

    def _may_skip(self, step: WaitingStep) -> bool:
        """What was returned is to be seen by somebody."""
        return step.token not in self._running.returned and self._skipped < MOST_SKIPS

    def _pass_over(self, task_id: int, step: WaitingStep, skip: Skip) -> None:
        """Complete a step in nobody's hands, by the way that a handler's own completion takes."""
        running = self._running
        self._skipped += 1
        # Another step passed over beside it may have ended it meanwhile.
        if step.token not in running.execution.open_tokens:
            return
        chosen = choose(running.deployed, step.element, skip.outcome)
        by = load(running.uow, skip.person_id) if skip.person_id is not None else None
        filling.decide(running, by, step, chosen, "")
        running.note(
            "skip",
            person_id=skip.person_id,
            task_id=task_id,
            element=step.element,
            outcome=f"{skip.why}:{skip.outcome}",
        )
        running.pending.new_tasks.append(
            NewTask(
                task_id,
                step.token,
                step.element,
                running.deployed.step_name(step.element),
                (),
                state="completed",
                handler_id=skip.person_id,
                outcome=skip.outcome,
            )
        )
        running.execution.complete(step.token)
        if self._skipped == MOST_SKIPS:
            running.note("incident", element=step.element, outcome="endless")

    def _note_substitutes(self, task: NewTask, verdict: Verdict) -> None:
        for absent, instead in verdict.stood_in:
            self._running.stands_in(task.id, task.element, absent, instead)
