"""A person's step, and those who sign with him: 加签, 委派, and a form handed back for completion.

A signer is an item of the step's token, on an inner node of the step's own (`Signer`): nothing is drawn, no
flow is taken, and an undo treats him like an item of a loop. The step completes with the last of them, by
its own flows.
"""

from typing import Any, Literal

from SpiffWorkflow.bpmn.specs import defaults

from engine.execution.nodes.base import Node
from engine.execution.nodes.scripts import run_all
from engine.execution.scopes import Scope
from engine.execution.token import READY, STARTED, Token
from engine.execution.values import plain

Kind = Literal["before", "beside", "after"]
"""The step waits for him; he and the step in any order; he begins when the step's own part is done."""

SIGN = "sign"
OWN = "own"
LATER = "later"
TAG = "tag"
PREPARES = "prepares"


class PersonStep(Node):
    """Waits, READY, until `Execution.complete`; may have signers.

    What its token remembers: ``prepares``, that it does not open yet; ``own``, that its own part is done;
    ``later``, the tags of those who sign after it; ``tag``. What a signer's token remembers besides:
    ``sign``, as [kind, element he acts for or None].

    Attributes
    ----------
    signer
        Name of the inner node of its signers.
    """

    hosts = True
    ordered = False
    signer: str

    def _on_ready_hook(self, my_task: Token) -> None:
        """Before it opens, in a step of its own, what it needs is worked out."""
        if self.scripts.before:
            my_task.internal_data[PREPARES] = True
            my_task._set_state(STARTED)
            my_task.workflow.top_workflow.agenda.push(my_task)

    def prepare(self, token: Token) -> None:
        """Nothing when it is completed: that was done before it opened."""

    def _run_hook(self, my_task: Token) -> bool | None:
        for tag in my_task.internal_data.pop(LATER, ()):
            self.add(my_task, "after", tag)
        if not my_task._children:
            return True
        if signers_of(my_task):
            # Also when all have signed: one of them may take it back.
            my_task.internal_data[OWN] = True
        return None if open_signers(my_task) else True

    def resume(self, token: Token) -> None:
        """A signer has gone: open the step again, or complete it, or wait for the others."""
        if PREPARES in token.internal_data:
            run_all(token, self.scripts.before)
            del token.internal_data[PREPARES]
        if OWN not in token.internal_data:
            if not _waits(token):
                token._set_state(READY)
        elif not open_signers(token):
            self.finish(token)

    def add(self, host: Token, kind: Kind, tag: Any, place: str | None = None) -> Token:
        """Let somebody sign now; he acts for the step, or for the one at `place`."""
        top, tag = host.workflow.top_workflow, plain(tag)
        signer = host._add_child(self._wf_spec.task_specs[self.signer])
        signer.triggered = True
        signer.index = len(signers_of(host))
        signer.internal_data.update({SIGN: [kind, place], TAG: tag})
        top.item_scopes[signer.id] = Scope(signer.id, host.scope)
        if kind == "before":
            host.internal_data.pop(OWN, None)
            if host._state == READY:
                host._set_state(STARTED)
        signer.task_spec._update(signer)
        return signer

    def again(self, host: Token, item: Token) -> Token:
        """Let a signer sign once more, in the place of `item`."""
        kind, place = item.internal_data[SIGN]
        return self.add(host, kind, item.internal_data[TAG], place)

    def item_done(self, host: Token, item: Token) -> None:
        """A signer has signed: let the step look next."""
        self.item_gone(host)

    def item_gone(self, host: Token) -> None:
        """A signer has gone: let the step look next."""
        if host._state == STARTED:
            host.workflow.top_workflow.agenda.push_first(host)

    def removed(self, host: Token, item: Token) -> None:
        """A signer was taken off it."""
        self.item_gone(host)

    def items_of(self, host: Token) -> list[Token]:
        """Nothing here comes in an order."""
        return signers_of(host)

    def recount(self, host: Token) -> None:
        """After a move: wait again for one who signs before it, or look at who is left."""
        if _waits(host):
            host.internal_data.pop(OWN, None)
        if host._state == READY and _waits(host):
            host._set_state(STARTED)
        elif host._state == STARTED:
            host.workflow.top_workflow.agenda.push(host)


class UserTask(PersonStep, defaults.UserTask):  # type: ignore[misc]
    """A person's step with a form."""


class ManualTask(PersonStep, defaults.ManualTask):  # type: ignore[misc]
    """A person's step that is done outside."""


class Signer(PersonStep, defaults.UserTask):  # type: ignore[misc]
    """The inner node of a step's signers; a signer may have signers too."""


def _waits(token: Token) -> bool:
    return any(map(signs_before, open_signers(token)))


def is_signer(token: Token) -> bool:
    """Whether somebody was asked to sign here who is not in the diagram."""
    return SIGN in token.internal_data


def acts_for(token: Token) -> str:
    """The element whose step a person does at a token."""
    sign = token.internal_data.get(SIGN)
    place: str = (sign and sign[1]) or token.task_spec.place
    return place


def signs_before(token: Token) -> bool:
    """Whether the step waits for him."""
    return is_signer(token) and bool(token.internal_data[SIGN][0] == "before")


def asked_because_of(token: Token) -> list[Token]:
    """Those whose turn came by the own part of a step, if that had to wait for `token`."""
    if not signs_before(token):
        return []
    return [one for one in signers_of(token.parent) if one.internal_data[SIGN][0] == "after"]


def is_relied_on(token: Token) -> bool:
    """Whether somebody has done a step, or signed, that had to wait for the signer at `token`."""
    while is_signer(token):
        if signs_before(token) and (OWN in token.parent.internal_data or token.parent.counts):
            return True
        token = token.parent
    return False


def signed_before(token: Token, step: Token) -> bool:
    """Whether he signed before `step` was done, or for one who did."""
    while is_signer(token):
        if token.parent is step:
            return signs_before(token)
        token = token.parent
    return False


def signers_of(token: Token) -> list[Token]:
    """Who was asked to sign and is not undone, in that order."""
    return [child for child in token.children if child.is_item and not child.void]


def open_signers(token: Token) -> list[Token]:
    """Those whose turn it is, or who wait for signers of their own."""
    return [signer for signer in signers_of(token) if signer.live]
