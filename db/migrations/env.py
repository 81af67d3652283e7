"""How Alembic runs here: always on a connection that the caller opened, never on its own."""

from alembic import context

from db.base import Base


def ours(thing: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
    """Leave the job queue's tables to Procrastinate; without this autogenerate would drop them."""
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_object=ours,
    compare_server_default=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
