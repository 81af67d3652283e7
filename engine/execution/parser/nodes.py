"""Parsers of single nodes: each makes its own spec and nothing else."""

from textwrap import dedent
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition

from engine.execution.nodes import loops
from engine.execution.nodes.asking import AskingExclusive, AskingInclusive
from engine.execution.nodes.gateways import ExclusiveGateway, InclusiveGateway
from engine.execution.nodes.scripts import Scripts
from engine.execution.nodes.signing import Signer
from engine.execution.nodes.subprocesses import EventSubProcess
from engine.execution.nodes.tasks import ServiceTask
from engine.execution.parser.data import own_places, read_ways
from engine.execution.parser.elements import BPMN, TB, is_true, local_name
from engine.execution.parser.file import plain_id
from engine.execution.parser.survey import allowed_definitions
from engine.execution.parser.triggers import definitions_of, read_mapping, read_trigger

_MULTI = f"{BPMN}multiInstanceLoopCharacteristics"
_ASKING: dict[type, type] = {ExclusiveGateway: AskingExclusive, InclusiveGateway: AskingInclusive}
_STANDARD = f"{BPMN}standardLoopCharacteristics"


class NodeParser(TaskParser):  # type: ignore[misc]
    """Makes the spec of one node, wrapped in its loop if it has one."""

    STANDARD_LOOP_CLASS = loops.StandardLoop
    PARALLEL_MI_CLASS = loops.ParallelMultiInstance
    SEQUENTIAL_MI_CLASS = loops.SequentialMultiInstance

    @property
    def bpmn_attributes(self) -> dict[str, Any]:
        """Name and lane; data associations are read apart."""
        return {"lane": self.lane, "bpmn_name": self.node.get("name")}

    @property
    def file(self) -> Any:
        """What the file declares outside its processes."""
        return self.process_parser.parser.file

    def parse_node(self) -> Any:
        """The spec of this node only: flows come in the second phase."""
        self.task = self.create_task()
        self.task.mapping = read_mapping(self.node)
        self.task.scripts = self._scripts(each=True)
        ways = read_ways(self.node, self.process_parser.places)
        standard, multi = self.node.find(_STANDARD), self.node.find(_MULTI)
        if standard is not None:
            self._check_maximum(standard)
            self._add_loop_task(standard)
            self.task.test_before = is_true(standard, "testBefore")
        if multi is not None:
            self._check_items(multi)
            # SpiffWorkflow knows the word only, not the digit.
            multi.set("isSequential", str(is_true(multi, "isSequential")).lower())
            self._add_multiinstance_task(multi)
            self._name_collections()
            self._add_behavior(multi)
        self.gather()
        whole = self._scripts(each=False)
        one = self.task.scripts
        self.task.scripts = Scripts((*one.before, *whole.before), (*one.after, *whole.after))
        for source in ("condition", "cardinality"):
            if text := getattr(self.task, source, None):
                setattr(self.task, source, text.strip())
        self.task.ways = ways
        self.task.start_quantity = int(self.node.get("startQuantity", "1"))
        self.task.completion_quantity = int(self.node.get("completionQuantity", "1"))
        return self.task

    def gather(self) -> None:
        """What else than its loop repeats it."""

    def _scripts(self, *, each: bool) -> Scripts:
        """Its scripts: those of each item, which the activity itself runs, or those of the whole."""
        found = [
            (item.get("when"), dedent(item.text or "").strip("\n"))
            for item in self.node.iterfind(f"{BPMN}extensionElements/{TB}script")
            if is_true(item, "each") is each
        ]
        before, after = (
            tuple(text for when, text in found if when == wanted and text.strip())
            for wanted in ("before", "after")
        )
        return Scripts(before, after)

    def _check_maximum(self, loop: etree._Element) -> None:
        if int(loop.get("loopMaximum", "1")) < 1:
            self.raise_validation_exception("loopMaximum must be at least 1")

    def _check_items(self, multi: etree._Element) -> None:
        """An empty number or collection would be none; an item without an id could hold no value."""
        for name in ("loopCardinality", "loopDataInputRef", "loopDataOutputRef"):
            part = multi.find(f"{BPMN}{name}")
            if part is not None and not (part.text or "").strip():
                self.raise_validation_exception(f"{name} is empty")
        for name in ("inputDataItem", "outputDataItem"):
            part = multi.find(f"{BPMN}{name}")
            if part is not None and not part.get("id"):
                self.raise_validation_exception(f"{name} has no id")

    def _copy_task_attrs(self, original: Any, loop_characteristics: Any = None) -> None:
        super()._copy_task_attrs(original, loop_characteristics)
        self.task.lane, self.task.bpmn_name = original.lane, original.bpmn_name
        self.task.documentation = original.documentation

    def _name_collections(self) -> None:
        """A loop names its collections by the ids of data; values are found by the names of these."""
        places = {**self.process_parser.places, **own_places(self.node)}
        for data in (self.task.data_input, self.task.data_output):
            if data is not None:
                identifier = plain_id(data.bpmn_id)
                data.bpmn_id = places[identifier].name if identifier in places else identifier

    def _add_behavior(self, multi: etree._Element) -> None:
        """Which event an item throws when it completes (BPMN 2.0.2, table 10.30)."""
        behavior = multi.get("behavior", "All")
        if behavior in ("None", "One"):
            reference = multi.get(f"{behavior.lower()}BehaviorEventRef")
            if reference:
                thrown = self.read(self.file.definition(reference))
                self.task.behaviors = (loops.Behavior(thrown, None, behavior == "One"),)
        elif behavior == "Complex":
            self.task.behaviors = tuple(
                loops.Behavior(self.read(definition), _text(part, "condition"), False)
                for part in multi.iterchildren(f"{BPMN}complexBehaviorDefinition")
                for event in part.iterchildren(f"{BPMN}event")
                for definition in definitions_of(event, self.file)
            )
        elif behavior != "All":
            self.raise_validation_exception(f"behavior {behavior}")

    def read(self, definition: etree._Element) -> Any:
        """One event definition as a trigger."""
        return read_trigger(definition, self.file, self.process_parser.bindings)


