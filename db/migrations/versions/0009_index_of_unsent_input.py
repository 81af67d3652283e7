"""index of unsent input: every closing of a task looks for what somebody has typed at it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_draft_task", "draft", ["task_id"], postgresql_where=sa.text("task_id IS NOT NULL"))


def downgrade() -> None:
    op.drop_index("ix_draft_task", table_name="draft")
