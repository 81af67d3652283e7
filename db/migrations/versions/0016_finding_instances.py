"""finding instances: the values that can be searched for, and an index for each way of looking.

Instances that are there already have no values yet (NULL); the periodic job `engine.fill_fields` writes them.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_STARTED = ["service_key", sa.text("started_at DESC")]


def upgrade() -> None:
    comment = "values of the version's searchable fields, in its order; NULL: not looked at yet"
    op.add_column("instance", sa.Column("fields", JSONB, comment=comment))
    # Compared byte by byte, so that what begins with some characters is a range of the index.
    op.execute('ALTER TABLE instance ALTER COLUMN business_no TYPE text COLLATE "C"')
    op.create_index(
        "ix_instance_fields",
        "instance",
        ["fields"],
        postgresql_using="gin",
        postgresql_ops={"fields": "jsonb_path_ops"},
    )
    op.create_index("ix_instance_unfilled", "instance", ["id"], postgresql_where=sa.text("fields IS NULL"))
    op.create_index(
        "ix_instance_living",
        "instance",
        _STARTED,
        postgresql_where=sa.text("state IN ('running', 'suspended')"),
    )
    op.create_index(
        "ix_instance_stopped",
        "instance",
        _STARTED,
        postgresql_where=sa.text("state IN ('terminated', 'cancelled')"),
    )
    op.create_index("ix_instance_definition", "instance", ["definition_id"])
    op.create_index("ix_instance_unit", "instance", ["unit_id"])
    op.create_index("ix_instance_ended", "instance", ["ended_at"], postgresql_using="brin")
    op.create_index("ix_task_standing", "task", ["element"], postgresql_where=sa.text("state = 'open'"))
    op.create_index(
        "ix_task_due", "task", ["due_at"], postgresql_where=sa.text("state = 'open' AND due_at IS NOT NULL")
    )


def downgrade() -> None:
    op.drop_index("ix_task_due", table_name="task")
    op.drop_index("ix_task_standing", table_name="task")
    for name in ("ended", "unit", "definition", "stopped", "living", "unfilled", "fields"):
        op.drop_index(f"ix_instance_{name}", table_name="instance")
    op.execute("ALTER TABLE instance ALTER COLUMN business_no TYPE text")
    op.drop_column("instance", "fields")
