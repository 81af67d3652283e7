"""Who sees which fields: each reader the union of his steps' fields, hidden ones absent (decision 12)."""

import pytest

from bpmn_models.bundle import shipped
from engine.access import reading_access
from engine.definitions import prepare
from engine.queries.form_view import form_view
from forms.access import Access


@pytest.fixture(scope="module")
def email():
    return prepare(next(bundle for bundle in shipped() if bundle.key == "email-unlock"))


def test_a_hidden_field_is_absent_even_if_its_value_is_there(email):
    access = Access({"/mailbox": "hidden"}, default="read")

    seen = form_view(email, access, {"mailbox": "li@x.example", "cause": "spam", "steps": {}})

    assert seen.document == {"cause": "spam"}


def test_a_secret_is_absent_for_everybody(email):
    seen = form_view(email, Access.everything("edit"), {"newPassword": "geheim", "cause": "spam"})

    assert seen.document == {"cause": "spam"}


def test_a_reader_sees_what_any_of_his_steps_sees_and_edits_nothing(email):
    narrow = reading_access(email, ["apply"])
    wide = reading_access(email, ["apply", "it_mail"])

    assert narrow.mode("/newPassword") == "hidden"
    assert wide.mode("/newPassword") == "read"
    assert wide.mode("/mailbox") == narrow.mode("/mailbox") == "read"


def test_whoever_had_no_step_sees_nothing_unless_he_inspects(email):
    assert reading_access(email, []).mode("/mailbox") == "hidden"
    assert reading_access(email, [], inspecting=True).mode("/mailbox") == "read"
