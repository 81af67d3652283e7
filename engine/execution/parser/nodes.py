"""Parsers of single nodes: each makes its own spec and nothing else."""

from datetime import UTC, datetime, timedelta
from textwrap import dedent
from typing import Any

import isodate
from lxml import etree
from SpiffWorkflow.bpmn.parser.event_parsers import EventDefinitionParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition

from engine.execution.nodes import loops
from engine.execution.parser.elements import BPMN

_MULTI = f"{BPMN}multiInstanceLoopCharacteristics"
_STANDARD = f"{BPMN}standardLoopCharacteristics"


class NodeParser(TaskParser):  # type: ignore[misc]
    """Makes the spec of one node, wrapped in its loop if it has one."""

    STANDARD_LOOP_CLASS = loops.StandardLoop
    PARALLEL_MI_CLASS = loops.ParallelMultiInstance
    SEQUENTIAL_MI_CLASS = loops.SequentialMultiInstance

    @property
    def bpmn_attributes(self) -> dict[str, Any]:
        """Name and lane; data associations are drawing."""
        return {"lane": self.lane, "bpmn_name": self.node.get("name")}

    def parse_node(self) -> Any:
        """The spec of this node only: flows come in the second phase."""
        self.task = self.create_task()
        standard, multi = self.node.find(_STANDARD), self.node.find(_MULTI)
        if standard is not None:
            self._check_maximum(standard)
            self._add_loop_task(standard)
        if multi is not None:
            self._add_multiinstance_task(multi)
        for source in ("condition", "cardinality"):
            if text := getattr(self.task, source, None):
                setattr(self.task, source, text.strip())
        return self.task

    def _check_maximum(self, loop: etree._Element) -> None:
        if int(loop.get("loopMaximum", "1")) < 1:
            self.raise_validation_exception("loopMaximum must be at least 1")

    def _copy_task_attrs(self, original: Any, loop_characteristics: Any = None) -> None:
        super()._copy_task_attrs(original, loop_characteristics)
        self.task.lane, self.task.bpmn_name = original.lane, original.bpmn_name
        self.task.documentation = original.documentation


class ScriptParser(NodeParser):
    """A script task with its script."""

    def create_task(self) -> Any:
        """The spec; an empty script is an error."""
        script = self.node.findtext(f"{BPMN}script")
        if not script or not script.strip():
            self.raise_validation_exception("a script task needs a script")
        return self.spec_class(
            self.spec, self.bpmn_id, script=dedent(script).strip("\n"), **self.bpmn_attributes
        )


class ServiceParser(NodeParser):
    """A service task with its operation reference."""

    def create_task(self) -> Any:
        """The spec."""
        task = super().create_task()
        task.operation = self.node.get("operationRef")
        return task


class SubProcessParser(NodeParser):
    """A sub-process: its level is parsed as a level of its own."""

    def create_task(self) -> Any:
        """The hosting spec; the level is named after it."""
        self.process_parser.parse_inner(self.node, self.lane)
        return self.spec_class(self.spec, self.bpmn_id, subworkflow_spec=self.bpmn_id, **self.bpmn_attributes)


class EventParser(NodeParser, EventDefinitionParser):  # type: ignore[misc]
    """Start, end and milestone events; a terminate end event has its definition."""

    def create_task(self) -> Any:
        """The spec with its event definition."""
        terminate = self.node.find(f"{BPMN}terminateEventDefinition")
        definition = NoneEventDefinition() if terminate is None else self.parse_terminate_event(terminate)
        return self.spec_class(self.spec, self.bpmn_id, event_definition=definition, **self.bpmn_attributes)


class TimerParser(NodeParser, EventDefinitionParser):  # type: ignore[misc]
    """An intermediate timer: date or duration in ISO 8601, parsed now and not at run time."""

    def create_task(self) -> Any:
        """The spec with its parsed moment or duration."""
        task = self.spec_class(
            self.spec, self.bpmn_id, event_definition=NoneEventDefinition(), **self.bpmn_attributes
        )
        timer = self.node.find(f"{BPMN}timerEventDefinition")
        if timer is None:
            self.raise_validation_exception("a catching event needs a trigger")
        task.moment = self._moment(timer.findtext(f"{BPMN}timeDate"))
        task.duration = self._duration(timer.findtext(f"{BPMN}timeDuration"))
        if (task.moment is None) == (task.duration is None):
            self.raise_validation_exception("a timer needs one date or one duration")
        return task

    def _moment(self, text: str | None) -> datetime | None:
        if not text or not text.strip():
            return None
        moment = datetime.fromisoformat(text.strip())
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def _duration(self, text: str | None) -> timedelta | isodate.Duration | None:
        if not text or not text.strip():
            return None
        return isodate.parse_duration(text.strip())
