"""deadlines of held tasks and suspended matters sleep: no sweep reads them."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "deadline",
        sa.Column(
            "asleep",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="its task is on hold, or its matter suspended: no sweep reads it",
        ),
    )
    op.execute(
        "UPDATE deadline d SET asleep = true FROM task t JOIN instance i ON i.id = t.instance_id"
        " WHERE d.task_id = t.id AND t.state = 'open'"
        " AND (t.held_at IS NOT NULL OR i.state = 'suspended')"
    )
    _index("done_at IS NULL AND NOT asleep")


def downgrade() -> None:
    _index("done_at IS NULL")
    op.drop_column("deadline", "asleep")


def _index(where: str) -> None:
    op.drop_index("ix_deadline_due", table_name="deadline")
    op.create_index("ix_deadline_due", "deadline", ["at"], postgresql_where=sa.text(where))
