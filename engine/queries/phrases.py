"""常用意见: the words that somebody keeps for his opinions."""

from db.link import Link
from engine.store import phrases
from identity.principal import Principal


def phrases_of(connection: Link, by: Principal) -> tuple[str, ...]:
    """Give a person's own list in its order; empty for one who keeps none."""
    return tuple(phrases.ask(connection, by.person_id).scalars())
