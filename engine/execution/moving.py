"""The moves of an instance: what operations do to its tokens, never drawn in a diagram."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from engine.execution.errors import UnknownToken
from engine.execution.instance import Instance
from engine.execution.moves import signing
from engine.execution.moves.adding import add_token, addable
from engine.execution.moves.cancelling import cancel_token, cancellable
from engine.execution.moves.handing import hand_back
from engine.execution.moves.jumping import jump, targets
from engine.execution.moves.restarting import restart, restartable
from engine.execution.moves.returning import done_before, return_to
from engine.execution.moves.terminating import terminate
from engine.execution.moves.withdrawing import withdraw
from engine.execution.nodes.signing import TAG, Kind, acts_for, is_signer
from engine.execution.reports import PastStep, Returned, Standing
from engine.execution.token import Token


class Moving:
    """What :class:`Execution` can do besides running on; after each move the caller calls `advance`.

    Every move either does what it says or raises and changes nothing.
    """

    _instance: Instance

    # --- what was done

    @property
    def completed(self) -> tuple[PastStep, ...]:
        """Completed user tasks that still count, those of signers among them, newest first."""
        self._instance.wake()
        done = [t for t in self._instance.tokens.values() if t.task_spec.manual and t.worked]
        return tuple(_steps(done))

    def past(self, token: int) -> tuple[PastStep, ...]:
        """Completed user tasks that `token` depends on, newest first; signers are part of their step."""
        return tuple(_steps(done_before(self._instance, self._token(token))))

    @property
    def standing(self) -> tuple[Standing, ...]:
        """Where it stands, in order of the tokens: inside an activity rather than at it.

        Several items of one step stand at it once.
        """
        instance = self._instance
        live = (token for level in instance.levels() for token in level.living)
        leaves = [token for token in live if not token.is_item and not _has_inside(instance, token)]
        return tuple(Standing(one.id, one.task_spec.place) for one in sorted(leaves, key=lambda one: one.id))

    # --- back

    def return_to(self, token: int, target: str | int) -> Returned:
        """Undo everything that depends on the latest execution of `target` and open it anew (退回).

        An element with several items is opened as a whole; a token of `past` names one item. Variables
        stay as they are.

        Parameters
        ----------
        token
            A live token: the step from which the matter is returned.
        target
            Id of an element, or a token of `past`.

        Raises
        ------
        UnknownToken
        CannotReturn
            ``not_in_past``, ``not_live``, ``compensated``, ``gone``.
        """
        return return_to(self._instance, self._token(token), target)

    def hand_back(self, token: int, target: int, tag: Any = None) -> int:
        """Let an earlier step be completed once more while the open step `token` waits for it; undo nothing.

        Parameters
        ----------
        target
            A token of `past`.
        tag
            Whatever the caller wants to find in `WaitingStep.tag`: plain data.

        Returns
        -------
        The token of the open step; its element is that of `target`.

        Raises
        ------
        UnknownToken, NotWaiting, NotStorable
        CannotReturn
            ``not_in_past``; ``not_around``: the target's variables cannot be seen from here.
        """
        return hand_back(self._instance, self._token(token), self._token(target), tag).id

    def withdraw(self, token: int) -> Returned:
        """Open a step again that was completed, as long as nobody has gone on from it (撤回).

        Raises
        ------
        UnknownToken
        CannotMove
            ``not_done``, ``followed``, ``acted``, ``countersigning``, ``interrupted``.
        CannotReturn
            ``compensated``, ``gone``.
        """
        return withdraw(self._instance, self._token(token))

    def restart(self, token: int) -> Returned:
        """Go on from a completed step, also if everything has ended.

        Raises
        ------
        UnknownToken
        CannotMove
            ``not_done``, ``not_kept``, ``interrupted``.
        CannotReturn
            ``compensated``, ``gone``.
        """
        return restart(self._instance, self._token(token))

    def restartable(self, most: int) -> tuple[PastStep, ...]:
        """The latest completed steps that `restart` would go on from, at most `most`, the latest first."""
        return tuple(_steps(islice(restartable(self._instance), most)))

    # --- elsewhere

    def jump_targets(self, token: int) -> tuple[str, ...]:
        """The nodes that `jump` would take a token to.

        Raises
        ------
        UnknownToken
        """
        return tuple(targets(self._instance, self._token(token)))

    def jump(self, token: int, target: str) -> int:
        """Leave where a live token stands, and enter another node; give the token there.

        Raises
        ------
        UnknownToken
        CannotMove
            See :func:`engine.execution.moves.jumping.jump`.
        """
        return jump(self._instance, self._token(token), target).id

    def cancel_token(self, token: int) -> None:
        """Let the branch of a token end where it stands.

        Raises
        ------
        UnknownToken
        CannotMove
            See :func:`engine.execution.moves.cancelling.cancel_token`.
        """
        cancel_token(self._instance, self._token(token))

    def may_cancel(self, token: int) -> bool:
        """Whether `cancel_token` would take a token away.

        Raises
        ------
        UnknownToken
        """
        return cancellable(self._instance, self._token(token))

    def add_token(self, target: str, within: int = 0) -> int:
        """Begin one more token at a node, inside the token `within` or in the process; give it.

        Raises
        ------
        CannotMove
            See :func:`engine.execution.moves.adding.add_token`.
        """
        return add_token(self._instance, target, within).id

    def addable(self) -> tuple[tuple[int, str], ...]:
        """The nodes that `add_token` would begin at, each with the token around its level."""
        return tuple(addable(self._instance))

    def terminate(self) -> None:
        """Cancel everything that still lives; what is completed stays so."""
        terminate(self._instance)

    # --- who signs

    def tag(self, token: int, tag: Any) -> None:
        """Keep something plain with a step; `WaitingStep.tag` gives it, also after a return has revived it.

        Raises
        ------
        UnknownToken, NotStorable
        """
        signing.set_tag(self._token(token), tag)

    def tag_of(self, token: int) -> Any:
        """What is kept with a step, open or done; None if nothing is.

        Raises
        ------
        UnknownToken
        """
        return self._token(token).internal_data.get(TAG)

    def is_one_of_several(self, token: int) -> bool:
        """Whether a step, or the one that a signer signs at, is an item of a multi-instance (会签).

        Raises
        ------
        UnknownToken
        """
        step = self._token(token)
        while is_signer(step):
            step = step.parent
        return signing.is_one_of_several(step)

    def add_signer(self, token: int, kind: Kind, tag: Any, item: Any = None) -> int | None:
        """Ask somebody more to sign at an open step (加签).

        Beside one of several (会签) he becomes one more of them, the last, with `item` as his item.

        Parameters
        ----------
        kind
            ``before``: the step waits for him; ``beside``: in any order; ``after``: once the step is done.

        Returns
        -------
        The token of his open step; None if his turn comes later.

        Raises
        ------
        UnknownToken, NotWaiting, NotStorable
        """
        added = signing.add_signer(self._instance, self._token(token), kind, tag, item)
        return added.id if added is not None else None

    def remove_signer(self, token: int) -> None:
        """Withdraw a signer who was added and has not signed (减签).

        Raises
        ------
        UnknownToken
        CannotMove
            ``not_live``, ``not_added``.
        """
        signing.remove_signer(self._token(token))

    def remove_later(self, token: int, position: int) -> None:
        """Withdraw one of those who sign after an open step, by its position in `WaitingStep.later`.

        Raises
        ------
        UnknownToken
        CannotMove
            ``no_such_signer``.
        """
        signing.remove_later(self._token(token), position)

    def signs(self, token: int) -> bool:
        """Whether somebody was asked to sign there who is not in the diagram.

        Raises
        ------
        UnknownToken
        """
        return is_signer(self._token(token))

    def signed(self, host: int) -> tuple[Any, ...]:
        """Tags of those who have signed at a step, or have done an item of a multi-instance, and still count.

        Raises
        ------
        UnknownToken
        """
        items = (item for item in self._token(host).children if item.is_item and item.counts)
        return tuple(item.internal_data.get(TAG) for item in items)

    def _token(self, token: int) -> Token:
        if token not in self._instance.tokens and 0 < token <= self._instance.last_id:
            self._instance.wake()
        found = self._instance.tokens.get(token)
        if found is None:
            raise UnknownToken(token=token)
        return found


def _has_inside(instance: Instance, token: Token) -> bool:
    inner = instance.subprocesses.get(token.id)
    return inner is not None and bool(inner.open)


def _steps(tokens: Iterable[Token]) -> Iterator[PastStep]:
    for token in sorted(tokens, key=lambda token: token.finished, reverse=True):
        of_whole = token.is_item and not is_signer(token) and token.parent.worked
        yield PastStep(token.id, acts_for(token), token.finished, of_whole)
