"""Business numbers are unique in the school, so two services never number alike (X8)."""

import pytest

from bpmn_models.bundle import Bundle, make, shipped
from engine.commands.deploy import deploy
from engine.errors import NumberTaken


def copy_of(key: str, name: str, **changed: str) -> Bundle:
    """Give a shipped service under another key, with other words in its settings."""
    bundle = next(one for one in shipped() if one.key == key)
    settings = bundle.files["service.toml"].decode().replace(f'key = "{key}"', f'key = "{name}"')
    for old, new in changed.items():
        assert old in settings
        settings = settings.replace(old, new)
    return make({**bundle.files, "service.toml": settings.encode()})


def test_a_service_cannot_take_the_numbers_of_another(rt) -> None:
    with pytest.raises(NumberTaken) as refused:
        deploy(rt, None, copy_of("fitness-exemption", "fitness-copy"))
    assert refused.value.params["service"] == "学生国测免测申请"


def test_with_a_prefix_of_its_own_it_may(rt) -> None:
    assert deploy(rt, None, copy_of("fitness-exemption", "fitness-copy", TY="TZ"))


def test_its_next_version_keeps_its_numbers(rt) -> None:
    bundle = next(one for one in shipped() if one.key == "fitness-exemption")
    diagram = bundle.process.replace("学院意见".encode(), "书院意见".encode())
    assert deploy(rt, None, make({**bundle.files, "process.bpmn": diagram}))
