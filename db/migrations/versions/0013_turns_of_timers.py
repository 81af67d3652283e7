"""beginnings: from when the turns of a timer are counted."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "beginning",
        sa.Column(
            "since",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="from when its turns are counted; NULL of versions older than that",
        ),
    )


def downgrade() -> None:
    op.drop_column("beginning", "since")
