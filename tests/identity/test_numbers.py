"""Numbers of people as others see them."""

import pytest

from identity.numbers import masked, sees_numbers, shown_number
from identity.principal import Grant, Principal
from identity.refs import PersonRef


def reader(*kinds: str, grants: tuple[Grant, ...] = ()) -> Principal:
    return Principal(7, "沈亦舟", "2024110001", kinds, (), ("p:7",), grants)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("2023110017", "2023****17"),
        ("20110030", "20****30"),
        ("202311001799", "2023******99"),
        ("123456", "****56"),
        ("12345", "****5"),
        ("12", "**"),
        ("", ""),
    ],
)
def test_of_a_number_the_ends_are_shown_and_at_least_four_are_hidden(number: str, shown: str) -> None:
    assert masked(number) == shown


@pytest.mark.parametrize("kind", ["staff", "teacher", "administrator"])
def test_staff_see_numbers(kind: str) -> None:
    somebody = PersonRef(8, "欧阳牧", "20060029", "计算机学院")
    assert sees_numbers(reader("student", kind))
    assert shown_number(somebody, reader(kind)) == "20060029"


def test_so_does_whoever_manages_people() -> None:
    assert sees_numbers(reader("student", grants=(Grant("identity.manage"),)))


def test_others_see_their_own_only() -> None:
    somebody = PersonRef(8, "欧阳牧", "20060029", "计算机学院")
    assert shown_number(somebody, reader("student")) == shown_number(somebody, None) == "20****29"
    assert shown_number(PersonRef(7, "沈亦舟", "2024110001", ""), reader("student")) == "2024110001"
