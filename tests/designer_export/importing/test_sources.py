"""Forms of each tool become the form of the service: fields, layouts, and what each step may do."""

import pytest

from designer_export.importing import take
from forms.access import Access
from forms.context import FormContext
from forms.model import load_form
from forms.rendering import render
from tests.designer_export.importing.uploads import (
    access,
    diagram,
    handled,
    layout,
    line,
    packed,
    root,
    says,
    schema,
    step,
    task,
    zipped,
)

FORM_DATA = """<camunda:formData>
  <camunda:formField id="days" label="天数" type="long" defaultValue="3">
    <camunda:validation><camunda:constraint name="required"/><camunda:constraint name="min" config="1"/>
      <camunda:constraint name="validator" config="com.x.Check"/></camunda:validation></camunda:formField>
  <camunda:formField id="kind" label="类别" type="enum">
    <camunda:value id="sick" name="病假"/><camunda:value id="own" name="事假"/></camunda:formField>
  <camunda:formField id="urgent" label="加急" type="boolean"/>
  <camunda:formField id="since" label="起始" type="date"/>
  <camunda:formField id="note" label="备注" type="string">
    <camunda:validation><camunda:constraint name="readonly"/></camunda:validation></camunda:formField>
</camunda:formData>"""


def start_form(inside: str) -> str:
    return f"<extensionElements>{inside}</extensionElements>"


def test_fields_of_camunda_7_become_the_apply_form_when_the_start_has_them():
    taken = take({"leave.bpmn": diagram(line(handled(), first=start_form(FORM_DATA)))})
    fields = schema(taken)
    assert fields["days"] == {
        "type": "integer", "x-control": "number", "title": "天数", "minimum": 1, "default": 3,
    }  # fmt: skip
    assert [choice["const"] for choice in fields["kind"]["oneOf"]] == ["sick", "own"]
    assert fields["since"]["format"] == "date"
    assert layout(taken, "paper") == ["/days", "/kind", "/urgent", "/since", "/note"]
    assert step(taken, "apply").get("layout") == "paper"
    assert access(taken, "apply")["/days"] == ("edit", True)
    assert "/note" not in access(taken, "apply")  # read, as all that is not named
    assert says(taken, "limit validator of the field “days”")
    assert says(taken, "step for the initiator was added")
    assert b"formData" not in taken.bundle.process
    assert b"formData" in taken.bundle.files["original.bpmn"]
    assert taken.report.verdict == "runnable"


@pytest.mark.parametrize("tool", ["flowable", "activiti"])
def test_form_properties_say_who_may_read_and_write(tool):
    inside = f"""<{tool}:formProperty id="reason" name="原因" required="true"/>
      <{tool}:formProperty id="secret" readable="false"/><{tool}:formProperty id="shown" writable="false"/>
      <{tool}:formProperty id="p1" variable="amount" type="long" expression="${{order.total}}"/>"""
    taken = take(
        {"x.bpmn20.xml": diagram(line(handled(), task(inside, id="second", more=f'{tool}:assignee="me"')))}
    )
    assert access(taken, "second") == {
        "/reason": ("edit", True), "/secret": ("hidden", False), "/amount": ("edit", False),
    }  # fmt: skip
    assert schema(taken)["amount"]["type"] == "integer"
    assert says(taken, "expression of “amount” is worked out")


def test_a_date_with_hours_is_a_moment_and_an_unknown_kind_a_text():
    inside = """<activiti:formProperty id="at" type="date" datePattern="yyyy-MM-dd HH:mm"/>
      <activiti:formProperty id="odd" type="duration"/>"""
    taken = take({"x.bpmn": diagram(line(task(inside)))})
    assert schema(taken)["at"]["format"] == "date-time"
    assert schema(taken)["odd"]["x-control"] == "text"
    assert says(taken, "nothing here like the field “odd” (duration)")


FORM_JS = {
    "id": "request", "type": "default", "schemaVersion": 16,
    "components": [
        {"type": "text", "text": "# Request <b>now</b>"},
        {"type": "textfield", "key": "who.name", "label": "Name", "layout": {"row": "R1"},
         "validate": {"required": True, "maxLength": 30}, "unused": 1},
        {"type": "number", "key": "who.age", "label": "Age", "decimalDigits": 0, "validate": {"min": "18"},
         "layout": {"row": "R1"}},
        {"type": "select", "key": "city", "label": "City", "values": [{"label": "北京", "value": "bj"}]},
        {"type": "radio", "key": "size", "label": "Size", "valuesKey": "sizes"},
        {"type": "checkbox", "key": "agree", "label": "I agree", "validate": {"required": True}},
        {"type": "checklist", "key": "tags", "label": "Tags", "values": [{"value": "a"}, {"value": "b"}]},
        {"type": "datetime", "key": "when", "subtype": "datetime", "dateLabel": "When"},
        {"type": "textarea", "key": "why", "label": "=concat", "conditional": {"hide": "=size = 1"}},
        {"type": "group", "label": "More", "path": "more", "components": [
            {"type": "textfield", "key": "mail", "label": "Mail", "validate": {"validationType": "email"}}]},
        {"type": "dynamiclist", "path": "items", "label": "Items", "components": [
            {"type": "textfield", "key": "what", "label": "What", "validate": {"required": True}},
            {"type": "number", "key": "cost", "label": "Cost"}]},
        {"type": "filepicker", "key": "papers", "label": "Papers", "multiple": True, "accept": ".pdf,.PNG"},
        {"type": "textfield", "key": "fixed", "label": "Fixed", "readonly": True},
        {"type": "iframe", "id": "frame", "label": "Map"},
        {"type": "button", "label": "Go"},
    ],
}  # fmt: skip


