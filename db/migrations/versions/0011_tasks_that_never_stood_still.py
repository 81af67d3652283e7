"""tasks that never stood still: no number of seconds in their rows, which are most."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column(
        "task",
        "held_seconds",
        existing_type=sa.BigInteger(),
        nullable=True,
        server_default=None,
        existing_server_default=sa.text("0"),
        comment="seconds that its clock has stood still; NULL if it never did",
        existing_comment="seconds that its clock has stood still",
    )


def downgrade() -> None:
    op.execute("UPDATE task SET held_seconds = 0 WHERE held_seconds IS NULL")
    op.alter_column(
        "task",
        "held_seconds",
        existing_type=sa.BigInteger(),
        nullable=False,
        server_default=sa.text("0"),
        comment="seconds that its clock has stood still",
        existing_comment="seconds that its clock has stood still; NULL if it never did",
    )
