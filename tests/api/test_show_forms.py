"""A form is shown without what its reader may not see."""

import pytest
from flask import Flask

from api.show_forms import form_values
from engine.queries.form_view import FormView
from forms.access import Access
from forms.model import Form

SCHEMA = {
    "type": "object",
    "properties": {
        "title": {"type": "string", "title": "标题", "x-title": {"zh-CN": "标题", "en": "Title"}},
        "grade": {"type": "string", "title": "评级", "enum": ["a", "b"]},
        "code": {"type": "string", "title": "新密码", "x-secret": True},
        "rows": {
            "type": "array",
            "title": "明细",
            "items": {
                "type": "object",
                "properties": {
                    "id": {"type": "string"},
                    "item": {"type": "string"},
                    "price": {"type": "number"},
                },
            },
        },
    },
}


def shown(access: Access) -> dict[str, dict]:
    form = Form(SCHEMA, {})
    values = form_values(FormView(form, "", access, {}))
    return {field["pointer"]: field for field in values["fields_"]}


@pytest.fixture(autouse=True)
def _request(app: Flask):
    with app.test_request_context("/api/v1/tasks?lang=en"):
        yield


def test_hidden_field_and_column_are_not_named() -> None:
    access = Access({"/grade": "hidden", "/rows/*/price": "hidden"}, default="read")
    assert set(shown(access)) == {"/title", "/rows", "/rows/*/item"}


def test_secret_is_named_to_whoever_types_it_and_to_nobody_else() -> None:
    assert "/code" not in shown(Access.everything("read"))
    assert shown(Access({"/code": "edit"}))["/code"]["secret"] is True


def test_words_are_in_the_readers_language() -> None:
    assert shown(Access.everything("read"))["/title"]["title"] == "Title"


def test_required_and_choices_are_told() -> None:
    grade = shown(Access({"/grade": "edit"}, required=frozenset({"/grade"})))["/grade"]
    assert (grade["access"], grade["required"]) == ("edit", True)
    assert [option["value"] for option in grade["options"]] == ["a", "b"]
