"""A service whose handler decides each time whether the matter goes round once more."""

from bench.diagrams import flow
from bpmn_models.bundle import Bundle, make

_PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tb="urn:tongban:bpmn:1.0"
             id="d" targetNamespace="urn:tongban:bench">
  <process id="round" name="循环办理" isExecutable="true">
    <startEvent id="s"/>
    <userTask id="apply" name="填写申请"><extensionElements>
      <tb:step layout="paper" apply="true"><tb:assign rule="initiator"/>
        <tb:outcome id="submit" kind="complete"><tb:text lang="zh-CN">提交</tb:text></tb:outcome>
        <tb:fields default="read"/><tb:field pointer="/subject" access="edit" required="true"/>
      </tb:step></extensionElements></userTask>
    <userTask id="t" name="办理"><extensionElements>
      <tb:step layout="paper"><tb:assign rule="initiator"/>
        <tb:outcome id="again" kind="complete"><tb:text lang="zh-CN">再办一次</tb:text></tb:outcome>
        <tb:outcome id="done" kind="complete"><tb:text lang="zh-CN">办结</tb:text></tb:outcome>
        <tb:fields default="read"/>
      </tb:step></extensionElements></userTask>
    <exclusiveGateway id="g" default="back"/>
    <endEvent id="e"/>
    {flows}
    <sequenceFlow id="out" sourceRef="g" targetRef="e">
      <conditionExpression>steps.t.outcome == "done"</conditionExpression></sequenceFlow>
  </process>
</definitions>
"""
_SERVICE = """
[process]
key = "bench-loop"
name = "循环办理"
[hall]
title = { "zh-CN" = "循环办理" }
unit = "it"
kind = "测试"
starters = ["everyone"]
validity = "长期有效"
"""
_FORM = """{"type": "object", "properties": {"subject": {"type": "string", "title": "事由"}}}"""
_LAYOUT = """{"title": "循环办理单", "columns": 2, "rows": [[{"label": "事由", "field": "/subject"}]]}"""


def bundle() -> Bundle:
    """Make the service's bundle."""
    pairs = (("s", "apply"), ("apply", "t"), ("t", "g"))
    flows = "".join(flow(f"{a}_{b}", a, b) for a, b in pairs) + flow("back", "g", "t")
    files = {
        "process.bpmn": _PROCESS.format(flows=flows),
        "service.toml": _SERVICE,
        "form.schema.json": _FORM,
        "paper.layout.json": _LAYOUT,
    }
    return make({name: content.encode() for name, content in files.items()})
