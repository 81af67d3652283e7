"""How long the steps of a service usually take, from its latest matters."""

from collections.abc import Mapping

from sqlalchemy import text

from db.link import Link

from .items import Usual

MATTERS = 200
"""The latest matters of a service that are looked at: what was usual years ago tells little."""
LEAST = 3
"""In how many of them a step must have been done: one or two may have been anything, however often they went
round; what was usual in three was so in most."""

# An index gives the latest instances of a service, another one the tasks of each; a matter that went round a
# thousand times counts no more than any other.
_USUAL = text(
    "SELECT t.element, count(*) AS number, percentile_cont(0.5) WITHIN GROUP (ORDER BY t.seconds) AS seconds"
    " FROM (SELECT id FROM instance WHERE service_key = :key ORDER BY started_at DESC LIMIT :matters) i"
    " CROSS JOIN LATERAL (SELECT element, extract(epoch FROM closed_at - opened_at) AS seconds FROM task"
    " WHERE instance_id = i.id AND state = 'completed' AND closed_at > opened_at LIMIT 50) t"
    " GROUP BY t.element HAVING count(DISTINCT i.id) >= :least"
)


def usual_times(link: Link, service_key: str) -> Mapping[str, Usual]:
    """Give the median time of each step that people have done in at least `LEAST` matters, by element.

    What was done in the moment it was opened is left out: the initiator's own step, completed by the start.
    """
    rows = link.execute(_USUAL, {"key": service_key, "matters": MATTERS, "least": LEAST})
    return {row.element: Usual(float(row.seconds), row.number) for row in rows}
