"""What a program's levels hold, for somebody who only looks ahead: plain facts, nothing of SpiffWorkflow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from engine.execution.decisions.logic import Table
from engine.execution.events.schedule import Schedule
from engine.execution.events.triggers import Trigger
from engine.execution.nodes.gateways import EventGateway, ExclusiveGateway, ParallelGateway
from engine.execution.nodes.loops import Loop, MultiInstance, StandardLoop
from engine.execution.process import LevelSpec
from expressions.methods import in_our_words
from expressions.names import bound_names

if TYPE_CHECKING:
    from engine.execution.program import Program

Choice = Literal["one", "some", "race"]
"""One of the flows; those whose condition holds (all, where none has one); the first whose event comes."""

_BRINGS = frozenset({"message", "signal", "error", "escalation"})


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of a place; ``name`` is its label."""

    id: str
    target: str
    name: str | None
    condition: str | None
    default: bool


@dataclass(frozen=True, slots=True)
class Repeat:
    """That an activity is done several times.

    Attributes
    ----------
    collection, number
        The variable whose items it is done for, or the expression that says how often; of a loop neither.
    item
        The variable that holds the item.
    ordered
        One after the other.
    may_be_none
        A loop that looks before its first turn.
    may_stop
        A condition may end it before all are done.
    """

    collection: str | None
    number: str | None
    item: str | None
    ordered: bool
    may_be_none: bool
    may_stop: bool


@dataclass(frozen=True, slots=True)
class Place:
    """One node of a level.

    Attributes
    ----------
    joins
        It waits for a token by every way in.
    gathers
        It waits for other tokens by a rule of its own, or for several of them.
    inside
        The level inside it.
    isolated, inputs
        That level sees nothing around it but these pairs (name, expression).
    listeners
        Its boundary events.
    interrupts
        As a listener: it ends what it listens for.
    at_once
        As a listener: what it waits for may be there when it begins to listen.
    hears, throws
        Kinds of its triggers, as a listener and as a thrower; ``terminate`` and ``cancel`` among them.
    handler
        The activity that undoes its work.
    serves
        It calls an operation.
    writes
        Names that it may write; None: any.
    """

    element: str
    kind: str
    name: str | None
    ways: tuple[Way, ...]
    choice: Choice
    joins: bool
    gathers: bool
    inside: str | None
    isolated: bool
    inputs: tuple[tuple[str, str], ...]
    repeat: Repeat | None
    listeners: tuple[str, ...]
    interrupts: bool
    at_once: bool
    hears: frozenset[str]
    throws: frozenset[str]
    handler: str | None
    serves: bool
    writes: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class LevelView:
    """One level.

    Attributes
    ----------
    starts
        Where it begins; ``begins`` where only an event begins it.
    beside
        Its event sub-processes.
    declared
        Names of its own.
    may_stop
        A condition may end it before all of its activities are done.
    """

    starts: tuple[str, ...]
    begins: tuple[str, ...]
    beside: tuple[str, ...]
    declared: frozenset[str]
    may_stop: bool
    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class Outlook:
    """The levels of a program by name; that of the process under None."""

    levels: Mapping[str | None, LevelView]


def outlook_of(program: "Program") -> Outlook:
    """Gather the facts of all levels."""
    levels: dict[str | None, LevelSpec] = {None: program.spec}
    levels.update(program.subprocesses)
    stops = {_inside(level, spec) for level in levels.values() for spec in _nodes(level) if _stops(spec)}
    return Outlook({name: _view(program, level, name in stops) for name, level in levels.items()})


def _nodes(level: LevelSpec) -> Iterator[Any]:
    return iter(level.task_specs.values())


def _stops(spec: Any) -> bool:
    return bool(spec.has_level and getattr(spec, "condition", None))


def _view(program: "Program", level: LevelSpec, may_stop: bool) -> LevelView:
    known = {name: spec for name, spec in level.task_specs.items() if name in program.nodes}
    return LevelView(
        starts=tuple(flow.target for flow in level.starts),
        begins=tuple(level.begins),
        beside=tuple(level.event_subs),
        declared=frozenset(level.declared),
        may_stop=may_stop,
        places={name: _place(program, level, spec) for name, spec in known.items()},
    )


