"""An index of the queue's locks: without one, taking a job reads the square of what waits.

Taking a job asks whether another with the same lock comes first. We use no locks, so the index is empty and
costs nothing. Without it, and with what ANALYZE learns of a queue that is nearly empty, as it is most of
the time, PostgreSQL compares each waiting job with each other one whenever it takes one: with 800 waiting
jobs a worker did 40 a second instead of 500.
"""

from alembic import op
from sqlalchemy import text

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_procrastinate_jobs_lock",
        "procrastinate_jobs",
        ["lock"],
        postgresql_where=text("lock IS NOT NULL AND status IN ('todo', 'doing')"),
    )


def downgrade() -> None:
    op.drop_index("ix_procrastinate_jobs_lock", table_name="procrastinate_jobs")
