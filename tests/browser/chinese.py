"""What is Chinese on a page, less what people, units and services are called: on an English page, nothing."""

import csv
import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

from lxml import etree
from playwright.sync_api import Page, expect

from bpmn_models.bundle import shipped
from tests.live_server import ROOT

# Texts, attributes that are read out or shown, and what the stylesheet draws. What says of itself that it
# is Chinese is right, a diagram's words are its designer's, and seal and initials are pictures.
_FOUND = """() => {
  const found = [document.title], skipped = '[lang^=zh], script, style, .djs-container, .tb-seal, .tb-av'
  for (const it of document.querySelectorAll('body *')) {
    if (it.closest(skipped)) continue
    for (const node of it.childNodes) if (node.nodeType === Node.TEXT_NODE) found.push(node.data)
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(it.getAttribute(name) || '')
    for (const side of ['::before', '::after']) found.push(getComputedStyle(it, side).content)
  }
  return found.filter(text => /\\p{Script=Han}/u.test(text))
}"""
_HAN = re.compile(r"[㐀-䶿一-鿿\U00020000-\U0003ffff]")


def check_english(page: Page, *typed: str) -> None:
    """Fail on a Chinese word that is neither data of the demo campus nor one of the texts typed."""
    expect(page.locator("html")).to_have_attribute("lang", "en")
    found: list[str] = page.evaluate(_FOUND)
    left = {text.strip() for text in found if _HAN.search(without(text, typed))}
    assert left == set(), f"Chinese on the English page {page.url}: {sorted(left)}"


def without(text: str, typed: tuple[str, ...]) -> str:
    """Take out of a text what is data; the longest first, for names hold other names."""
    for known in sorted({*typed, *names()}, key=len, reverse=True):
        text = text.replace(known, "")
    return text


@cache
def names() -> frozenset[str]:
    """Return every name of the demo campus, and of the shipped services what has no English."""
    demo = tomllib.loads((ROOT / "demo/campus.toml").read_text(encoding="utf-8"))
    with (ROOT / "demo/people.csv").open(encoding="utf-8", newline="") as rows:
        people = [cell for row in csv.reader(rows) for cell in row]
    found = {text for value in (demo, people) for text in untranslated(value)}
    for bundle in shipped():
        parsed = [json.loads(data) for name, data in bundle.files.items() if name.endswith(".json")]
        service = {key: value for key, value in bundle.service["process"].items() if key != "buttons"}
        found |= set(untranslated([*parsed, service, bundle.service["hall"]])) | set(steps(bundle.process))
    return frozenset(text for text in found if len(text) > 1 and _HAN.search(text))


def untranslated(value: Any) -> Iterator[str]:
    """Yield the texts in a value that have no English beside them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from untranslated(part)
    elif isinstance(value, dict) and "en" not in value:
        for key, part in value.items():
            if f"x-{key}" not in value and not (key == "label" and "field" in value):
                yield from untranslated(part)


def steps(process: bytes) -> Iterator[str]:
    """Yield the names of the steps of a diagram, which the record and the lists repeat."""
    for element in etree.fromstring(process).iter("{*}userTask", "{*}serviceTask", "{*}process"):
        yield element.get("name", "")
