"""index of open tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_task_open", "task", ["instance_id"], unique=False, postgresql_where=sa.text("state = 'open'")
    )
