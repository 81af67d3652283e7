"""service.toml written and read again."""

from datetime import date

import pytest

from bpmn_models.bundle import SERVICE, make, shipped
from bpmn_models.settings_writing import with_settings, write_settings

BUNDLES = {bundle.key: bundle for bundle in shipped()}


@pytest.mark.parametrize("key", BUNDLES)
def test_settings_written_are_the_settings_read(key: str) -> None:
    bundle = BUNDLES[key]
    again = make({**bundle.files, SERVICE: write_settings(bundle.service)})
    assert dict(again.service) == dict(bundle.service)
    assert again.digest == bundle.digest


def test_whatever_a_setting_holds_survives() -> None:
    hall = {
        "title": {"zh-CN": '引"号\\与\x7f换', "a key": "x"},
        "starters": ["kind:student", "unit:cs"],
        "guide": {"handling_days": 3, "notes": [], "share": 1.5, "on": True},
        "validity": {"from": date(2026, 9, 1)},
    }
    bundle = with_settings(BUNDLES["notice"], hall=hall)
    assert {name: bundle.service["hall"][name] for name in hall} == hall
    assert bundle.service["hall"]["unit"] == "office"


def test_settings_that_stand_already_change_no_byte() -> None:
    bundle = BUNDLES["notice"]
    assert with_settings(bundle, hall={"unit": "office"}) is bundle
    assert with_settings(bundle, hall={"unit": "it"}).files[SERVICE] != bundle.files[SERVICE]
