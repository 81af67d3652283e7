"""The history of a matter as steps that can be gone through one by one on its diagram."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import text

from db.link import Link, Row
from engine.execution import Passage
from engine.outcomes import outcomes_of
from engine.replay import Known, Timed, timed

from .opened import Opened

PAGE = 500
"""Steps on one page of a slider."""

_TASKS = text(
    "SELECT t.token, t.element, t.name, t.state, t.outcome, t.opened_at, t.closed_at, p.name AS person_name"
    " FROM task t LEFT JOIN person p ON p.id = t.handler_id WHERE t.instance_id = :id ORDER BY t.id"
)
_CALLS = text("SELECT token, state, opened_at, closed_at FROM call WHERE instance_id = :id")
_INCIDENTS = text("SELECT token, element, code, opened_at, closed_at FROM incident WHERE instance_id = :id")
_EVENTS = text(
    "SELECT element, at FROM record_entry WHERE instance_id = :id AND kind = 'event' AND element IS NOT NULL"
    " ORDER BY n"
)
_TOLD = text(
    "SELECT e.n, e.kind, e.element, e.outcome, e.at, p.name AS person_name FROM record_entry e"
    " LEFT JOIN person p ON p.id = e.person_id WHERE e.instance_id = :id AND e.kind = ANY(:kinds)"
    " ORDER BY e.n"
)
TOLD = (
    "return",
    "withdraw",
    "jump",
    "restart",
    "migrate",
    "cancel_token",
    "add_token",
    "edit",
    "reassign",
    "suspend",
    "resume",
    "terminate",
    "cancel",
    "retry",
    "transfer",
    "delegate",
    "hold",
    "unhold",
    "due_transfer",
    "due_escalate",
    "due_pass",
    "due_return",
)
"""Entries of the record that the tokens do not tell, or not by whom."""


@dataclass(frozen=True, slots=True)
class StoryStep:
    """One step.

    Attributes
    ----------
    kind
        ``enter``, ``leave``, ``cancel``, ``undo``, ``again``, ``fail``, or the kind of a record's entry.
    after, until
        When it was: no earlier and no later; the same where that is known. `until` is None where only the
        present bounds it.
    element, name
        Where; both empty where the present version of the diagram has nothing there and no name was kept.
    came, went
        Elements on which it puts a token, and from which it takes one.
    passed, undone
        Elements that have been passed once more, or once less, by it.
    flow
        The sequence flow that was taken; of ``undo``, that counts no more.
    person_name, outcome
        Who did it, and what he decided; in `outcome_text` as his button says it, where that is known.
    done
        The name of the step that he did, where the token has gone on from there.
    item
        Position within a multi-instance step or loop.
    """

    n: int
    kind: str
    after: datetime
    until: datetime | None
    element: str
    name: str
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    flow: str = ""
    person_name: str = ""
    outcome: str = ""
    outcome_text: Mapping[str, str] = field(default_factory=dict)
    done: str = ""
    item: int | None = None

    @property
    def exact(self) -> bool:
        """Whether its moment is known."""
        return self.after == self.until


@dataclass(frozen=True, slots=True)
class Picture:
    """What a diagram shows at one moment: tokens and passages by element, and how often flows were taken."""

    standing: Mapping[str, int] = field(default_factory=dict)
    passed: Mapping[str, int] = field(default_factory=dict)
    flows: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """A page of steps.

    Attributes
    ----------
    before
        The diagram before the first of them, and after the last.
    total, page, pages
        How many steps there are in all; which page this is, of how many.
    inferred
        How many of all have no moment of their own, only bounds.
    """

    steps: tuple[StoryStep, ...]
    before: Picture
    after: Picture
    total: int
    page: int
    pages: int
    inferred: int


def story_of(matter: Opened, connection: Link, page: int = 1) -> Story:
    """Give a page of the history, the oldest first."""
    steps = _numbered(_steps(matter, connection))
    pages = max(1, -(-len(steps) // PAGE))
    page = min(max(page, 1), pages)
    start = (page - 1) * PAGE
    return Story(
        steps=tuple(steps[start : start + PAGE]),
        before=picture_after(steps[:start]),
        after=picture_after(steps[: start + PAGE]),
        total=len(steps),
        page=page,
        pages=pages,
        inferred=sum(not step.exact for step in steps),
    )


def picture_after(steps: Iterable[StoryStep]) -> Picture:
    """Give what the diagram shows once some steps have been gone through."""
    standing, passed, flows = Counter[str](), Counter[str](), Counter[str]()
    for step in steps:
        standing.update(step.came)
        standing.subtract(step.went)
        passed.update(step.passed)
        passed.subtract(step.undone)
        if step.flow:
            flows[step.flow] += -1 if step.kind == "undo" else 1
    return Picture(+standing, +passed, +flows)


def _numbered(steps: Iterable[StoryStep]) -> list[StoryStep]:
    return [replace(step, n=n) for n, step in enumerate(steps, 1)]


def _steps(matter: Opened, connection: Link) -> list[StoryStep]:
    values: dict[str, Any] = {"id": matter.row.id}
    tasks = connection.execute(_TASKS, values)
    calls = connection.execute(_CALLS, values)
    failed = connection.execute(_INCIDENTS, values)
    events = connection.execute(_EVENTS, values)
    told = connection.execute(_TOLD, values | {"kinds": list(TOLD)})
    passages = matter.execution.passages()
    of_token = _latest_tasks(tasks.all())
    known = _known(matter, tasks.all(), calls.all(), events.all())
    kinds = {element: node.kind for element, node in matter.nodes.items()}
    acts = timed(passages, kinds, known)
    steps = list(_told_by_tokens(matter, {one.token: one for one in passages}, of_token, acts))
    names = {row.element: row.name for row in of_token.values()}
    beside = [_told_by_record(matter, row, names) for row in told]
    beside += [_failure(matter, row, names) for row in failed]
    return _merged(steps, sorted(beside, key=lambda step: step.after))


def _latest_tasks(rows: Iterable[Row]) -> dict[int, Row]:
    return {row.token: row for row in rows}


def _known(matter: Opened, tasks: Sequence[Row], calls: Sequence[Row], events: Sequence[Row]) -> Known:
    # Who hands a step on, or has somebody sign before him, has another task there: the first began with it.
    opened = {row.token: row.opened_at for row in reversed(tasks)}
    closed = {row.token: row.closed_at for row in _latest_tasks(tasks).values() if row.closed_at is not None}
    opened |= {row.token: row.opened_at for row in calls}
    closed |= {row.token: row.closed_at for row in calls if row.state in ("done", "withdrawn")}
    came: dict[str, list[datetime]] = {}
    for row in events:
        came.setdefault(row.element, []).append(row.at)
    return Known(matter.row.started_at, matter.row.ended_at, opened, closed, came)


def _told_by_tokens(
    matter: Opened, of: Mapping[int, Passage], tasks: Mapping[int, Row], acts: Sequence[Timed]
) -> Iterator[StoryStep]:
    """What leaves and what enters because of it is one step, not two."""
    leaving: list[Timed] = []
    for one in acts:
        token = of[one.act.token]
        if one.act.kind == "leave":
            leaving.append(one)
            continue
        if one.act.kind == "enter":
            mine, others = _parted(of, leaving, token.parent)
            yield from _single(matter, of, tasks, others)
            leaving = []
            step = _step(matter, token, tasks, one)
            yield from _joined(matter, of, tasks, mine, step)
            continue
        yield from _single(matter, of, tasks, leaving)
        leaving = []
        yield from _single(matter, of, tasks, [one])
    yield from _single(matter, of, tasks, leaving)


def _parted(
    of: Mapping[int, Passage], leaving: Sequence[Timed], parent: int
) -> tuple[list[Timed], list[Timed]]:
    """Those whose leaving led to a child of `parent`, a join's among them, and the others."""
    parts: tuple[list[Timed], list[Timed]] = ([], [])
    for one in leaving:
        left = one.act.token
        parts[parent not in (left, of[left].into)].append(one)
    return parts


