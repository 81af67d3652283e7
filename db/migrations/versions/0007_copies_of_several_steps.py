"""a person may be given the same matter from several steps, and sees the fields of all of them."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint("uq_carbon_copy_instance_id_person_id", "carbon_copy")
    op.create_unique_constraint(
        "uq_carbon_copy_instance_id_person_id_element", "carbon_copy", ["instance_id", "person_id", "element"]
    )
