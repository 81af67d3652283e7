"""What a deadline does to a task whose moment has come: remind, transfer, escalate, pass, return."""

from collections.abc import Callable, Iterable

from db.link import Row
from db.unit_of_work import UnitOfWork
from designer_export.deadlines import DeadlineAction
from identity import directory
from identity.keys import parse, role_key

from . import assignment, events, filling, handlers, returning
from .deadlines import action_of, reason_of
from .errors import CannotReturn
from .execution import CannotReturn as NoWayBack
from .outcomes import choose
from .running import Closing, Reasons, Running


def act(running: Running, task: Row, moment: Row) -> bool:
    """Do what is due on a task of an open instance, and note it with its rule as the reason.

    Returns
    -------
    bool
        Whether it could be done: nobody may be there to hand the task to, or no step to return it to.
        That is noted, too.
    """
    action = action_of(moment.rule)
    possible = _ACTS[action.do](running, task, moment, action)
    if not possible:
        _note(running, task, moment, "failed", action.do)
    return possible


def _note(running: Running, task: Row, moment: Row, kind: str, outcome: str | None = None) -> None:
    words = reason_of(moment.rule)
    running.note(f"due_{kind}", task_id=task.id, element=task.element, outcome=outcome, words=words)


def _remind(running: Running, task: Row, moment: Row, action: DeadlineAction) -> bool:
    _note(running, task, moment, "remind")
    facts, overdue = running.facts, running.now > task.due_at
    reminded = events.TaskDue(
        facts.id, task.id, moment.n, facts.title, task.name, handlers.holders(task), overdue=overdue
    )
    running.rt.events.publish(running.uow, reminded)
    return True


def _transfer(running: Running, task: Row, moment: Row, action: DeadlineAction) -> bool:
    found = assignment.by_rules(running, running.step(task.token), action.assign)
    return _hand(running, task, moment, "transfer", tuple(found))


def _escalate(running: Running, task: Row, moment: Row, action: DeadlineAction) -> bool:
    """To the nearest heads above the handlers who are none of the handlers themselves."""
    uow, keys = running.uow, handlers.holders(task)
    everybody = _ids(uow, keys)
    by_themselves = _ids(uow, [key for key in keys if not key.startswith("r:")])
    below = dict.fromkeys((*parse(keys).role_units, *directory.main_units(uow, by_themselves)))
    headed = (directory.nearest_headed(uow, unit, without=everybody) for unit in below)
    heads = dict.fromkeys(role_key("head", unit.id) for unit in headed if unit)
    return _hand(running, task, moment, "escalate", tuple((key, "unitHead") for key in heads))


def _ids(uow: UnitOfWork, keys: Iterable[str]) -> list[int]:
    return [person.id for person in directory.expand(uow, keys)]


def _hand(running: Running, task: Row, moment: Row, kind: str, reasons: Reasons) -> bool:
    keys = list(dict.fromkeys(reason[0] for reason in reasons))
    if not keys or not directory.expand(running.uow, keys):
        return False
    _note(running, task, moment, kind, " ".join(keys))
    handlers.put(running, task, reasons)
    return True


def _pass(running: Running, task: Row, moment: Row, action: DeadlineAction) -> bool:
    """As a handler's click, but nothing is filled in and nobody has an opinion."""
    chosen = choose(running.deployed, task.element, action.outcome or "")
    filling.decide(running, None, running.step(task.token), chosen)
    _note(running, task, moment, "pass", chosen.id)
    running.closes(task.token, Closing("completed", None, chosen.id))
    running.execution.complete(task.token)
    running.settle()
    return True


def _return(running: Running, task: Row, moment: Row, action: DeadlineAction) -> bool:
    try:
        target = returning.target(
            running.deployed, running.execution, task.element, task.token, action.to or ""
        )
        running.returned.add(returning.go_back(running, task, target))
    except (CannotReturn, NoWayBack):
        return False
    _note(running, task, moment, "return", target.element)
    running.closes(task.token, Closing("returned", None, "return"))
    running.settle()
    return True


_ACTS: dict[str, Callable[[Running, Row, Row, DeadlineAction], bool]] = {
    "remind": _remind,
    "transfer": _transfer,
    "escalate": _escalate,
    "pass": _pass,
    "return": _return,
}