class PersonParser(NodeParser):
    """A person's step, with the inner node of those who sign with him; `tb:countersign` makes it a panel."""

    def gather(self) -> None:
        """A panel that the diagram does not repeat itself is repeated for its members."""
        countersign = self.node.find(f"{BPMN}extensionElements/{TB}step/{TB}countersign")
        if countersign is None:
            return
        if isinstance(self.task, loops.StandardLoop):
            self.raise_validation_exception("a countersign step cannot be a loop")
        sequential = is_true(countersign, "sequential")
        if not isinstance(self.task, loops.MultiInstance):
            if countersign.get("policy") == "any" and not sequential:
                # One task that several may do.
                return
            self._repeat(sequential)
        self.task.by_panel = True

    def _repeat(self, sequential: bool) -> None:
        kind = self.SEQUENTIAL_MI_CLASS if sequential else self.PARALLEL_MI_CLASS
        original = self.spec.task_specs.pop(self.task.name)
        self.task = kind(self.spec, original.name, "")
        self._copy_task_attrs(original)

    def create_task(self) -> Any:
        """The spec."""
        task = super().create_task()
        signer = Signer(self.spec, f"{self.bpmn_id} [signer]", **self.bpmn_attributes)
        signer.place = self.bpmn_id
        task.signer = signer.signer = signer.name
        return task


class ScriptParser(NodeParser):
    """A script task with its script."""

    def create_task(self) -> Any:
        """The spec; an empty script is an error."""
        script = self.node.findtext(f"{BPMN}script")
        if not script or not script.strip():
            self.raise_validation_exception("a script task needs a script")
        task = self.spec_class(
            self.spec, self.bpmn_id, script=dedent(script).strip("\n"), **self.bpmn_attributes
        )
        if script.strip().isidentifier():
            task.operation = script.strip()
        return task


class ServiceParser(NodeParser):
    """A service task with its operation reference."""

    def create_task(self) -> Any:
        """The spec."""
        task = super().create_task()
        task.operation = self.node.get("operationRef")
        return task


class DecisionParser(NodeParser):
    """A business rule task: our ``tb:decision`` names a decision of the bundle, else it is a service."""

    def create_task(self) -> Any:
        """The spec."""
        task = super().create_task()
        decision = self.node.find(f"{BPMN}extensionElements/{TB}decision")
        if decision is not None:
            task.decision, task.result = decision.get("ref"), decision.get("result")
            task.columns, task.first = is_true(decision, "columns"), is_true(decision, "first")
        return task


class SubProcessParser(NodeParser):
    """A sub-process: its level is parsed as a level of its own."""

    def create_task(self) -> Any:
        """The hosting spec; the level is named after it."""
        inner = self.process_parser.parse_inner(self.node, self.lane)
        if is_true(self.node, "triggeredByEvent"):
            return self._event_sub(inner)
        return self._make(self.spec_class)

    def _make(self, spec_class: Any) -> Any:
        return spec_class(self.spec, self.bpmn_id, subworkflow_spec=self.bpmn_id, **self.bpmn_attributes)

    def _event_sub(self, inner: Any) -> Any:
        """It listens for what its one start event waits for."""
        starts = [node for node in self.node if local_name(node) == "startEvent"]
        begun = [inner.task_specs[node.get("id")] for node in starts if node.get("id") in inner.task_specs]
        if len(begun) != 1 or not begun[0].triggers:
            self.raise_validation_exception("an event sub-process needs one start event with a trigger")
        task = self._make(EventSubProcess)
        task.triggers, task.needs_all = begun[0].triggers, begun[0].needs_all
        task.usurps = is_true(starts[0], "isInterrupting", default=True)
        return task


