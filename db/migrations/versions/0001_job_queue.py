"""The job queue's tables and functions, as Procrastinate 3.10 ships them.

A later Procrastinate that changes them brings SQL of its own, which then becomes a migration here.
"""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # On the driver's connection: the text is full of % and :, which SQLAlchemy would read as parameters.
    driver = op.get_bind().connection.driver_connection
    driver.execute(SchemaManager.get_schema())