def _joined(
    matter: Opened,
    of: Mapping[int, Passage],
    tasks: Mapping[int, Row],
    leaving: Sequence[Timed],
    entering: StoryStep,
) -> Iterator[StoryStep]:
    """A step that enters, with what it leaves and who did that."""
    left = [_step(matter, of[one.act.token], tasks, one) for one in leaving]
    if not (entering.element or entering.name):
        yield from (step for step in left if step.element)
        return
    last = next((step for step in left if step.element), None)
    yield replace(
        entering,
        went=tuple(element for step in left for element in step.went),
        passed=tuple(element for step in left for element in step.passed),
        person_name=last.person_name if last else "",
        outcome=last.outcome if last else "",
        outcome_text=last.outcome_text if last else {},
        done=last.name if last and last.person_name else "",
    )


def _single(
    matter: Opened, of: Mapping[int, Passage], tasks: Mapping[int, Row], acts: Sequence[Timed]
) -> Iterator[StoryStep]:
    for one in acts:
        step = _step(matter, of[one.act.token], tasks, one)
        if step.element or step.name:
            yield step


def _step(matter: Opened, token: Passage, tasks: Mapping[int, Row], one: Timed) -> StoryStep:
    task, kind = tasks.get(token.token), one.act.kind
    here = (token.element,) if token.element and token.item is None else ()
    merged = bool(token.into)
    done = kind == "leave" and task is not None
    return StoryStep(
        n=0,
        kind=kind,
        after=one.after,
        until=one.until,
        element=token.element,
        name=_name(matter, token, task),
        came=here if kind in ("enter", "again") else (),
        went=here if kind in ("leave", "cancel") or (kind == "undo" and one.stood) else (),
        passed=here if kind == "leave" and not merged else (),
        undone=here if kind in ("undo", "again") and one.left and not merged else (),
        flow=token.via or "" if kind in ("enter", "undo") else "",
        person_name=(task.person_name or "") if done and task is not None else "",
        outcome=(task.outcome or "") if done and task is not None else "",
        outcome_text=_words(matter, task) if done and task is not None else {},
        item=token.item,
    )


