import json
import re
from importlib.resources import files
from pathlib import Path

from lxml import etree

import designer_export
from bpmn_models.bundle import shipped
from designer_export.namespaces import TONGBAN, tb
from designer_export.native import AssignRule, read_operations, read_settings
from designer_export.reading import read

_ATTRIBUTE = re.compile(r"(?:\.[gs]et\(|\n[A-Z]+(?:: Final)? = )tb\(\"(\w+)\"\)")
SHIPPED = {bundle.key: read(bundle.process).root for bundle in shipped()}
SCHEMA = etree.XMLSchema(etree.fromstring((files("designer_export") / "schema" / "tongban.xsd").read_bytes()))


def test_a_step_has_what_its_extension_says():
    step = read_settings(SHIPPED["email-unlock"])["it_mail"]
    assert (step.layout, step.apply, step.opinion, step.opinion_required) == (
        "handle",
        False,
        "/mailOpinion",
        True,
    )
    assert step.assign == (AssignRule("group", value="it-mail"),)
    assert step.outcomes[0].text == {"zh-CN": "完成", "en": "Complete"}
    assert (step.access.mode("/newPassword"), step.access.mode("/mailbox")) == ("edit", "read")
    assert step.access.required == {"/newPassword"}
    assert step.returns == ("initiator", "previous")


def test_the_new_password_is_hidden_from_everybody_else():
    steps = read_settings(SHIPPED["email-unlock"])
    hidden = {name for name, step in steps.items() if step.access.mode("/newPassword") == "hidden"}
    assert hidden == set(steps) - {"it_mail"}


def test_an_operation_has_its_mappings_in_order():
    call = read_operations(SHIPPED["notice"])["publish"]
    assert call.name == "notices.publish"
    assert call.inputs[0] == ("title", "title")
    assert call.outputs == (("noticeId", "result['id']"),)


def test_an_unknown_mode_hides_the_field():
    xml = (
        '<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:tb="urn:tongban:bpmn:1.0">'
        '<b:userTask id="t"><b:extensionElements><tb:step><tb:field pointer="/a" access="reed"/></tb:step>'
        "</b:extensionElements></b:userTask></b:definitions>"
    )
    assert read_settings(etree.fromstring(xml))["t"].access.mode("/a") == "hidden"


def test_shipped_extensions_keep_to_the_published_schema():
    for root in SHIPPED.values():
        for element in root.iter(tb("step"), tb("operation")):
            SCHEMA.assertValid(element)


def test_the_moddle_descriptor_speaks_of_the_same_elements_and_attributes():
    source = (files("designer_export") / "schema" / "tongban.moddle.json").read_text("utf-8")
    moddle = json.loads(source)
    types = {item["name"]: item["properties"] for item in moddle["types"]}
    xsd = etree.fromstring((files("designer_export") / "schema" / "tongban.xsd").read_bytes())
    xs = "{http://www.w3.org/2001/XMLSchema}"
    named = {node.get("name"): node.get("type", "").removeprefix("tb:") for node in xsd.iter(f"{xs}element")}
    assert moddle["uri"] == TONGBAN
    everywhere = {item.get("name") for item in xsd.iterfind(f"{xs}attribute")}
    assert everywhere == {part["name"] for part in types.pop("Carried") if part.get("isAttr")}
    assert {name.capitalize() for name in named} == set(types)
    for name, type_name in named.items():
        declared = {
            item.get("name") for item in xsd.iterfind(f"{xs}complexType[@name='{type_name}']//{xs}attribute")
        }
        offered = {part["name"] for part in types[name.capitalize()] if part.get("isAttr")}
        assert declared == offered, name


def test_every_attribute_that_is_written_on_elements_of_the_model_is_published():
    room = Path(designer_export.__file__).parent
    written = {name for path in room.rglob("*.py") for name in _ATTRIBUTE.findall(path.read_text("utf-8"))}
    xsd = etree.fromstring((files("designer_export") / "schema" / "tongban.xsd").read_bytes())
    declared = {item.get("name") for item in xsd.iterfind("{http://www.w3.org/2001/XMLSchema}attribute")}
    assert written == declared