class AdHocParser(SubProcessParser):
    """An ad-hoc sub-process with its ordering and completion condition."""

    def create_task(self) -> Any:
        """The hosting spec."""
        task = super().create_task()
        task.condition = _text(self.node, "completionCondition")
        task.sequential = self.node.get("ordering") == "Sequential"
        task.cancels_rest = is_true(self.node, "cancelRemainingInstances", default=True)
        return task


class CallParser(NodeParser):
    """A call activity: the called process or global task is a level of its own, parsed once."""

    def create_task(self) -> Any:
        """The hosting spec; the level is named after what is called."""
        called = (self.node.get("calledElement") or "").rpartition(":")[2]
        element = self.file.callable(called)
        if element is None:
            self.raise_validation_exception(f"calledElement {called or '?'} is not in this file")
        self.process_parser.parser.call(element)
        return self.spec_class(self.spec, self.bpmn_id, subworkflow_spec=called, **self.bpmn_attributes)


class EventParser(NodeParser):
    """Events of every kind, with what they wait for or throw."""

    def create_task(self) -> Any:
        """The spec with its triggers."""
        definitions = list(definitions_of(self.node, self.file))
        allowed = allowed_definitions(self.node)
        for definition in definitions:
            if local_name(definition) not in allowed:
                self.raise_validation_exception(f"{local_name(definition)} cannot stand here")
        triggers = tuple(self.read(definition) for definition in definitions)
        task = self.make()
        task.triggers = triggers
        task.needs_all = is_true(self.node, "parallelMultiple")
        return task

    def make(self) -> Any:
        """The bare spec."""
        return self.spec_class(
            self.spec, self.bpmn_id, event_definition=NoneEventDefinition(), **self.bpmn_attributes
        )


class EndParser(EventParser):
    """An end event: terminate and cancel mean something for its whole level."""

    def create_task(self) -> Any:
        """The spec."""
        task = super().create_task()
        kinds = {trigger.kind for trigger in task.triggers}
        task.terminates, task.cancels = "terminate" in kinds, "cancel" in kinds
        return task


class CatchParser(EventParser):
    """A catching event waits for something; a link's other end is passed at once."""

    def create_task(self) -> Any:
        """The spec; without a trigger it would wait for ever."""
        task = super().create_task()
        if not task.triggers:
            self.raise_validation_exception("a catching event needs a trigger")
        if any(trigger.kind == "link" for trigger in task.triggers):
            task.catches = False
        return task


class BoundaryParser(EventParser):
    """A boundary event with its activity."""

    def create_task(self) -> Any:
        """The spec."""
        task = super().create_task()
        if not task.triggers:
            self.raise_validation_exception("a boundary event needs a trigger")
        return task

    def make(self) -> Any:
        """The bare spec; an error ends its activity whatever the attribute says."""
        return self.spec_class(
            self.spec,
            self.bpmn_id,
            event_definition=NoneEventDefinition(),
            cancel_activity=is_true(self.node, "cancelActivity", default=True),
            **self.bpmn_attributes,
        )


class MessageTaskParser(NodeParser):
    """Send and receive tasks: the message they name is their trigger; an operation may send in its place."""

    def create_task(self) -> Any:
        """The spec."""
        if self.spec_class.throws and self.node.find(f"{BPMN}extensionElements/{TB}operation") is not None:
            return ServiceTask(self.spec, self.bpmn_id, **self.bpmn_attributes)
        reference = self.node.get("messageRef")
        task = self.spec_class(
            self.spec, self.bpmn_id, event_definition=NoneEventDefinition(), **self.bpmn_attributes
        )
        if reference:
            definition = etree.Element(f"{BPMN}messageEventDefinition", messageRef=reference)
            task.triggers = (self.read(definition),)
        else:
            self.raise_validation_exception("messageRef is missing")
        return task


class ChoiceParser(NodeParser):
    """A gateway that chooses by conditions; an operation brings what they speak of."""

    def create_task(self) -> Any:
        """The spec."""
        asks = self.node.find(f"{BPMN}extensionElements/{TB}operation") is not None
        kind = _ASKING[self.spec_class] if asks else self.spec_class
        return kind(self.spec, self.bpmn_id, **self.bpmn_attributes)


class GatewayParser(NodeParser):
    """Event-based and complex gateways."""

    def create_task(self) -> Any:
        """The spec."""
        if local_name(self.node) == "complexGateway":
            task = super().create_task()
            task.activation = _text(self.node, "activationCondition")
            return task
        task = self.spec_class(
            self.spec, self.bpmn_id, event_definition=NoneEventDefinition(), **self.bpmn_attributes
        )
        task.parallel = self.node.get("eventGatewayType") == "Parallel"
        return task


def _text(element: etree._Element, child: str) -> str | None:
    return (element.findtext(f"{BPMN}{child}") or "").strip() or None
