"""A step for people says who handles it, or stands in a lane that does (decision 7)."""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.lanes import lane_of
from designer_export.model import Model

ID = "missing-assignee"


def check(model: Model) -> Iterator[Finding]:
    """Ask who handles a user task; the head of the initiator's unit can be taken."""
    repair = Repair("assign-unit-head", automatic=True)
    for name, step in model.steps.items():
        if step.assign or name not in model.by_id:
            continue
        node = model.by_id[name][0]
        lane = lane_of(model.lanes, node)
        if lane is not None and model.known_lanes is not None and lane in model.known_lanes:
            continue
        if model.runs_elsewhere(node):
            # Its own engine opens the task for nobody in particular; here it goes to the administrators.
            yield finding(ID, "changed", node, case="open", repair=repair)
        elif lane is None or model.known_lanes is None:
            yield finding(ID, "complete", node, repair=repair)
        else:
            yield finding(ID, "complete", node, case="lane", repair=repair, lane=lane)
