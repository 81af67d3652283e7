"""Start, pause, resume or cancel what was ordered for many matters."""

from db.unit_of_work import transaction
from engine.bulk import GOES, defer_work, seen_by
from engine.errors import Forbidden
from engine.mend_errors import NotInThatState
from engine.runtime import Runtime
from engine.store import bulks
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal, may_somewhere


def steer_bulk(rt: Runtime, by: Principal, bulk_id: int, word: str) -> str:
    """Say ``start``, ``pause``, ``resume`` or ``cancel``; give the order's new state.

    What is under way at this moment is finished; what is done stays done. Whoever orders it stays the one
    with whose rights it is done.

    Raises
    ------
    NotFound
        There is no such order, or it is not his to see.
    Forbidden
        He mends nothing any more; or it is another's, and he would let it go on.
    NotInThatState
    """
    states, after = GOES[word]
    with transaction() as uow:
        row = seen_by(by, bulks.lock(uow, bulk_id), bulk_id)
        goes_on = after == "running"
        if not may_somewhere(by, INSTANCE_MEND) or (goes_on and row.ordered_by != by.person_id):
            raise Forbidden(bulk=bulk_id)
        if row.state not in states:
            raise NotInThatState(state=row.state)
        bulks.move(uow, bulk_id, after, rt.clock())
        if goes_on:
            defer_work(uow, bulk_id)
        return after
