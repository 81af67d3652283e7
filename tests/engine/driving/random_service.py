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


def random_service(
    seed: int, kinds: Kinds = KINDS, says: str = BY_OUTCOME, fills: int = 0
) -> tuple[Bundle, Model]:
    """The service of a seed: each step has the outcomes ``o0`` to ``o2`` and may be returned.

    Conditions ask as `says`; every so many steps (`fills`, 0 for none) one may fill in the subject.
    """
    maker = ModelMaker(Random(seed), kinds, says)
    model = maker.model(2, maker.user(0))
    root = etree.fromstring(model.xml)
    for place, task in enumerate(root.iter(f"{BPMN}userTask")):
        task.insert(0, _settings(applies=place == 0, edits=bool(fills and place % fills == 0)))
    files = {
        "process.bpmn": etree.tostring(root),
        "service.toml": _SERVICE.format(key=f"random-{seed}").encode(),
        "form.schema.json": _FORM.encode(),
        "paper.layout.json": _LAYOUT.encode(),
    }
    return make(files), model


def _settings(*, applies: bool, edits: bool) -> etree._Element:
    extension = etree.Element(f"{BPMN}extensionElements")
    step = etree.SubElement(extension, f"{TB}step", layout="paper", apply=str(applies).lower())
    etree.SubElement(step, f"{TB}assign", rule="initiator")
    for answer in range(3):
        outcome = etree.SubElement(step, f"{TB}outcome", id=f"o{answer}", kind="complete")
        label = etree.SubElement(outcome, f"{TB}text", lang="zh-CN")
        label.text = f"选项 {answer}"
    etree.SubElement(step, f"{TB}return", to="previous")
    etree.SubElement(step, f"{TB}fields", default="edit" if edits else "read")
    return extension