def test_a_form_of_camunda_8_is_found_by_its_id():
    form = '<zeebe:userTask/><zeebe:formDefinition formId="request"/>'
    taken = take({"x.bpmn": diagram(line(handled(), task(form, id="fill"))), "r.form": packed(FORM_JS)})
    fields = schema(taken)
    assert fields["who"]["properties"]["name"]["maxLength"] == 30
    assert fields["who"]["properties"]["age"] == {
        "type": "integer", "x-control": "number", "minimum": 18, "title": "Age",
    }  # fmt: skip
    assert fields["items"]["items"]["required"] == ["what"]
    assert fields["papers"]["x-accept"] == [".pdf", ".png"]
    assert fields["more"]["properties"]["mail"]["format"] == "email"
    assert access(taken, "fill")["/who/name"] == ("edit", True)
    assert access(taken, "fill")["/agree"] == ("edit", True)  # there too, it must be ticked
    assert says(taken, "choices of the field “size” come from sizes")
    assert says(taken, "“why” were shown under a condition")
    assert says(taken, "nothing here like the component “Map” (iframe)")
    rows = load_form(taken.bundle.files).layouts["request"].rows
    assert [cell.field for cell in rows[1]] == ["/who/name", "/who/age"]  # side by side, as drawn
    assert b"formDefinition" not in taken.bundle.process


def test_a_form_within_the_diagram_serves_every_task_that_names_it():
    text = packed({"components": [{"type": "textfield", "key": "a b", "label": "A"}]}).decode()
    said = f'<extensionElements><zeebe:userTaskForm id="f1">{text}</zeebe:userTaskForm></extensionElements>'
    form = '<zeebe:formDefinition formKey="camunda-forms:bpmn:f1"/>'
    nodes = line(handled(), task(form, id="one"), task(form, id="two"))
    taken = take({"x.bpmn": diagram(said + nodes)})
    assert step(taken, "one").get("layout") == step(taken, "two").get("layout") == "f1"
    assert "/a b" in access(taken, "two")
    assert says(taken, "2 steps share the form “f1”")
    assert b"userTaskForm" not in taken.bundle.process


FLOWABLE_FORM = {
    "key": "loanreview", "name": "Loan review",
    "fields": [
        {"fieldType": "FormField", "id": "amount", "name": "Amount", "type": "decimal", "required": True},
        {"fieldType": "OptionFormField", "id": "kind", "name": "Kind", "type": "radio-buttons",
         "options": [{"name": "A"}, {"name": "B"}]},
        {"fieldType": "ContainerRepresentation", "id": "c", "type": "container",
         "fields": {"1": [{"id": "who", "name": "Who", "type": "people"}],
                    "2": [{"id": "m", "type": "multi-line-text"}]}},
        {"id": "ok", "name": "OK", "type": "boolean", "required": True, "readOnly": False},
        {"id": "sum", "name": "Sum", "type": "expression", "value": "${a + b}"},
        {"id": "shape", "type": "drawing"},
    ],
    "outcomes": [{"name": "Accept"}],
}  # fmt: skip


@pytest.mark.parametrize("name", ["forms/loanreview.form", "form-loanreview.json", "any.form"])
def test_a_form_of_flowable_is_found_by_its_key_or_file(name):
    node = task(id="review", more='flowable:formKey="loanreview"')
    taken = take({"p.bpmn20.xml": diagram(line(handled(), node)), name: packed(FLOWABLE_FORM)})
    assert layout(taken, "loanreview") == ["/amount", "/kind", "/who", "/m", "/ok", "/sum"]
    assert schema(taken)["who"]["x-control"] == "person"
    assert access(taken, "review")["/ok"] == ("edit", False)  # answered there, not ticked
    assert says(taken, "setting outcomes of “loanreview”")
    assert says(taken, "component “shape” (drawing)")


def test_a_form_with_rows_of_columns_binds_its_fields_by_template():
    form = {
        "key": "f", "rows": [{"cols": [
            {"id": "text1", "type": "text", "label": "Name", "value": "{{customer}}", "isRequired": True},
            {"id": "s", "type": "select", "label": "Pick", "value": "{{pick}}",
             "extraSettings": {"items": [{"text": "One", "value": "1"}, {"text": "Two", "value": "2"}]}}]}],
    }  # fmt: skip
    node = task(id="t", more='flowable:formKey="f"')
    taken = take({"p.bpmn": diagram(line(handled(), node)), "f.form": packed(form)})
    assert access(taken, "t")["/customer"] == ("edit", True)
    assert [one["const"] for one in schema(taken)["pick"]["oneOf"]] == ["1", "2"]


