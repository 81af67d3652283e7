"""A forecast as the API tells it: pieces named by their kind."""

from typing import Any

from engine.forecast import Again, End, Forecast, Fork, Item, Part, Step


def forecast_values(ahead: Forecast) -> dict[str, Any]:
    """Return what `ForecastShape` dumps."""
    return {"items": [_values(item) for item in ahead.items], "complete": ahead.complete}


def _values(item: Item) -> dict[str, Any]:
    return {"kind": item.sort, "element": item.element, "name": item.name, **_more(item)}


def _more(item: Item) -> dict[str, Any]:
    match item:
        case Step():
            return _step(item)
        case Again():
            return {"back": item.back}
        case Part():
            return {"count": item.count, "inside": [_values(one) for one in item.items]}
        case Fork():
            return {"fork": item.kind, "branches": _branches(item)}
        case End():
            return {}


def _step(step: Step) -> dict[str, Any]:
    names = ("now", "certain", "several", "count", "people", "later", "usual")
    rules = dict.fromkeys(reason[1] for reason in step.reasons)
    return {name: getattr(step, name) for name in names} | {"rules": list(rules)}


def _branches(fork: Fork) -> list[dict[str, Any]]:
    names = ("label", "default", "event", "goes_on")
    return [
        {name: getattr(branch, name) for name in names} | {"items": [_values(one) for one in branch.items]}
        for branch in fork.branches
    ]
