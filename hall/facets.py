"""The filters beside the catalogue, each value with the number of services it would leave."""

from collections.abc import Sequence

from sqlalchemy import func, select

from db.link import Link, Row
from hall.catalogue import Filters, conditions, counting
from hall.entries import Facet, Facets
from hall.models import Service
from identity.models import Unit

EVERYTHING = Filters()


def facets(conn: Link, filters: Filters = EVERYTHING) -> Facets:
    """Return departments (as a tree, a parent counting what lies below), audiences and kinds.

    A dimension is counted under the filters of the others, so that choosing one value never makes its
    neighbours vanish. Labels of audiences and kinds are the stored words; doors may translate them.
    """
    return Facets(departments(conn, filters), _audiences(conn, filters), _kinds(conn, filters))


def departments(conn: Link, filters: Filters = EVERYTHING) -> tuple[Facet, ...]:
    """Return the departments that have services, parents before children (直通部门, P3).

    The school itself, the root of the tree, is listed only if a service belongs to it directly.
    """
    counted = conn.execute(
        counting().add_columns(Unit.path).where(*conditions(filters, ignoring="unit")).group_by(Unit.path)
    )
    direct = {path: count for count, path in counted if path}
    units = conn.execute(select(Unit.code, Unit.name, Unit.path, Unit.parent_id, Unit.sort)).all()
    shown = [unit for unit in _in_tree_order(units) if unit.parent_id is not None or unit.path in direct]
    return tuple(
        Facet(unit.code, unit.name, count, unit.path.count("/") - 1)
        for unit in shown
        if (count := sum(n for path, n in direct.items() if path.startswith(unit.path)))
    )


def _in_tree_order(units: Sequence[Row]) -> list[Row]:
    ranks = {unit.path: (unit.sort, unit.code) for unit in units}

    def position(unit: Row) -> list[tuple[int, str]]:
        codes = unit.path.rstrip("/").split("/")
        ways = ("/".join(codes[: n + 1]) + "/" for n in range(len(codes)))
        return [ranks.get(way, (0, way)) for way in ways]

    return sorted(units, key=position)


def _audiences(conn: Link, filters: Filters) -> tuple[Facet, ...]:
    matching = select(func.unnest(Service.audience).label("value")).select_from(Service)
    matching = matching.outerjoin(Unit, Unit.id == Service.unit_id)
    values = matching.where(*conditions(filters, ignoring="audience")).subquery()
    rows = conn.execute(select(values.c.value, func.count().label("number")).group_by(values.c.value))
    return _sorted({row.value: row.number for row in rows})


def _kinds(conn: Link, filters: Filters) -> tuple[Facet, ...]:
    wanted = conditions(filters, ignoring="kind")
    rows = conn.execute(
        counting().add_columns(Service.kind).where(*wanted, Service.kind != "").group_by(Service.kind)
    )
    return _sorted({kind: count for count, kind in rows})


def _sorted(counts: dict[str, int]) -> tuple[Facet, ...]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Facet(value, value, count) for value, count in ordered)