def spiff(name: str, look: str = "") -> str:
    values = {"formJsonSchemaFilename": name, "formUiSchemaFilename": look}
    inside = "".join(f'<spiffworkflow:property name="{n}" value="{v}"/>' for n, v in values.items())
    return f"<spiffworkflow:properties>{inside}</spiffworkflow:properties>"


JSON_SCHEMA = {
    "title": "Order", "type": "object", "required": ["size", "ok"],
    "definitions": {"place": {"properties": {"id": {"type": "string"}, "city": {"type": "string"}}}},
    "properties": {
        "ok": {"type": "boolean", "title": "OK?"},
        "size": {"type": "string", "enum": ["s", "l"], "enumNames": ["Small", "Large"]},
        "fruit": {"type": "string", "anyOf": ["options_from_task_data_var:fruits"]},
        "at": {"$ref": "#/definitions/place"},
        "tags": {"type": "array", "items": {"type": "string", "enum": ["x", "y"]}, "minItems": 1},
        "names": {"type": "array", "items": {"type": "string"}},
        "pin": {"type": "string"},
        "file": {"type": "string", "format": "data-url"},
        "phone": {"type": ["string", "null"], "pattern": "^[0-9]+$", "default": "none"},
        "gone": {"type": "string", "contentMediaType": "x"},
    },
    "allOf": [{"if": {}, "then": {"properties": {"later": {"type": "string"}}}}],
}  # fmt: skip
LOOK = {
    "ui:order": ["size", "*", "pin"], "pin": {"ui:widget": "password"}, "size": {"ui:widget": "radio"},
    "gone": {"ui:widget": "hidden"}, "phone": {"ui:help": "digits", "ui:placeholder": "123", "ui:mask": "x"},
}  # fmt: skip


def test_a_json_schema_with_its_look_becomes_a_layout():
    model = {"primary_file_name": "order.bpmn", "display_name": "Order food", "description": "Says\nwhat."}
    files = {
        "order.bpmn": diagram(line(handled(), task(spiff("o-schema.json", "o-uischema.json"), id="fill"))),
        "o-schema.json": packed(JSON_SCHEMA), "o-uischema.json": packed(LOOK), "o-exampledata.json": b"{}",
        "process_model.json": packed(model), "test_order.json": b"{}", "flavours.json": b"[1]",
    }  # fmt: skip
    taken = take({"all.zip": zipped({f"order/{name}": data for name, data in files.items()})})
    fields = schema(taken)
    assert [one["title"] for one in fields["size"]["oneOf"]] == ["Small", "Large"]
    assert fields["size"]["x-control"] == "radio"
    assert list(fields["at"]["properties"]) == ["id_", "city"]  # id is the rows' own
    assert fields["pin"]["x-secret"] is True
    assert fields["file"]["x-control"] == "attachment"
    assert "default" not in fields["phone"]
    assert fields["phone"]["description"] == "digits"
    assert layout(taken, "o")[0] == "/size"
    assert access(taken, "fill")["/ok"] == ("edit", False)
    assert access(taken, "fill")["/gone"] == ("hidden", False)
    assert says(taken, "choices of the field “fruit” come from fruits")
    assert says(taken, "“later” were shown under a condition")
    assert says(taken, "setting ui:mask of “phone”")
    assert says(taken, "“names” was a list of plain values")
    assert says(taken, "flavours.json holds the content of a data store")
    assert says(taken, "test_order.json holds test cases")
    assert not says(taken, "exampledata")
    assert taken.bundle.service["process"]["name"] == "Order food"
    assert taken.bundle.service["hall"]["summary"] == "Says what."
    assert "originals/o-schema.json" in taken.bundle.files


def test_every_form_is_drawn_for_editing_and_reading():
    files = {
        "x.bpmn": diagram(line(
            handled(), task('<zeebe:formDefinition formId="request"/>', id="a"),
            task(spiff("o-schema.json"), id="b"),
            task(id="c", more='flowable:formKey="loanreview"'), task(FORM_DATA, id="d"),
        )),
        "r.form": packed(FORM_JS), "o-schema.json": packed(JSON_SCHEMA), "l.form": packed(FLOWABLE_FORM),
    }  # fmt: skip
    taken = take(files)
    form = load_form(taken.bundle.files)
    assert {"paper", "request", "o", "loanreview", "d"} == set(form.layouts)
    for name in form.layouts:
        for mode in ("edit", "read", "print"):
            assert "<" in render(form, name, {}, Access.everything("edit"), [], mode, FormContext())


def test_a_form_that_did_not_come_along_is_named_and_stays_in_the_diagram():
    node = task(id="t", more='camunda:formKey="embedded:app:forms/t.html" camunda:assignee="x"')
    taken = take({"x.bpmn": diagram(line(handled(), node))})
    assert says(taken, "form embedded:app:forms/t.html of “审批”")
    assert b"embedded:app" in taken.bundle.process
    assert root(taken).find(".//*[@id='t']") is not None
