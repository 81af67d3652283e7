"""finding quickly: the newest of everything and of a version, and people by the beginning of a name."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_NEWEST = sa.text("started_at DESC")
_STATES = {"living": "('running', 'suspended')", "stopped": "('terminated', 'cancelled')"}


def upgrade() -> None:
    op.create_index("person_name", "person", ["name"], postgresql_ops={"name": "text_pattern_ops"})
    op.create_index("ix_instance_started", "instance", [_NEWEST])
    op.drop_index("ix_instance_definition", "instance")
    op.create_index("ix_instance_definition", "instance", ["definition_id", _NEWEST])
    for name in _STATES:
        op.drop_index(f"ix_instance_{name}", "instance")
        _of_states(f"ix_instance_{name}", name, ["service_key", _NEWEST], include=["state"])
    _of_states("ix_instance_living_newest", "living", [_NEWEST], include=["state"])


def downgrade() -> None:
    op.drop_index("ix_instance_living_newest", "instance")
    for name in _STATES:
        op.drop_index(f"ix_instance_{name}", "instance")
        _of_states(f"ix_instance_{name}", name, ["service_key", _NEWEST])
    op.drop_index("ix_instance_definition", "instance")
    op.create_index("ix_instance_definition", "instance", ["definition_id"])
    op.drop_index("ix_instance_started", "instance")
    op.drop_index("person_name", "person")


def _of_states(index: str, name: str, columns: list[object], include: list[str] | None = None) -> None:
    where = sa.text(f"state IN {_STATES[name]}")
    op.create_index(index, "instance", columns, postgresql_where=where, postgresql_include=include)
