"""修改变量: checked like what is typed, kept in the change log, never what is secret or somebody's words."""

import pytest
from sqlalchemy import text

from engine.errors import Forbidden, Invalid
from engine.mend_errors import NoSuchVariable, VariableKept
from engine.queries.instances import visible
from engine.queries.loading import load
from engine.queries.mending import mending

CHANGES = text(
    "SELECT e.kind, e.outcome, c.changes FROM variable_change c JOIN record_entry e USING (instance_id, n)"
    " WHERE instance_id = :id ORDER BY n DESC LIMIT 1"
)


def matter(hall, instance_id):
    row = visible(hall.rt, hall.connection, hall.person("admin"), instance_id)
    return load(hall.rt, hall.connection, row)[1]


def value(hall, instance_id, name):
    return matter(hall, instance_id).read(name)


def offered(hall, instance_id):
    found = mending(hall.rt, hall.connection, hall.person("admin"), instance_id)
    return {one.name for one in found.variables}


@pytest.fixture
def with_file(hall, fitness):
    document = fitness | {"certificate": [hall.story.upload("stu01")]}
    return hall.story.start("stu01", "fitness-exemption", document).instance_id


def test_a_field_gets_another_value_and_record_and_change_log_say_so(hall, begun, act, foresee):
    old = value(hall, begun, "detail")
    seen = foresee(begun, "edit", name="detail", value="密码忘记")
    assert [(one.pointer, one.old, one.new) for one in seen.variables] == [("/detail", old, "密码忘记")]
    act(begun, "edit", name="detail", value="密码忘记", seen=seen.fingerprint)
    assert value(hall, begun, "detail") == "密码忘记"
    row = hall.connection.execute(CHANGES, {"id": begun}).one()
    assert (row.kind, row.outcome, row.changes) == ("edit", "detail", [["/detail", old, "密码忘记"]])
    assert hall.verified()


def test_a_field_holds_to_its_schema_with_an_error_at_its_pointer(hall, begun, act):
    before = value(hall, begun, "detail")
    with pytest.raises(Invalid) as refused:
        act(begun, "edit", name="detail", value=7)
    assert [error.pointer for error in refused.value.errors] == ["/detail"]
    assert value(hall, begun, "detail") == before


@pytest.mark.parametrize(
    ("name", "new", "code"),
    [("steps", {}, "of_the_record"), ("initiator", {}, "of_the_record")],
)
def test_what_only_repeats_the_record_is_not_edited(hall, begun, act, name, new, code):
    with pytest.raises(VariableKept) as refused:
        act(begun, "edit", name=name, value=new)
    assert refused.value.code == code


def test_secrets_and_opinions_are_refused(hall, begun, act):
    row = visible(hall.rt, hall.connection, hall.person("admin"), begun)
    form = hall.rt.definitions.get(hall.connection, row.definition_id).form
    kept = {name: "secret" for name, field in form.fields.items() if field.secret}
    kept |= {name: "opinion" for name, field in form.fields.items() if field.control == "opinion"}
    assert set(kept.values()) == {"secret", "opinion"}
    for name, code in kept.items():
        with pytest.raises(VariableKept) as refused:
            act(begun, "edit", name=name, value="x")
        assert refused.value.code == code


@pytest.mark.parametrize("name", ["number", "name", "unit", "email", "appliedAt"])
def test_what_the_hall_has_written_is_nobodys_to_change(hall, begun, act, name):
    before = value(hall, begun, name)
    with pytest.raises(VariableKept) as refused:
        act(begun, "edit", name=name, value="2026-12-01")
    assert refused.value.code == "of_the_hall"
    assert value(hall, begun, name) == before


def test_what_is_offered_is_what_may_be_changed_and_nothing_else(hall, foresee, begun, with_file):
    for instance_id in (begun, with_file):
        (scope,) = matter(hall, instance_id).scopes()
        kept = {name for name, old in scope.names.items() if is_kept(foresee, instance_id, name, old)}
        assert {"name", "number"} <= kept
        assert offered(hall, instance_id) == scope.names.keys() - kept


def test_files_are_offered_while_one_could_be_taken_out(hall, act, with_file):
    assert "certificate" in offered(hall, with_file)
    act(with_file, "edit", name="certificate", value=None)
    assert "certificate" not in offered(hall, with_file)


def is_kept(foresee, instance_id, name, old):
    try:
        foresee(instance_id, "edit", name=name, value=old)
    except VariableKept:
        return True
    return False


def test_unknown_names_and_scopes_are_refused(hall, begun, act):
    for given in ({"name": "nothing"}, {"name": "detail", "scope": 99}):
        with pytest.raises(NoSuchVariable):
            act(begun, "edit", value="x", **given)


def test_only_administrators_edit(hall, begun, act):
    with pytest.raises(Forbidden):
        act(begun, "edit", name="detail", value="x", login="cs_head")


def test_a_suspended_matter_is_edited_and_stays_suspended(hall, begun, act):
    act(begun, "suspend")
    act(begun, "edit", name="detail", value="密码忘记")
    assert hall.state(begun) == "suspended"
    assert value(hall, begun, "detail") == "密码忘记"
