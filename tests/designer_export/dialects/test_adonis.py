"""ADONIS: what is drawn, empty or said twice is kept; mails are sent outside."""

import pytest

from tests.designer_export.dialects.pieces import (
    cases,
    diagram,
    extended,
    kept,
    not_carried,
    operation,
    ours,
    pairs,
)


def listed(name: str, value: str, holder: str = "instance") -> str:
    said = f"<adonis:value>{value}</adonis:value><adonis:metavalue/>"
    entry = f'<adonis:attribute name="{name}" type="STRING">{said}</adonis:attribute>'
    return f"<adonis:{holder}>{entry}</adonis:{holder}>"


def drawn(inside: str, tag: str = "task t") -> bytes:
    return diagram(extended(tag, inside), space="adonis", executable="")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DISPLAY_NAME", "true"),
        ("A_NEED_FOR_ACTION_CS", "false"),
        ("COSTS", "0"),
        ("OBJECT_TYPE", "No entry"),
    ],
)
def test_what_is_drawn_or_says_nothing_is_kept(name, value):
    data = drawn(listed(name, value))
    assert (kept(data), not_carried(data)) == ({"instance", "attribute", "value", "metavalue"}, set())


def test_what_says_something_is_named():
    assert not_carried(drawn(listed("COSTS", "12"))) == {"attribute", "value", "metavalue"}


def test_a_condition_said_twice_is_kept_and_another_is_named():
    said = listed("TRANSITION_CONDITION", "a = 1", "connector")
    condition = "<conditionExpression>a = 1</conditionExpression>"
    flow = f"<extensionElements>{said}</extensionElements>{condition}</sequenceFlow>"
    data = drawn("").replace(b'targetRef="t"></sequenceFlow>', f'targetRef="t">{flow}'.encode(), 1)
    assert flow.encode() in data
    assert not_carried(data) == set()
    assert "attribute" in not_carried(data.replace(b"<adonis:value>a = 1", b"<adonis:value>a = 2"))


def test_a_mail_is_sent_outside():
    said = "<adonis:MailTo>${email}</adonis:MailTo><adonis:MailSubject>Hello</adonis:MailSubject>"
    data = drawn(said, "sendTask t")
    assert operation(ours(data), "t") == "external"
    assert pairs(ours(data), "t") == {"in.mail": "'t'", "in.to": "email", "in.subject": "'Hello'"}
    assert ("external" in cases(ours(data)), not_carried(data)) == (True, set())


def test_what_is_foreign_within_what_is_kept_is_named():
    record = '<adonis:record name="CHANGES"><other xmlns="urn:x"/></adonis:record>'
    assert not_carried(drawn(f"<adonis:instance>{record}</adonis:instance>")) == {"other"}
