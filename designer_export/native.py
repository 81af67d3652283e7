"""Our own extension elements (namespace ``urn:tongban:bpmn:1.0``): what a step and an operation mean.

The shape is published in ``schema/tongban.xsd``; a rule holds diagrams to it before they are deployed, so the
reader here takes what it finds.
"""

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from designer_export.deadlines import Deadline, read_deadline
from designer_export.handling import PLAIN, AssignRule, Policy, read_policy, read_rule, read_rules
from designer_export.namespaces import bpmn, tb
from forms.access import Access, Mode

__all__ = [
    "DONE",
    "OPERATIONS",
    "AssignRule",
    "OperationCall",
    "Outcome",
    "Policy",
    "StepSettings",
    "extension",
    "read_operations",
    "read_settings",
]

XML_LANG: Final = "lang"
DEFAULT_LANG: Final = "zh-CN"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A button of a step that steers drawn flows as ``steps.<element id>.outcome`` (decision 5).

    ``kind`` is approve, reject, complete or custom; ``text`` maps a language to the button's words.
    """

    id: str
    kind: str = "custom"
    text: dict[str, str] = field(default_factory=dict)


OPERATIONS: Final = ("transfer", "delegate", "sign", "hold", "copy", "withdraw", "terminate")
"""What a handler may do besides its outcomes and 退回, unless the step says ``without``."""

DONE: Final = Outcome("done", "complete", {"zh-CN": "完成", "en": "Complete"})
SUBMIT: Final = Outcome("submit", "complete", {"zh-CN": "提交", "en": "Submit"})
_MODES: Final[dict[str, Mode]] = {"hidden": "hidden", "read": "read", "edit": "edit"}
READ_ALL: Final = Access(modes={}, required=frozenset(), default="read")


@dataclass(frozen=True, slots=True)
class StepSettings:
    """What a user task means beyond BPMN.

    Attributes
    ----------
    layout
        Name of the layout (``paper`` for ``paper.layout.json``); None: the form's first.
    apply
        The initiator's own step, completed by the start itself.
    opinion, opinion_required
        Pointer of the opinion cell that the handler's words land in, and whether he must write some.
    returns
        Where 退回 may lead: ``initiator``, ``previous``, or element ids.
    without
        The operations that its handlers are not offered, by their names in `OPERATIONS`.
    batch
        Whether several of these may be completed together (批量处理).
    deadline
        Until when it is to be done, and what happens otherwise; None without haste.
    policy
        What becomes of it where its rules name nobody, the initiator, or somebody who has approved already.
    """

    id: str
    layout: str | None = None
    apply: bool = False
    opinion: str | None = None
    opinion_required: bool = False
    assign: tuple[AssignRule, ...] = ()
    outcomes: tuple[Outcome, ...] = (DONE,)
    access: Access = READ_ALL
    returns: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    batch: bool = False
    deadline: Deadline | None = None
    policy: Policy = PLAIN

    def offers(self, operation: str) -> bool:
        """Whether its handlers are offered one of `OPERATIONS`; the applicant's own step has none."""
        return not self.apply and operation not in self.without


@dataclass(frozen=True, slots=True)
class OperationCall:
    """The operation that a service task calls, with pairs (name, expression).

    Inputs are worked out on the document; outputs on ``result``, what the operation returned. None for all
    variables as they are, and for every name of the result.
    """

    name: str
    inputs: tuple[tuple[str, str], ...] | None = ()
    outputs: tuple[tuple[str, str], ...] | None = ()


def read_settings(root: etree._Element) -> dict[str, StepSettings]:
    """Read the settings of every user and manual task by element id; a task without any has the defaults."""
    kinds = ("userTask", "manualTask", "globalUserTask", "globalManualTask")
    tasks = [*root.iter(*(bpmn(kind) for kind in kinds))]
    return {task.get("id", ""): _step(task) for task in tasks}


def read_operations(root: etree._Element) -> dict[str, OperationCall]:
    """Read the operation calls of service tasks by element id; tasks that name none are left out."""
    found: dict[str, OperationCall] = {}
    for task in root.iter(bpmn("serviceTask"), bpmn("businessRuleTask"), bpmn("globalBusinessRuleTask")):
        call = extension(task, "operation")
        if call is not None:
            found[task.get("id", "")] = OperationCall(
                call.get("name", ""), _pairs(call, "in"), _pairs(call, "out")
            )
    return found


def extension(element: etree._Element, name: str) -> etree._Element | None:
    """Return an element's extension of ours by local name, or None."""
    return element.find(f"{bpmn('extensionElements')}/{tb(name)}")


def _step(task: etree._Element) -> StepSettings:
    identifier = task.get("id", "")
    step = extension(task, "step")
    if step is None:
        return StepSettings(identifier)
    apply = _flag(step, "apply")
    return StepSettings(
        id=identifier,
        layout=step.get("layout"),
        apply=apply,
        opinion=step.get("opinion"),
        opinion_required=_flag(step, "opinionRequired"),
        assign=read_rules(step),
        outcomes=tuple(_outcome(item) for item in step.iterchildren(tb("outcome")))
        or ((SUBMIT if apply else DONE),),
        access=_access(step, "edit" if apply else "read"),
        returns=tuple(
            name for item in step.iterchildren(tb("return")) for name in item.get("to", "").split()
        ),
        without=frozenset(step.get("without", "").split()),
        batch=_flag(step, "batch"),
        deadline=read_deadline(step, read_rule),
        policy=read_policy(step),
    )


def _outcome(item: etree._Element) -> Outcome:
    texts = {
        part.get(XML_LANG, DEFAULT_LANG): (part.text or "").strip() for part in item.iterchildren(tb("text"))
    }
    return Outcome(item.get("id", ""), item.get("kind", "custom"), texts)


def _access(step: etree._Element, default: Mode) -> Access:
    fields = step.find(tb("fields"))
    if fields is not None:
        default = _mode(fields.get("default", default))
    rows = list(step.iterchildren(tb("field")))
    return Access(
        modes={row.get("pointer", ""): _mode(row.get("access", "read")) for row in rows},
        required=frozenset(row.get("pointer", "") for row in rows if _flag(row, "required")),
        default=default,
    )


def _mode(text: str) -> Mode:
    """Return a mode; what is none hides the field, for that gives nothing away."""
    return _MODES.get(text.strip(), "hidden")


def _pairs(call: etree._Element, name: str) -> tuple[tuple[str, str], ...]:
    return tuple((item.get("name", ""), item.get("expression", "")) for item in call.iterchildren(tb(name)))


def _flag(element: etree._Element, name: str) -> bool:
    return element.get(name, "false").strip() in ("true", "1")
