"""bulk_item.seen: how each matter stood when it was tried out."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Empty for what was tried out before: that is done as it was ordered, without being compared.
    op.add_column(
        "bulk_item",
        sa.Column(
            "seen",
            sa.Text(),
            nullable=True,
            comment="fingerprint of the matter that the trial saw; another one is not touched",
        ),
    )


def downgrade() -> None:
    op.drop_column("bulk_item", "seen")
