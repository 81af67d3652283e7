"""Small services in memory, and a forecast in one line of text.

``name!`` a certain step, ``name`` one that depends, ``name*`` an open one, ``name×3`` three times, ``×?`` if
nobody knows how often; ``one(通过: a / b)`` ways of a fork, ``…`` where it goes on behind it; ``part[a]``
what is inside; ``^a`` back to a, ``>a`` on to a; ``.`` an end.
"""

from collections.abc import Iterable
from typing import Any

from bpmn_models.bundle import make
from engine.definitions import Deployed, prepare
from engine.forecast import Again, Branch, Forecast, Fork, Item, Part, Step, from_start
from expressions.sandbox import Sandbox

_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tb="urn:tongban:bpmn:1.0"'
    ' id="d" targetNamespace="urn:t">'
)
_SERVICE = b'[process]\nkey = "small"\nname = "small"\n'
_LAYOUT = b'{"title": "t", "columns": 2, "rows": []}'
_FORM = """{"type": "object", "properties": {
  "amount": {"type": "number", "title": "a"}, "kind": {"type": "string", "title": "k"},
  "grade": {"type": "string", "title": "g"},
  "people": {"type": "array", "title": "p", "items": {"type": "integer"}, "x-control": "person"}}}"""


SANDBOX = Sandbox(workers=1)


def service(body: str, beside: str = "") -> Deployed:
    """A service of one process; `beside` it what it refers to or calls."""
    process = f'<process id="P" name="P" isExecutable="true">{body}</process>'
    files = {
        "process.bpmn": f"{_HEAD}{process}{beside}</definitions>".encode(),
        "service.toml": _SERVICE,
        "form.schema.json": _FORM.encode(),
        "paper.layout.json": _LAYOUT,
    }
    return prepare(make(files))


def ahead(deployed: Deployed, unsure: Iterable[str] = (), **variables: Any) -> Forecast:
    """The forecast from the start of its process."""
    return from_start(deployed, SANDBOX, {"steps": {}, **variables}, unsure=frozenset(unsure))


def told(forecast: Forecast) -> str:
    """The forecast in one line."""
    return _series(forecast.items)


def _series(items: tuple[Item, ...]) -> str:
    return " ".join(_item(item) for item in items)


def _item(item: Item) -> str:
    match item:
        case Step():
            return _step(item)
        case Again():
            return ("^" if item.back else ">") + item.element
        case Part():
            return f"{item.element}[{_series(item.items)}]"
        case Fork():
            return f"{item.kind}({' / '.join(_branch(branch) for branch in item.branches)})"
    return "."


def _step(step: Step) -> str:
    times = "" if step.several == "one" else f"×{'?' if step.count is None else step.count}"
    return f"{step.element}{times}{'*' if step.now else '!' if step.certain else ''}"


def _branch(branch: Branch) -> str:
    label = branch.label or branch.event or ("else" if branch.default else "")
    rest = "…" if branch.goes_on else _series(branch.items)
    return f"{label}: {rest}" if label else rest


def fills(name: str, *fields: str) -> str:
    """A step that may fill in some fields."""
    access = "".join(f'<tb:field pointer="/{field}" access="edit"/>' for field in fields)
    settings = f'<tb:step><tb:assign rule="initiator"/><tb:fields default="read"/>{access}</tb:step>'
    return f'<userTask id="{name}"><extensionElements>{settings}</extensionElements></userTask>'
