"""A person's own page, and what he may change on it (L4)."""

import pytest

from identity.errors import ContactRefused
from identity.profile import HeldRole, change_contact, profile


def test_a_profile_tells_account_units_and_roles(school) -> None:
    person = school.person(
        "1001", "解云舒", login="tea01", sex="female", kinds=("staff", "teacher"), units=("cs", "it"),
        roles=(("head", "cs-ai"),), phone="000-5550-0041", email="tea01@songxi.example",
    )  # fmt: skip
    found = profile(school.connection, person)
    assert found is not None
    assert (found.login, found.number, found.sex) == ("tea01", "1001", "female")
    assert found.kinds == ("staff", "teacher")
    assert [(unit.code, unit.main) for unit in found.units] == [("cs", True), ("it", False)]
    assert found.roles == (HeldRole("head", "负责人", "人工智能系"),)


def test_a_person_without_an_account_has_a_profile_too(school) -> None:
    found = profile(school.connection, school.person())
    assert found is not None
    assert (found.login, found.units, found.roles) == ("", (), ())
    assert profile(school.connection, 10**9) is None


@pytest.mark.parametrize("phone", ["000-5550-0041", "+86 000 5550 0041", ""])
def test_phone_and_mail_are_his_to_change(school, phone: str) -> None:
    person = school.person()
    change_contact(person, phone=phone, email=" shen@songxi.example ")
    found = profile(school.connection, person)
    assert found is not None
    assert (found.phone, found.email) == (phone, "shen@songxi.example")


@pytest.mark.parametrize(
    ("phone", "email", "code"),
    [
        ("call me", "", "bad_phone"),
        ("1", "", "bad_phone"),
        ("", "shen", "bad_email"),
        ("", "a@b", "bad_email"),
        ("", "a\x00@b.c", "bad_email"),
        ("", "a b@c.d", "bad_email"),
        ("", "a@b@c.d", "bad_email"),
        ("", "a@b.c\nBcc: all@b.c", "bad_email"),
        ("", "a" * 65 + "@songxi.example", "bad_email"),
    ],
)
def test_contact_data_that_is_none_is_refused(school, phone: str, email: str, code: str) -> None:
    with pytest.raises(ContactRefused) as refused:
        change_contact(school.person(), phone=phone, email=email)
    assert refused.value.code == code
