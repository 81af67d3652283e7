"""A random story through the commands, on the database: rows, record and snapshot after every command."""

from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from sqlalchemy import text

from db import transaction
from db.link import Link, Row
from engine import handlers
from engine.commands.cancel_instance import cancel_instance
from engine.commands.complete_task import complete_task
from engine.commands.deploy import deploy
from engine.commands.fire_timers import fire_timers
from engine.commands.return_task import return_task
from engine.commands.start_process import start_process
from engine.commands.terminate_instance import terminate_task
from engine.errors import CannotReturn
from engine.execution import Environment, Execution, WaitingStep
from engine.execution.events.occurrence import Occurrence
from engine.opening import open_instance
from engine.queries.inspection.opened import Opened, opened
from engine.queries.verification import verify
from engine.runtime import Runtime
from engine.saving import save
from identity.keys import person_key
from identity.principal import Principal
from tests.engine.driving import beside, handing, mending
from tests.engine.driving.random_service import random_service
from tests.engine.driving.replaying import Seen, check_replay, look
from tests.engine.execution.driving.invariants import check_history

STEPS = 30
ENDS_EARLY = 0.01

_INSTANCE = text("SELECT definition_id, state, snapshot FROM instance WHERE id = :id")
_TASKS = text(
    "SELECT id, token, element, version, sign, reasons, claimed_by, held_at,"
    " ARRAY(SELECT principal FROM inbox WHERE task_id = task.id) AS offered FROM task"
    " WHERE instance_id = :id AND state = 'open' ORDER BY id"
)
_NEWEST = text("SELECT max(id) FROM definition WHERE service_key = :key")
_INBOX = text("SELECT task_id FROM inbox JOIN task ON task.id = task_id WHERE instance_id = :id")
_INCIDENTS = text("SELECT token FROM incident WHERE instance_id = :id AND closed_at IS NULL")


