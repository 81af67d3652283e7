"""What tokens did, in order: each enters, leaves, is cancelled or undone, or stands where it was again."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from engine.execution import Passage

from .family import Family
from .lulls import lulls
from .undoing import undone_by

Kind = Literal["leave", "cancel", "undo", "again", "enter"]
_PHASE: dict[str, int] = {"leave": 0, "cancel": 1, "undo": 2, "again": 3, "enter": 4}
_STANDS = ("enter", "again")
_BY_FORCE = -1


@dataclass(frozen=True, slots=True)
class Act:
    """One of them.

    Attributes
    ----------
    before
        It happened before the token of this number began, and after the one before; of ``enter``, its own.
    """

    kind: Kind
    token: int
    before: int


def acts_of(passages: Sequence[Passage], closed: Mapping[int, int] | None = None) -> list[Act]:
    """Give everything that happened, in order.

    Parameters
    ----------
    closed
        For tokens that nothing followed: the number of the first token that began no earlier than they ended,
        where their moment is known.
    """
    lives = _Lives(passages, closed or {})
    acts = [act for one in passages for act in _sound(one, list(lives.acts(one)))]
    return sorted(acts, key=lambda act: (act.before, _PHASE[act.kind], *lives.turn(act)))


def _sound(one: Passage, life: list[Act]) -> Iterator[Act]:
    """The same without what cannot be: each leaves where it stands, and at the end it stands where it does.

    What lives again after several moves does not tell all of them.
    """
    stands, kept = False, []
    for act in sorted(life, key=lambda act: (act.before, _PHASE[act.kind] if act.kind != "enter" else -1)):
        if act.kind == "undo" or stands != (act.kind in _STANDS):
            stands = act.kind in _STANDS
            kept.append(act)
    lives = one.state in ("waits", "works", "failed")
    while len(kept) > 1 and lives != (kept[-1].kind in _STANDS):
        kept.pop()
    yield from kept


def _stands(life: Sequence[Act], at: int) -> bool:
    """Whether a token stood somewhere just before another began."""
    return [act for act in life if act.before <= at][-1].kind in _STANDS


class _Lives:
    def __init__(self, passages: Sequence[Passage], closed: Mapping[int, int]) -> None:
        self.family = Family(passages)
        self.undone = undone_by(passages)
        self.entered = set(self.undone.values())
        self.closed = closed
        self.end = passages[-1].token + 1 if passages else 1
        self.left: dict[int, int] = {}
        self.next = {one.token: list(self._followers(one)) for one in passages}
        anchors = sorted((one.finished, self._latest_child(one.token)) for one in passages if one.finished)
        self.anchors = [(finished, child) for finished, child in anchors if child]
        # What is inside one, what has consumed it and its items have greater numbers: they are known by then.
        for one in reversed(passages):
            if one.state == "done":
                self.left[one.token] = self._left(one)
        self.lulls = lulls(self.family, self.undone, self.left)

    def acts(self, one: Passage) -> Iterator[Act]:
        """Give the life of one token."""
        token, undone = one.token, self.undone.get(one.token)
        life = [Act("enter", token, token)]
        moves = self._cancels(one) if one.state == "cancelled" else self._firings(one)
        life += [act for act in moves if undone is None or act.before <= undone]
        yield from life
        for gone, back in self.lulls.get(token, ()):
            if _stands(life, gone):
                yield Act("cancel", token, gone)
                yield Act("again", token, back)
        if undone is not None:
            if one.killer == _BY_FORCE:
                yield Act("cancel", token, undone)
            elif one.state == "cancelled" and life[-1].kind in _STANDS and self._cancelled(one) < undone:
                yield Act("cancel", token, self._cancelled(one))
            yield Act("undo", token, undone)
        elif one.state == "cancelled" and life[-1].kind in _STANDS:
            yield Act("cancel", token, self._cancelled(one))

    def turn(self, act: Act) -> tuple[int, int, int]:
        """Its turn among the same acts at the same place: a whole is left when its parts have been."""
        token = act.token
        if act.kind != "leave":
            return 0, 0, token
        if self.family.inside.get(token) or self.family.items.get(token):
            return 1, 0, -token
        return 0, self.family.of[token].finished, token

    def _followers(self, one: Passage) -> Iterator[int]:
        """What began by its leaving: not what an event, an administrator or a signer put beside it."""
        for child in self.family.children.get(one.token, ()):
            other = self.family.of[child]
            if other.via is not None or other.gone or not (one.element or other.listens):
                yield child

    def _cancels(self, one: Passage) -> Iterator[Act]:
        """What completed and took it away may have been undone, and have completed anew."""
        killer = self.family.of.get(one.killer)
        if killer is None or self._takes_away_as_it_begins(killer):
            return
        for act in self._firings(killer) if killer.state == "done" else ():
            if act.before > one.token:
                yield Act("cancel" if act.kind == "leave" else "again", one.token, act.before)

    def _firings(self, one: Passage) -> Iterator[Act]:
        """When it left; where that was undone, it stood there again and may have left anew."""
        seen: list[int] = []
        for child in self.next[one.token]:
            if not seen:
                yield Act("leave", one.token, child)
            elif child not in self.entered and all(self.undone.get(old, self.end) < child for old in seen):
                yield Act("again", one.token, max(self.undone[old] for old in seen))
                yield Act("leave", one.token, child)
            seen.append(child)
        back = max((self.undone.get(child, self.end) for child in seen), default=0)
        if seen and back < self.undone.get(one.token, self.end):
            yield Act("again", one.token, back)
        if one.state == "done" and (not seen or back < self.undone.get(one.token, self.end)):
            yield Act("leave", one.token, self.left[one.token])

    def _latest_child(self, token: int) -> int:
        counting = (child for child in self.next[token] if child not in self.undone)
        return next(counting, next(iter(self.next[token]), 0))

    def _left(self, one: Passage) -> int:
        """Before which token it left for the last time; no part outlasts its whole."""
        around = one.parent if one.item is not None else one.level
        latest = (around and self._latest_child(around)) or self.end
        return min(self._left_alone(one), max(latest, one.token + 1))

    def _left_alone(self, one: Passage) -> int:
        last = self._latest_child(one.token)
        if last and last not in self.undone:
            return last
        if one.into > one.token:
            return self.left.get(one.into, one.into + 1)
        if one.token in self.closed:
            return max(self.closed[one.token], one.token + 1)
        if last:
            return last
        parts = (*self.family.inside.get(one.token, ()), *self.family.items.get(one.token, ()))
        if parts:
            return max(self.left.get(part, part + 1) for part in parts)
        if one.finished and one.lasts:
            place = bisect_right(self.anchors, (one.finished, self.end))
            later = (child for _, child in self.anchors[place:] if child > one.token)
            return min(later, default=self.end)
        return one.token + 1

    def _cancelled(self, one: Passage) -> int:
        """Before which token it was taken away."""
        killer = self.family.of.get(one.killer)
        if killer is not None:
            begins = self._takes_away_as_it_begins(killer)
            at = killer.token if begins else self.left.get(killer.token, killer.token + 1)
            return max(at, one.token + 1)
        if one.token in self.closed:
            return max(self.closed[one.token], one.token + 1)
        if one.killer == _BY_FORCE:
            return self.end
        around = self.family.of.get(one.level)
        if around is not None and around.state == "cancelled":
            return self._cancelled(around)
        return self.end

    def _takes_away_as_it_begins(self, killer: Passage) -> bool:
        """What interrupts, and what an administrator's jump puts elsewhere."""
        return killer.listens or self.family.jumped(killer)