def _words(matter: Opened, task: Row) -> Mapping[str, str]:
    buttons = outcomes_of(matter.deployed, task.element)
    return next((button.text for button in buttons if button.id == task.outcome), {})


def _name(matter: Opened, token: Passage, task: Row | None) -> str:
    """A step of an earlier version keeps the name that its task had."""
    if token.element:
        return matter.name_of(token.element)
    return str(task.name) if task is not None and token.gone else ""


def _told_by_record(matter: Opened, row: Row, names: Mapping[str, str]) -> StoryStep:
    outcome = row.outcome or ""
    if row.kind == "jump":
        outcome = _known_as(matter, outcome, names)
    elif outcome.startswith(("p:", "g:", "r:")):
        outcome = ""
    name = _known_as(matter, row.element or "", names)
    step = StoryStep(0, row.kind, row.at, row.at, row.element or "", name)
    return replace(step, person_name=row.person_name or "", outcome=outcome)


def _failure(matter: Opened, row: Row, names: Mapping[str, str]) -> StoryStep:
    name = _known_as(matter, row.element, names)
    return StoryStep(0, "fail", row.opened_at, row.opened_at, row.element, name, outcome=row.code)


def _known_as(matter: Opened, element: str, names: Mapping[str, str]) -> str:
    """What the present version does not have keeps the name that its tasks had."""
    return matter.name_of(element) if element in matter.nodes else names.get(element, element)


def _merged(steps: Sequence[StoryStep], beside: Sequence[StoryStep]) -> list[StoryStep]:
    """Put what the record tells before what came of it; a failure comes behind what led to it."""
    found: list[StoryStep] = []
    waiting = list(beside)
    for step in steps:
        while waiting and _comes_before(waiting[0], step):
            found.append(waiting.pop(0))
        found.append(step)
    return found + waiting


def _comes_before(told: StoryStep, step: StoryStep) -> bool:
    if told.kind == "fail":
        return told.after < step.after
    return told.after <= (step.until or step.after) if step.kind != "enter" else told.after <= step.after
