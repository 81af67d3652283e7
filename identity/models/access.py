"""Roles held at units, groups, and the capabilities granted to all of them."""

from sqlalchemy import ForeignKey, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Role(Base):
    """A role that is held at a unit: ``head``, ``deputy``, or any other key the school adds."""

    __tablename__ = "role"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class RoleHolder(Base):
    """A person holds a role at a unit, without having to be its member."""

    __tablename__ = "role_holder"
    __table_args__ = (Index("role_holder_person", "person_id"),)

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    role_key: Mapped[str] = mapped_column(ForeignKey("role.key"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


class Group(Base):
    """A named set of people across units. The table's name avoids the SQL keyword."""

    __tablename__ = "group_"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class GroupMember(Base):
    """A person is in a group."""

    __tablename__ = "group_member"
    __table_args__ = (Index("group_member_person", "person_id"),)

    group_key: Mapped[str] = mapped_column(ForeignKey("group_.key"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


class CapabilityGrant(Base):
    """A capability granted to a principal within the subtree of a unit (design decision 12).

    ``principal`` is a principal key (``p:7``, ``g:it-mail``, ``r:head@3``) or a bare role (``r:head``):
    everyone who holds the role, each within the subtree of the unit where he holds it. Without ``unit_id``
    any other grant reaches the whole school.
    """

    __tablename__ = "capability_grant"
    __table_args__ = (
        UniqueConstraint("principal", "capability", "unit_id", postgresql_nulls_not_distinct=True),
        Index("capability_grant_unit", "unit_id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    principal: Mapped[str]
    capability: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
