"""D7: what each step may see and edit; decision 12: a hidden field is absent."""

from forms.access import Access, visible
from forms.model import Form

DOCUMENT = {
    "name": "沈亦舟",
    "phone": "1",
    "rows": [{"id": "a", "place": "校医院", "amount": 3}],
    "password": "geheim",
    "unknown": 1,
}


def test_a_column_may_have_a_mode_of_its_own() -> None:
    access = Access({"/rows": "edit", "/rows/*/amount": "read"}, default="hidden")
    assert access.mode("/rows/0/place") == "edit"
    assert access.mode("/rows/7/amount") == "read"
    assert access.mode("/phone") == "hidden"


def test_hidden_secret_and_unknown_fields_are_absent(form: Form) -> None:
    access = Access({"/phone": "hidden", "/rows/*/amount": "hidden"})
    assert visible(DOCUMENT, form, access) == {"name": "沈亦舟", "rows": [{"id": "a", "place": "校医院"}]}


def test_a_hidden_list_shows_the_column_that_is_not_hidden(form: Form) -> None:
    access = Access({"/rows/*/amount": "read"}, default="hidden")
    assert visible(DOCUMENT, form, access) == {"rows": [{"id": "a", "amount": 3}]}


def test_a_viewer_sees_the_union_of_his_steps() -> None:
    one = Access({"/a": "edit"}, frozenset({"/a"}), "hidden")
    other = Access({"/b": "hidden"}, default="read")
    both = one.union(other)
    assert [both.mode(f"/{name}") for name in "abc"] == ["edit", "hidden", "read"]
    assert both.read_only().mode("/a") == "read"
    assert not both.read_only().required


def test_nobody_types_what_the_system_or_the_engine_writes(form: Form) -> None:
    access = Access.everything("edit")
    assert [name for name, field in form.fields.items() if not access.may_edit(field)] == [
        "name",
        "note",
        "opinion",
    ]
