"""Our own extension elements (namespace ``urn:tongban:bpmn:1.0``): what a step and an operation mean.

The shape is published in ``schema/tongban.xsd``; a rule holds diagrams to it before they are deployed, so the
reader here takes what it finds.
"""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
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


@dataclass(frozen=True, slots=True)
class CopyRule:
    """抄送: whom `assign` names gets the matter to read.

    ``when`` is opened or completed; an end event is completed when it is reached. ``sees`` is the user task
    whose fields they see; None for the very task that the rule stands on.
    """

    assign: AssignRule
    when: str = "completed"
    sees: str | None = None


@dataclass(frozen=True, slots=True)
class Countersign:
    """How several people sign at one step (会签), and what their votes come to.

    Attributes
    ----------
    policy
        ``all``: everybody must agree, one refusal decides; ``any``: the first decides; ``ratio``: as many
        approvals as `ratio` says of all; ``vote``: the outcome with the most votes.
    ratio
        Above 0, at most 1.
    sequential
        One after the other, in the order of the rules of assignment.
    wait
        Whether everybody is heard, also when the result cannot change any more.
    tie
        The outcome that wins among those with the same number of votes; None: a refusal, else the first one
        of the step's.
    """

    policy: str
    ratio: Fraction = Fraction(1)
    sequential: bool = False
    wait: bool = False
    tie: str | None = None


OPERATIONS: Final = ("transfer", "delegate", "sign", "hold", "copy", "withdraw", "terminate")
"""What a handler may do besides its outcomes and 退回, unless the step says ``without``."""

EXTERNAL: Final = "external"
"""The operation of a step that somebody outside answers: the instance waits there."""
COMPUTE: Final = "compute"
"""The operation whose result are its inputs, worked out."""
BUILT_IN: Final = frozenset({EXTERNAL, COMPUTE})
"""Operations that need nobody to register them."""

DONE: Final = Outcome("done", "complete", {"zh-CN": "完成", "en": "Complete"})
SUBMIT: Final = Outcome("submit", "complete", {"zh-CN": "提交", "en": "Submit"})
_STEPS: Final = ("userTask", "manualTask", "globalUserTask", "globalManualTask")
DECIDING: Final = ("businessRuleTask", "globalBusinessRuleTask")
"""What may make a decision."""
CALLING: Final = (
    "serviceTask",
    "sendTask",
    "businessRuleTask",
    "globalBusinessRuleTask",
    "exclusiveGateway",
    "inclusiveGateway",
)
"""What may call an operation; a gateway before it chooses."""
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
    countersign
        How several sign, each with an item of his own; None where one of the candidates does it.
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
    countersign: Countersign | None = None
    deadline: Deadline | None = None
    policy: Policy = PLAIN

    @property
    def handed_to(self) -> tuple[AssignRule, ...]:
        """The rules by which its deadline hands it to others."""
        actions = self.deadline.actions if self.deadline else ()
        return tuple(rule for action in actions for rule in action.assign)

    def offers(self, operation: str) -> bool:
        """Whether its handlers are offered one of `OPERATIONS`; the applicant's own step has none."""
        return not self.apply and operation not in self.without


@dataclass(frozen=True, slots=True)
class OperationCall:
    """The operation that a service task calls, with pairs (name, expression).

    Inputs are worked out on the document; outputs on ``result``, what the operation returned. None for all
    variables as they are, and for every name of the result. Those of `BUILT_IN` also see the names of the
    result themselves, and without outputs give all of them. Secrets are pairs (name, pointer of a secret
    field): they are read when the call is made, and never enter the variables.
    """

    name: str
    inputs: tuple[tuple[str, str], ...] | None = ()
    outputs: tuple[tuple[str, str], ...] | None = ()
    secrets: tuple[tuple[str, str], ...] = ()


def read_settings(root: etree._Element) -> dict[str, StepSettings]:
    """Read the settings of every user and manual task by element id; a task without any has the defaults."""
    tasks = [*root.iter(*(bpmn(kind) for kind in _STEPS))]
    return {task.get("id", ""): _step(task) for task in tasks}


def read_copies(root: etree._Element) -> dict[str, tuple[CopyRule, ...]]:
    """Read the copies that steps and end events send, by element id; elements that send none are left out."""
    places = {bpmn(kind): f"{bpmn('extensionElements')}/{tb('step')}/{tb('copy')}" for kind in _STEPS}
    places[bpmn("endEvent")] = f"{bpmn('extensionElements')}/{tb('copy')}"
    found = {
        element.get("id", ""): tuple(_copy(rule) for rule in element.iterfind(places[element.tag]))
        for element in root.iter(*places)
    }
    return {element: rules for element, rules in found.items() if rules}


def read_operations(root: etree._Element) -> dict[str, OperationCall]:
    """Read the operation calls of service tasks by element id; tasks that name none are left out."""
    found: dict[str, OperationCall] = {}
    for task in root.iter(*(bpmn(kind) for kind in CALLING)):
        call = extension(task, "operation")
        if call is not None:
            found[task.get("id", "")] = _operation(call)
    return found


def _operation(call: etree._Element) -> OperationCall:
    name, outputs = call.get("name", ""), _pairs(call, "out")
    everything = name in BUILT_IN and not outputs
    secrets = tuple((one.get("name", ""), one.get("pointer", "")) for one in call.iterchildren(tb("secret")))
    return OperationCall(name, _pairs(call, "in"), None if everything else outputs, secrets)


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
        countersign=_countersign(step.find(tb("countersign"))),
        deadline=read_deadline(step, read_rule),
        policy=read_policy(step),
    )


def _countersign(item: etree._Element | None) -> Countersign | None:
    if item is None:
        return None
    return Countersign(
        policy=item.get("policy", "all").strip(),
        ratio=_ratio(item.get("ratio", "1")),
        sequential=_flag(item, "sequential"),
        wait=_flag(item, "wait"),
        tie=item.get("tie"),
    )


def _ratio(text: str) -> Fraction:
    """Return a ratio; what is none asks for everybody, for that lets nothing pass by mistake."""
    try:
        found = Fraction(Decimal(text.strip()))
    except (InvalidOperation, ValueError, OverflowError):
        return Fraction(1)
    return found if 0 < found <= 1 else Fraction(1)


def _copy(rule: etree._Element) -> CopyRule:
    return CopyRule(read_rule(rule), rule.get("when", "completed"), rule.get("sees"))


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
