"""A random diagram as a service that its initiator handles himself."""

from random import Random

from lxml import etree

from bpmn_models.bundle import Bundle, make
from engine.execution.parser.elements import BPMN, TB
from tests.engine.execution.models.maker import Kinds, ModelMaker
from tests.engine.execution.models.writing import Model

KINDS = Kinds(serves=False, calls=False)
"""Services need operations, and what a handler decides does not reach into a called process yet."""

_SERVICE = """
[process]
key = "{key}"
name = "随机流程"
cancel = "always"
[hall]
title = {{ "zh-CN" = "随机流程" }}
unit = "it"
kind = "测试"
starters = ["everyone"]
validity = "长期有效"
"""
_FORM = """{"type": "object", "properties": {"subject": {"type": "string", "title": "事由"}}}"""
_LAYOUT = """{"title": "随机流程单", "columns": 2, "rows": [[{"label": "事由", "field": "/subject"}]]}"""


BY_OUTCOME = 'steps.{user}.outcome == "o{answer}"'
BY_FIELD = 'subject == "o{answer}"'

KINDS_OF = ("approve", "custom", "reject")
"""Of the outcomes of every step."""


def random_service(
    seed: int, kinds: Kinds = KINDS, says: str = BY_OUTCOME, fills: int = 0, *, teams: bool = False
) -> tuple[Bundle, Model]:
    """The service of a seed: each step has the outcomes ``o0`` to ``o2`` and may be returned.

    Conditions ask as `says`; every so many steps (`fills`, 0 for none) one may fill in the subject. With
    `teams`, half of the steps are for the two of a group: one does it for the other, or both sign.
    """
    random = Random(seed)
    maker = ModelMaker(Random(seed), kinds, says)
    model = maker.model(2, maker.user(0))
    root = etree.fromstring(model.xml)
    for place, task in enumerate(root.iter(f"{BPMN}userTask")):
        applies, edits = place == 0, bool(fills and place % fills == 0)
        extension, step = _settings(applies=applies, edits=edits)
        task.insert(0, extension)
        _assign(step, random if teams and not applies else None, repeats=_repeats(task))
    files = {
        "process.bpmn": etree.tostring(root),
        "service.toml": _SERVICE.format(key=f"random-{seed}").encode(),
        "form.schema.json": _FORM.encode(),
        "paper.layout.json": _LAYOUT.encode(),
    }
    return make(files), model


def reworded(bundle: Bundle, number: int) -> Bundle:
    """The same service under another name: a version of the same structure."""
    told = f"<documentation>{number}</documentation>".encode()
    process = bundle.files["process.bpmn"]
    opened = process.index(b">", process.index(b"<process")) + 1
    return make({**bundle.files, "process.bpmn": process[:opened] + told + process[opened:]})


def _repeats(task: etree._Element) -> bool:
    loops = any(str(child.tag).endswith("LoopCharacteristics") for child in task)
    return loops or task.get("isForCompensation") == "true"


def _assign(step: etree._Element, random: Random | None, *, repeats: bool) -> None:
    if random is None or random.random() < 0.5:
        etree.SubElement(step, f"{TB}assign", rule="initiator")
        return
    etree.SubElement(step, f"{TB}assign", rule="group", value="it-mail")
    if not repeats and random.random() < 0.4:
        policy = random.choice(("all", "vote", "ratio"))
        countersign = etree.SubElement(step, f"{TB}countersign", policy=policy)
        if policy == "ratio":
            countersign.set("ratio", "0.5")


def _settings(*, applies: bool, edits: bool) -> tuple[etree._Element, etree._Element]:
    extension = etree.Element(f"{BPMN}extensionElements")
    step = etree.SubElement(extension, f"{TB}step", layout="paper", apply=str(applies).lower())
    if not applies:
        step.set("batch", "true")
    for answer in range(3):
        outcome = etree.SubElement(step, f"{TB}outcome", id=f"o{answer}", kind=KINDS_OF[answer])
        label = etree.SubElement(outcome, f"{TB}text", lang="zh-CN")
        label.text = f"选项 {answer}"
    etree.SubElement(step, f"{TB}return", to="previous")
    etree.SubElement(step, f"{TB}fields", default="edit" if edits else "read")
    return extension, step
