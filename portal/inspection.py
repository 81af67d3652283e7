"""运行管理: the sections of the area in which administrators look after what runs."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.errors import Forbidden
from engine.keeping import keeps_connectors
from identity.capabilities import INSTANCE_INSPECT, INSTANCE_MEND
from identity.principal import Principal, may_everywhere, may_somewhere
from web.marks import N_
from web.principal import require_principal


def inspects_somewhere(by: Principal) -> bool:
    """Whether he looks after some service."""
    return may_somewhere(by, INSTANCE_INSPECT)


def inspects_everywhere(by: Principal) -> bool:
    """Whether he looks after the whole school."""
    return may_everywhere(by, INSTANCE_INSPECT)


def mends_somewhere(by: Principal) -> bool:
    """Whether he mends the matters of some service."""
    return may_somewhere(by, INSTANCE_MEND)


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the area: the endpoint of its view, its words, and who sees it."""

    name: str
    endpoint: str
    words: str
    sees: Callable[[Principal], bool] = inspects_somewhere


SECTIONS: tuple[Section, ...] = (
    Section("overview", "portal.inspect_overview", N_("Overview"), inspects_everywhere),
    Section("instances", "portal.inspect", N_("Instances")),
    Section("bulk", "portal.inspect_bulk", N_("In bulk"), mends_somewhere),
    Section("services", "portal.inspect_services", N_("Services in figures")),
    Section("definitions", "portal.inspect_definitions", N_("Versions")),
    Section("connectors", "portal.inspect_connectors", N_("Connections"), keeps_connectors),
    Section("messages", "portal.inspect_messages", N_("Messages sent")),
    Section("looks", "portal.inspect_looks", N_("Who looked"), inspects_everywhere),
)


def sections_of(by: Principal) -> tuple[Section, ...]:
    """Give the sections that somebody sees."""
    return tuple(section for section in SECTIONS if section.sees(by))


def require_inspector(*, everywhere: bool = False) -> Principal:
    """Return who asks.

    Raises
    ------
    Forbidden
        He looks after no service; or, with `everywhere`, not after the whole school.
    """
    me = require_principal()
    if not (inspects_everywhere(me) if everywhere else inspects_somewhere(me)):
        raise Forbidden
    return me


def inspect_sections() -> tuple[Section, ...]:
    """Give the sections that the reader of this page sees."""
    return sections_of(require_principal())
