"""When things happened: what rows know of single tokens, and what lies between follows from the order."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter

from engine.execution import Passage

from .acts import Act, acts_of
from .family import Family

_WAITING = frozenset(
    {
        "userTask",
        "manualTask",
        "receiveTask",
        "intermediateCatchEvent",
        "serviceTask",
        "sendTask",
        "businessRuleTask",
        "subProcess",
        "adHocSubProcess",
        "transaction",
        "callActivity",
        "inclusiveGateway",
        "complexGateway",
    }
)
"""Kinds of elements in which time may pass; any other is left in the command in which it is entered."""


@dataclass(frozen=True, slots=True)
class Known:
    """What rows tell of moments.

    Attributes
    ----------
    started, ended
        Of the instance.
    opened, closed
        Of tasks and calls, by token.
    events
        When events of an element came about, by element, in order.
    """

    started: datetime
    ended: datetime | None = None
    opened: Mapping[int, datetime] = field(default_factory=dict)
    closed: Mapping[int, datetime] = field(default_factory=dict)
    events: Mapping[str, Sequence[datetime]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Timed:
    """One act with its time.

    Attributes
    ----------
    after, until
        It happened no earlier and no later; the same where its moment is known.
    stood, left
        Whether its token stood in its place just before, or had left it.
    """

    act: Act
    after: datetime
    until: datetime | None
    stood: bool
    left: bool

    @property
    def exact(self) -> bool:
        """Whether its moment is known."""
        return self.after == self.until


def timed(passages: Sequence[Passage], kinds: Mapping[str, str], known: Known) -> list[Timed]:
    """Give everything that happened with its time, in order.

    Parameters
    ----------
    kinds
        Local names of the BPMN elements, by id.
    """
    begun, closed = _begun(passages, kinds, known)
    marks = _rising(passages, begun)
    told = acts_of(passages, {token: _next(marks, moment) for token, moment in closed.items()})
    pairs = list(_in_time([(act, _moment(act, begun, closed, known)) for act in told]))
    return _between([act for act, _ in pairs], [moment for _, moment in pairs], known)


_Pair = tuple[Act, datetime | None]


def _in_time(pairs: Sequence[_Pair]) -> Iterator[_Pair]:
    """Put what happened between the same two tokens in the order of its moments; no number tells it."""
    for _, group in groupby(pairs, lambda pair: (pair[0].before, pair[0].kind == "enter")):
        beside = list(group)
        if len({act.token for act, _ in beside}) < len(beside):
            yield from beside
            continue
        # A whole has no moment of its own where it is left: it stays behind its parts.
        known = [moment for _, moment in beside if moment is not None]
        latest, keyed = known[0] if known else None, []
        for pair in beside:
            latest = pair[1] or latest
            keyed.append((latest, pair))
        yield from (pair for _, pair in (sorted(keyed, key=itemgetter(0)) if known else keyed))


def _begun(
    passages: Sequence[Passage], kinds: Mapping[str, str], known: Known
) -> tuple[dict[int, datetime], dict[int, datetime]]:
    """When tokens began and when they ended, as far as that is known."""
    family = Family(passages)
    # The task of a step at which others came to sign was closed then; the step went on with theirs.
    closed = {token: moment for token, moment in known.closed.items() if not family.items.get(token)}
    closed |= _events(passages, kinds, known)
    begun: dict[int, datetime] = {}
    for one in passages:
        moment = known.opened.get(one.token)
        if moment is None and one.parent and not _is_later_turn(family, one):
            whole = family.of[one.parent]
            moment = begun.get(whole.token) if one.item is not None else _ended(family, whole, closed)
        elif moment is None and one.level and not one.parent and not one.listens:
            moment = begun.get(one.level)
        elif moment is None and not one.parent and one.token == 1:
            moment = known.started
        if moment is None and one.listens:
            moment = closed.get(one.token)
        if moment is None:
            continue
        begun[one.token] = moment
        if one.state == "done" and one.token not in closed and _passes(family, one, kinds):
            closed[one.token] = moment
    return begun, closed


def _ended(family: Family, one: Passage, closed: Mapping[int, datetime]) -> datetime | None:
    """When it was over; a whole when the last of its parts was."""
    if one.token in closed:
        return closed[one.token]
    parts = (*family.inside.get(one.token, ()), *family.items.get(one.token, ()))
    moments = [closed.get(part) for part in parts if family.of[part].state == "done"]
    known = [moment for moment in moments if moment is not None]
    return max(known) if known and len(known) == len(moments) else None


def _is_later_turn(family: Family, one: Passage) -> bool:
    """Whether it began when the item before it had ended, or was entered afresh: at a time of its own."""
    siblings = (family.children if one.item is None else family.items)[one.parent]
    if one.item is not None:
        return siblings[0] != one.token
    return any(family.of[other].void and other < one.token for other in siblings)


def _passes(family: Family, one: Passage, kinds: Mapping[str, str]) -> bool:
    if one.gathers or one.item is not None or family.items.get(one.token):
        return False
    return not one.element or kinds.get(one.element, "") not in _WAITING


def _events(passages: Sequence[Passage], kinds: Mapping[str, str], known: Known) -> dict[int, datetime]:
    """The moments of events, where the record tells as many of an element as tokens have passed it."""
    passed: defaultdict[str, list[int]] = defaultdict(list)
    for one in passages:
        if one.element in known.events and one.state == "done" and one.item is None:
            passed[one.element].append(one.token)
    found: dict[int, datetime] = {}
    for element, tokens in passed.items():
        # Of several that wait at once, the record does not say which of them it was.
        if len(tokens) == len(known.events[element]):
            found.update(zip(tokens, known.events[element], strict=True))
    return found


def _rising(passages: Sequence[Passage], begun: Mapping[int, datetime]) -> list[tuple[datetime, int]]:
    """Known beginnings in the order of tokens; a clock that was set back does not turn it round."""
    found: list[tuple[datetime, int]] = []
    for one in passages:
        moment = begun.get(one.token)
        if moment is not None:
            found.append((max(moment, found[-1][0]) if found else moment, one.token))
    if found:
        found.append((datetime.max.replace(tzinfo=UTC), passages[-1].token + 1))
    return found


def _next(marks: Sequence[tuple[datetime, int]], moment: datetime) -> int:
    """The first token that began no earlier."""
    return marks[bisect_left(marks, (moment, 0))][1] if marks else 1


def _moment(
    act: Act, begun: Mapping[int, datetime], closed: Mapping[int, datetime], known: Known
) -> datetime | None:
    if act.kind == "enter":
        return begun.get(act.token)
    if act.kind in ("undo", "again"):
        return begun.get(act.before)
    return closed.get(act.token) or (begun.get(act.before) if act.kind == "cancel" else None)


def _between(acts: Sequence[Act], moments: Sequence[datetime | None], known: Known) -> list[Timed]:
    """Every act lies between the last known moment before it and the next one after."""
    until: list[datetime | None] = []
    last = known.ended
    for moment in reversed(moments):
        last = moment if moment is not None and (last is None or moment < last) else last
        until.append(last)
    until.reverse()
    found, after = [], known.started
    standing: set[int] = set()
    gone: set[int] = set()
    for act, moment, latest in zip(acts, moments, until, strict=True):
        after = max(after, moment) if moment is not None else after
        stood, left = act.token in standing, act.token in gone
        latest = max(after, latest) if latest is not None else None
        found.append(Timed(act, after, latest, stood, left))
        (standing.add if act.kind in ("enter", "again") else standing.discard)(act.token)
        (gone.add if act.kind == "leave" else gone.discard)(act.token)
    return found
