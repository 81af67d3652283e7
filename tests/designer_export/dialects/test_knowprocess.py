"""KnowProcess: its workers are asked outside."""

from tests.designer_export.dialects.pieces import diagram, extended, not_carried, ours, pairs, scripts


def test_a_worker_is_asked_with_its_fields():
    field = '<kp:field name="requestUrl" stringValue="https://x/" expression="${where}"/>'
    data = diagram(extended("serviceTask t", field, 'implementation="kp:http"'), space="kp")
    assert pairs(ours(data), "t") == {"in.implementation": "'kp:http'", "in.requestUrl": "where"}
    assert not_carried(data) == set()


def test_who_started_it_is_known_and_a_form_is_named():
    data = diagram('<task id="t"/>', space="kp").replace(
        b"<startEvent ", b'<startEvent kp:initiator="who" kp:formKey="f" ', 1
    )
    (start,) = [one.get("id") for one in ours(data).diagram.root.iterfind(".//{*}startEvent")]
    assert scripts(ours(data), start) == [("after", "who = initiator['number']")]
    assert not_carried(data) == {"formKey"}
