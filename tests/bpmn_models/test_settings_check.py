"""Settings that no code expects are refused by name before a service is deployed."""

import inspect
import re

import pytest

from bpmn_models import setting_faults, settings_check
from bpmn_models.bundle import Bundle, make, shipped
from bpmn_models.errors import BrokenBundle
from bpmn_models.settings_check import check_hall, check_settings
from web.sentences import BUNDLES


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
    assert refused.value.params["setting"] == "process.key"
    assert refused.value.code in ("setting_key", "setting_long", "setting_characters")


@pytest.mark.parametrize(
    ("process", "setting", "code"),
    [
        ("name = 5", "name", "text"),
        ('name = ""', "name", "empty"),
        ('name = "a\\nb"', "name", "characters"),
        ('name = "a\\u0000b"', "name", "characters"),
        (f'name = "{"x" * 101}"', "name", "long"),
        ("name = 2026-09-01", "name", "no_date"),
        ("name = 99999999999999999999", "name", "number_range"),
        ("name = nan", "name", "number_range"),
        (f"name = {'[' * 50}{']' * 50}", "name" + ".0" * 11, "deep"),
        (f"name{'.a' * 3000} = 1", "name" + ".a" * 11, "deep"),
        ("cancel = []", "cancel", "choice"),
        ('cancel = "sometimes"', "cancel", "choice"),
        ("searchable = 5", "searchable", "list"),
        ('searchable = ["name"]', "searchable.0", "pointer"),
        ("number = 5", "number", "table"),
        ("number = {}", "number", "empty"),
        ("number = { prefix = 1 }", "number.prefix", "text"),
        ('number = { prefix = "{" }', "number.prefix", "prefix"),
        ("number = { start = 1 }", "number.start", "unknown"),
        ("colour = 1", "colour", "unknown"),
        ("buttons = { approve = 3 }", "buttons.approve", "text"),
        ('buttons = { approve = { fr = "oui" } }', "buttons.approve.fr", "unknown"),
        ('title = "{service"', "title", "title"),
        ('title = "{service.__class__}"', "title", "title"),
        ('title = "{service:9999999}"', "title", "title"),
        ("title = 07:30:00", "title", "no_date"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(process: str, setting: str, code: str) -> None:
    with pytest.raises(BrokenBundle) as refused:
        check_settings(bundle(process))
    assert (refused.value.params["setting"], refused.value.code) == (f"process.{setting}", f"setting_{code}")


def test_a_name_without_end_is_cut_where_it_is_told() -> None:
    with pytest.raises(BrokenBundle) as refused:
        check_settings(bundle("k" * 10_000 + " = 1"))
    assert len(str(refused.value.params["setting"])) < 120


def test_every_refusal_has_its_sentence_and_fills_it() -> None:
    codes = re.findall(r'"(setting_\w+)"', "".join(map(inspect.getsource, (setting_faults, settings_check))))
    codes += [f"setting_{kind}" for kind in setting_faults._BY_TYPE.values()]
    codes += ["setting_pattern", "setting_title"]
    assert set(codes) == {code for code in BUNDLES if code.startswith("setting_")}
    for code in codes:
        assert "process.x" in BUNDLES[code] % {"setting": "process.x", "limit": 1, "options": "a/b"}


@pytest.mark.parametrize(
    ("hall", "setting"),
    [
        ("guide = { steps = 5 }", "guide.steps"),
        ("guide = { steps = [3] }", "guide.steps.0"),
        ("guide = { steps = [{}] }", "guide.steps.0.name"),
        ("guide = { notes = [{}] }", "guide.notes.0"),
        ('guide = { fee = { fr = "x" } }', "guide.fee.fr"),
        ('title = "a\\u0000b"', "title"),
        ("title = 3", "title"),
        (f'title = "{"x" * 101}"', "title"),
        (f'summary = "{"x" * 501}"', "summary"),
        (f'kind = "{"x" * 101}"', "kind"),
        ('validity = "sometimes"', "validity"),
        ('validity = { from = "soon" }', "validity.from"),
        ("validity = { from = 2026-09-01T08:00:00 }", "validity.from"),
        ("colour = 1", "colour"),
    ],
)
def test_the_catalogue_s_part_is_held_to_its_shape_too(hall: str, setting: str) -> None:
    whole = bundle(hall=hall)
    with pytest.raises(BrokenBundle) as refused:
        check_settings(whole)
    assert refused.value.params["setting"] == f"hall.{setting}"
    with pytest.raises(BrokenBundle) as alone:
        check_hall(whole.service["hall"])
    assert (alone.value.code, alone.value.params["setting"]) == (refused.value.code, setting)


@pytest.mark.parametrize("validity", ['"always"', "{ from = 2026-09-01, until = 2026-12-31 }", "{}"])
def test_a_validity_is_for_ever_or_of_days(validity: str) -> None:
    check_settings(bundle(hall=f"validity = {validity}"))


def test_hall_is_a_table_and_other_tables_are_unknown() -> None:
    for more in ('hall = "x"', "[extra]\na = 1"):
        with pytest.raises(BrokenBundle):
            check_settings(bundle(more=more))


def test_what_was_deployed_once_still_loads() -> None:
    assert bundle("colour = 1").service["process"]["colour"] == 1