def _place(program: "Program", level: LevelSpec, spec: Any) -> Place:
    info, inner = program.nodes[spec.name], _inner(level, spec)
    kinds = frozenset(trigger.kind for trigger in spec.triggers)
    thrown = {behavior.trigger.kind for behavior in getattr(spec, "behaviors", ())}
    return Place(
        element=spec.name,
        kind=info.kind,
        name=info.name,
        ways=tuple(Way(f.id, f.target, f.name, f.condition, f.default) for f in spec.outgoing),
        choice=_choice(spec),
        joins=isinstance(spec, ParallelGateway) and len(spec.incoming) > 1,
        gathers=spec.gathers and not isinstance(spec, ParallelGateway) and info.kind != "inclusiveGateway",
        inside=_inside(level, spec),
        isolated=inner.isolated,
        inputs=tuple(inner.mapping.inputs) if inner.isolated else (),
        repeat=_repeat(spec),
        listeners=tuple(spec.boundaries),
        interrupts=bool(getattr(spec, "usurps", False) or getattr(spec, "interrupting", False)),
        at_once=any(_is_at_once(trigger) for trigger in spec.triggers),
        hears=frozenset() if spec.throws else kinds,
        throws=frozenset({*(kinds if spec.throws else ()), *thrown}),
        handler=spec.compensation,
        serves=bool(inner.calls_out),
        writes=_writes(program, spec, inner),
    )


def _is_at_once(trigger: Trigger) -> bool:
    schedule = trigger.schedule
    return trigger.kind == "conditional" or (schedule is not None and not _is_later(schedule))


def _is_later(schedule: Schedule) -> bool:
    return schedule.kind == "duration" and schedule.literal is not None


def _choice(spec: Any) -> Choice:
    if isinstance(spec, EventGateway):
        return "some" if spec.parallel else "race"
    return "one" if isinstance(spec, ExclusiveGateway) else "some"


def _inner(level: LevelSpec, spec: Any) -> Any:
    """The activity itself, where the node only repeats it."""
    return level.task_specs[spec.task_spec] if isinstance(spec, Loop) else spec


def _inside(level: LevelSpec, spec: Any) -> str | None:
    inner = _inner(level, spec)
    return inner.spec if inner.has_level else None


def _repeat(spec: Any) -> Repeat | None:
    if isinstance(spec, StandardLoop):
        return Repeat(None, None, None, True, bool(spec.test_before), False)
    if not isinstance(spec, MultiInstance):
        return None
    source, item = spec.data_input, spec.input_item
    return Repeat(
        source.bpmn_id if source is not None else None,
        spec.cardinality,
        item.bpmn_id if item is not None else None,
        spec.ordered,
        False,
        bool(spec.condition),
    )


def _writes(program: "Program", spec: Any, inner: Any) -> frozenset[str] | None:
    found = {copy.target.name for copy in (*inner.ways.taken, *inner.ways.given, *spec.ways.given)}
    found |= {name for name, _ in inner.mapping.outputs}
    if isinstance(spec, MultiInstance) and spec.data_output is not None:
        found.add(spec.data_output.bpmn_id)
    if inner.mapping.all_out:
        return None
    brings = not spec.throws and any(trigger.kind in _BRINGS for trigger in inner.triggers)
    if brings and not inner.mapping.outputs and not inner.ways.given:
        return None
    decision = getattr(inner, "decision", None)
    if decision is not None:
        found.add(inner.result or program.decisions[decision].result_name)
        logic = program.decisions[decision].logic
        found |= {output.name for output in logic.outputs} if isinstance(logic, Table) else set()
    own = (getattr(inner, "script", None),)
    for script in filter(None, {*own, *inner.scripts.sources, *spec.scripts.sources}):
        # What a script reads it may also change in its place.
        found |= bound_names(in_our_words(script)) | program.names.get(script, frozenset())
    return frozenset(found)
