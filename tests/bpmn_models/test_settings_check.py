"""Settings that no code expects are refused by name before a service is deployed."""

import pytest

from bpmn_models.bundle import Bundle, make, shipped
from bpmn_models.errors import BrokenBundle
from bpmn_models.settings_check import check_settings


def bundle(process: str = "", hall: str = "", key: str = "demo", more: str = "") -> Bundle:
    text = (
        f"{more}\n[process]\nkey = {key if key.startswith(chr(34)) else chr(34) + key + chr(34)}\n{process}\n"
    )
    text += f"[hall]\n{hall}\n" if hall else ""
    return make({"process.bpmn": b"<x/>", "service.toml": text.encode()})


@pytest.mark.parametrize("one", shipped(), ids=lambda one: one.key)
def test_shipped_settings_pass(one: Bundle) -> None:
    check_settings(one)


@pytest.mark.parametrize("key", ["a", "leave-2026", "two_hands"])
def test_a_process_key_is_small_letters_and_digits(key: str) -> None:
    check_settings(bundle(key=key))


@pytest.mark.parametrize("key", ["../../x", "a b", "请假", "-a", "a-", "A", "a" * 65, '"a\\u0000b"'])
def test_other_keys_are_refused(key: str) -> None:
    with pytest.raises(BrokenBundle) as refused:
        check_settings(bundle(key=key))
    assert (refused.value.code, refused.value.params["setting"]) == ("setting", "process.key")


@pytest.mark.parametrize(
    ("process", "setting"),
    [
        ("name = 5", "process.name"),
        ("cancel = []", "process.cancel"),
        ('cancel = "sometimes"', "process.cancel"),
        ("searchable = 5", "process.searchable"),
        ("number = 5", "process.number"),
        ("colour = 1", "process"),
        ("name = 99999999999999999999", "process.name"),
        ("number = { prefix = 1 }", "process.number.prefix"),
        ("buttons = { approve = 3 }", "process.buttons.approve"),
        ('title = "{service"', "process.title"),
        ('title = "{service.__class__}"', "process.title"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(process: str, setting: str) -> None:
    with pytest.raises(BrokenBundle) as refused:
        check_settings(bundle(process))
    assert refused.value.params["setting"] == setting


@pytest.mark.parametrize(
    "pattern",
    [
        "{", "{seq", "{prefix}", "{prefix.__class__}{seq}", "{seq:0999999999}", "{seq!r}", "{seq:x}",
        "{0}{seq}", "{seq}{seq:013}", "{{seq}}",
    ],
)  # fmt: skip
def test_a_number_pattern_fills_in_nothing_but_its_three_names(pattern: str) -> None:
    with pytest.raises(BrokenBundle) as refused:
        check_settings(bundle(f'number = {{ pattern = "{pattern}" }}'))
    assert refused.value.params["setting"] == "process.number.pattern"


@pytest.mark.parametrize("pattern", ["{seq}", "{prefix}{year}-{seq:06}", "第 {seq:012} 号（{year}）"])
def test_a_number_pattern_that_can_be_filled_passes(pattern: str) -> None:
    check_settings(bundle(f'number = {{ prefix = "SR", pattern = "{pattern}" }}'))


@pytest.mark.parametrize(
    "hall",
    ["guide = { steps = 5 }", "guide = { steps = [3] }", 'title = "a\\u0000b"', "title = 3", "colour = 1"],
)
def test_the_catalogue_s_part_is_held_to_its_shape_too(hall: str) -> None:
    with pytest.raises(BrokenBundle) as refused:
        check_settings(bundle(hall=hall))
    assert str(refused.value.params["setting"]).startswith("hall")


def test_hall_is_a_table_and_other_tables_are_unknown() -> None:
    for more in ('hall = "x"', "[extra]\na = 1"):
        with pytest.raises(BrokenBundle):
            check_settings(bundle(more=more))


def test_what_was_deployed_once_still_loads() -> None:
    assert bundle("colour = 1").service["process"]["colour"] == 1
