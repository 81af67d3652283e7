"""One document for all steps: fields unify where name and type are equal, else they get a prefix."""

from designer_export.importing import take
from tests.designer_export.importing.uploads import access, diagram, handled, layout, line, says, schema, task

CHOICE = (
    '<camunda:formData><camunda:formField id="a" type="enum"><camunda:value id="{}"/>'
    "</camunda:formField></camunda:formData>"
)


def fields(*parts: str) -> str:
    return f"<camunda:formData>{''.join(f'<camunda:formField {part}/>' for part in parts)}</camunda:formData>"


def two(first: str, second: str):
    nodes = line(handled(), task(first, id="one"), task(second, id="two"))
    return take({"x.bpmn": diagram(nodes)})


def test_fields_of_equal_name_and_type_are_one():
    taken = two(
        fields('id="a" type="string"'), fields('id="a" type="string" label="A"', 'id="b" type="long"')
    )
    assert set(schema(taken)) == {"a", "b", "subject"}
    assert layout(taken, "one") == ["/a"]
    assert layout(taken, "two") == ["/a", "/b"]
    assert not says(taken, "became")


def test_a_field_of_another_type_gets_the_prefix_of_its_task():
    taken = two(fields('id="a" type="string"'), fields('id="a" type="boolean"'))
    assert schema(taken)["two_a"]["type"] == "boolean"
    assert layout(taken, "two") == ["/two_a"]
    assert access(taken, "two") == {"/two_a": ("edit", False)}
    assert says(taken, "“a” has the name of another one of a different type and became “two_a”")


def test_days_and_texts_are_different_types():
    taken = two(fields('id="a" type="date"'), fields('id="a" type="string"'))
    assert set(schema(taken)) == {"a", "two_a", "subject"}


def test_limits_that_differ_become_the_widest():
    rule = '<camunda:validation><camunda:constraint name="min" config="{}"/></camunda:validation>'
    block = (
        '<camunda:formData><camunda:formField id="a" type="long">{}</camunda:formField></camunda:formData>'
    )
    taken = two(block.format(rule.format(5)), block.format(rule.format(2)))
    assert schema(taken)["a"]["minimum"] == 2
    assert says(taken, "“a” has other limits in other forms")


def test_choices_of_two_forms_are_offered_together():
    taken = two(CHOICE.format("x"), CHOICE.format("y"))
    assert [one["const"] for one in schema(taken)["a"]["oneOf"]] == ["x", "y"]


def test_a_step_that_only_reads_changes_nothing_of_a_field():
    read = '<flowable:formProperty id="a" type="string" writable="false"/>'
    taken = two(CHOICE.format("x"), read)
    assert schema(taken)["a"]["x-control"] == "select"
    assert not says(taken, "other limits")


def test_names_that_expressions_need_are_never_fields():
    taken = two(fields('id="initiator" type="string"'), fields('id="steps" type="string"'))
    assert {"one_initiator", "two_steps"} <= set(schema(taken))


def test_odd_names_are_kept_where_a_document_can_hold_them():
    odd = ["电话 号码", "a.b", "x/y~z", "7", "a&#10;b"]
    taken = two(fields(*(f'id="{name}" type="string"' for name in odd)), fields('id="" type="string"'))
    assert {"电话 号码", "a.b", "x/y~z", "field_7", "a b"} <= set(schema(taken))
    assert "/x~1y~0z" in layout(taken, "one")
    assert says(taken, "“7” cannot be the name of a field and became “field_7”")
    assert says(taken, "has no name that can be used")
    assert {one.rule for one in taken.report.findings if one.level == "refused"} == set()
