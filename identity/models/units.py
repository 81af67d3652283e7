"""Units: the tree of departments, colleges and offices."""

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Unit(Base):
    """A unit of the school.

    ``path`` is the materialised way from the root, codes closed by slashes (``school/cs/cs-ai/``): a unit
    stands below another one exactly if its path starts with the other's. Codes never contain ``%``, ``_`` or
    ``/``, so that a path can stand in a LIKE pattern as it is.
    """

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint(r"code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="code_form"),
        CheckConstraint("right(path, length(code) + 1) = code || '/'", name="path_ends_in_code"),
        Index("unit_path_prefix", "path", unique=True, postgresql_ops={"path": "text_pattern_ops"}),
        Index("unit_parent", "parent_id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    path: Mapped[str]
    kind: Mapped[str]
    sort: Mapped[int] = mapped_column(server_default="0")