class Matter:
    """One instance of a random service, started by the first of some people; they handle it together."""

    def __init__(
        self,
        rt: Runtime,
        link: Link,
        people: Sequence[Principal],
        seed: int,
        done: Counter[str],
        commits: list[int],
    ) -> None:
        self.rt, self.link, self.people = rt, link, people
        by = self.by = people[0]
        self.random, self.done, self.commits = Random(seed), done, commits
        self.reminded: list[Row] = []
        self.seen: list[Seen] = []
        self.bundle, self.model = random_service(seed, teams=True)
        bundle = self.bundle
        deploy(rt, None, bundle)
        self.id = self.command("start", lambda: start_process(rt, by, bundle.key, {}).instance_id)
        self.check()

    def tell(self) -> None:
        """Random commands, and what comes from outside between them; its replay shows all that was seen."""
        self.act_on()
        check_replay(self.opened(), self.link, self.seen, self.done)

    def act_on(self) -> None:
        """Act until it has ended, or often enough."""
        for _ in range(STEPS):
            if self.row.state != "running":
                return
            if self.random.random() < ENDS_EARLY:
                break
            self.act()
            self.check()
        if self.row.state == "running":
            end = self.terminate if self.may_terminate and self.random.random() < 0.6 else self.cancel
            end()
            self.check()

    def command(self, kind: str, run: Callable[[], Any], *, commits: int | None = 1) -> Any:
        """Run one command and see that it commits once, or as often as said; None where that depends."""
        before = len(self.commits)
        found = run()
        assert commits is None or len(self.commits) - before == commits
        self.done[kind] += 1
        return found

    # --- reading

    @property
    def row(self) -> Row:
        return self.link.execute(_INSTANCE, {"id": self.id}).one()

    @property
    def tasks(self) -> list[Row]:
        return list(self.link.execute(_TASKS, {"id": self.id}).all())

    @property
    def may_terminate(self) -> list[Row]:
        """Open tasks but the one in which he applies: from there nobody ends the matter."""
        apply = self.rt.definitions.get(self.link, self.row.definition_id).apply_step
        return [task for task in self.tasks if apply is None or task.element != apply.id]

    def opened(self) -> Opened:
        """The matter as an administrator inspects it."""
        return opened(self.rt, self.link, self.admin, self.id)

    def stored(self) -> Execution:
        row = self.row
        environment = Environment(clock=self.rt.clock, sandbox=self.rt.sandbox)
        program = self.rt.definitions.get(self.link, row.definition_id).program
        return Execution.load(program, environment, bytes(row.snapshot))

    def person(self, person_id: int) -> Principal:
        return next(one for one in self.people if one.person_id == person_id)

    @property
    def admin(self) -> Principal:
        """The last of the people, who may mend."""
        return self.people[-1]

    def candidates(self, task: Row) -> list[Principal]:
        """The people to whom a task is offered."""
        return [one for one in self.people if self.may_handle(one, task)]

    def may_handle(self, person: Principal, task: Row) -> bool:
        return not set(person.keys).isdisjoint(task.offered)

    def handler(self, task: Row) -> Principal:
        """One of those to whom a task is offered."""
        return self.random.choice(self.candidates(task))

    def other(self, task: Row) -> Principal:
        """Somebody whose task it is not."""
        return self.random.choice([one for one in self.people if not self.may_handle(one, task)])

    def newest_version(self) -> int:
        return int(self.link.execute(_NEWEST, {"key": self.bundle.key}).scalar_one())

    def offers(self, task: Row) -> bool:
        """Whether its handler is offered operations: not in the step in which somebody applies."""
        deployed = self.rt.definitions.get(self.link, self.row.definition_id)
        return not deployed.step(task.element).apply

    def stored_step(self, task: Row) -> WaitingStep:
        return next(step for step in self.stored().waiting if step.token == task.token)

    # --- acting

    def act(self) -> None:
        tasks, run = self.tasks, self.stored()
        moves: list[Callable[[], Any]] = []
        if tasks:
            task = self.random.choice(tasks)
            moves += [lambda: self.complete(task)] * 14 + [lambda: self.go_back(task)] * 2
        if run.listening:
            heard = self.random.choice(run.listening)
            moves += [lambda: self.bring(heard.kind, lambda: _receive(heard))] * 3
        if self.model.flags:
            name = self.random.choice(self.model.flags)
            value = not run.read(name)
            moves += [lambda: self.bring("flag", lambda: lambda execution: execution.write(name, value))]
        if run.next_due is not None or not moves:
            moves += [self.wait] * 2
        for operations in (handing, beside, mending):
            moves += operations.moves(self)
        self.random.choice(moves)()

    def complete(self, task: Row) -> None:
        outcome = f"o{self.random.choice((0, 0, 1, 2))}"
        self.command(
            "complete",
            lambda: complete_task(
                self.rt,
                self.handler(task),
                task.id,
                version=task.version,
                outcome=outcome,
                document={},
                opinion="意见如此。",
            ),
        )

    def go_back(self, task: Row) -> None:
        try:
            self.command(
                "return",
                lambda: return_task(
                    self.rt,
                    self.handler(task),
                    task.id,
                    version=task.version,
                    to="previous",
                    opinion="请重办。",
                ),
            )
        except CannotReturn:
            self.done["refused return"] += 1

    def wait(self) -> None:
        """Let time pass; the clock of the worker finds out, or the next command does."""
        self.rt.clock.forward(hours=self.random.randint(1, 6))  # type: ignore[attr-defined]
        if self.random.random() < 0.5:
            self.bring("time", lambda: lambda execution: None)
            return
        due = self.stored().next_due
        fired = fire_timers(self.rt)
        assert fired == (due is not None and due <= self.rt.clock())
        self.done["clock"] += 1

    def bring(self, kind: str, what: Callable[[], Callable[[Execution], Any]]) -> None:
        """What comes from outside, in a unit of work like a command's."""

        def run() -> None:
            with transaction() as uow:
                running = open_instance(self.rt, uow, self.by, self.id)
                what()(running.execution)
                running.settle()
                save(running)

        self.command(kind, run)

    def terminate(self) -> None:
        task = self.may_terminate[0]
        self.command(
            "terminate",
            lambda: terminate_task(
                self.rt, self.handler(task), task.id, version=task.version, reason="不再需要。"
            ),
        )

    def cancel(self) -> None:
        self.command("cancel", lambda: cancel_instance(self.rt, self.by, self.id))

    # --- what must hold

    def check(self) -> None:
        """Open rows equal waiting steps, the record verifies, the snapshot is sound."""
        row, run = self.row, self.stored()
        tasks = self.tasks
        waiting = {(step.token, step.element) for step in run.waiting}
        assert {(task.token, task.element) for task in tasks} == waiting
        assert len(tasks) == len(waiting)
        self.check_handlers(tasks, run)
        inbox = [item.task_id for item in self.link.execute(_INBOX, {"id": self.id}).all()]
        assert set(inbox) == {task.id for task in tasks}
        assert not run.failures
        assert not self.link.execute(_INCIDENTS, {"id": self.id}).all()
        assert row.state in (run.state, "cancelled")
        assert row.state != "running" or run.state == "running"
        assert run.dump() == bytes(row.snapshot)
        (verdict,) = verify(self.rt, self.link, self.id)
        assert verdict.ok
        if row.state in ("running", "completed"):
            check_history(run._instance)
        # What happens next happens later.
        self.seen.append(look(self.opened(), self.rt.clock()))
        self.rt.clock.forward(seconds=1)  # type: ignore[attr-defined]

    def check_handlers(self, tasks: list[Row], run: Execution) -> None:
        """Whom an operation has chosen stands in the row as in the snapshot."""
        for task in tasks:
            step = next(step for step in run.waiting if step.token == task.token)
            assert task.sign == handlers.kind_of(step)
            chosen = handlers.chosen(step)
            assert not chosen or tuple(map(tuple, task.reasons)) == chosen
            named = list(dict.fromkeys(reason[0] for reason in task.reasons))
            assert task.offered == ([person_key(task.claimed_by)] if task.claimed_by else named)


def _receive(heard: Any) -> Callable[[Execution], Any]:
    def receive(execution: Execution) -> None:
        assert execution.receive(Occurrence(heard.kind, heard.name))

    return receive
