"""A service is begun by hand with one process of its file; the others answer it or are called by it."""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.nodes import plain_id
from designer_export.pools import pools
from designer_export.scopes import Scope

ID = "several-processes"


def check(model: Model) -> Iterator[Finding]:
    """Ask which process is the service where nothing tells; say which one is taken where the order tells."""
    filled = [scope for scope in model.scopes if local(scope.element) == "process" and scope.nodes]
    if len(filled) < 2:
        return
    by_hand = [scope for scope in filled if scope.entries and scope.element.get("id") not in model.called]
    if not any(scope.entries for scope in filled):
        yield finding(ID, "advice", filled[0].element, case="none", processes=_names(filled))
    elif len(by_hand) > 1:
        pooled = {plain_id(pool.get("processRef")) for pool in pools(model.root)}
        if all(scope.element.get("id") in pooled for scope in by_hand):
            first = by_hand[0].element
            repair = Repair("choose-process", automatic=False)
            yield finding(ID, "advice", first, case="first", repair=repair, processes=_names(by_hand))
        else:
            second, repair = by_hand[1].element, Repair("choose-process", automatic=True)
            names = _names(by_hand)
            yield finding(ID, "complete", second, repair=repair, number=len(by_hand), processes=names)


def _names(scopes: list[Scope]) -> str:
    return "、".join(str(scope.element.get("name") or scope.element.get("id")) for scope in scopes)
