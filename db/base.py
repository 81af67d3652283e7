"""The declarative base of every table, and what a Python type means in PostgreSQL."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Numeric,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, registry

# Names that do not depend on the server, so that migrations can name what they drop. A check says
# its name itself.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

TYPES: dict[Any, Any] = {
    str: Text,
    int: BigInteger,
    bool: Boolean,
    bytes: LargeBinary,
    datetime: DateTime(timezone=True),
    date: Date,
    Decimal: Numeric,
    uuid.UUID: Uuid,
    dict[str, Any]: JSONB,
    list[Any]: JSONB,
    list[dict[str, Any]]: JSONB,
    list[str]: ARRAY(Text),
    list[int]: ARRAY(BigInteger),
}


class Base(DeclarativeBase):
    """Base of every model; a model names its table itself.

    The type map stands on the registry, because Flask-SQLAlchemy copies the body of the base
    and SQLAlchemy 2.1 refuses a second ``type_annotation_map`` beside a registry.
    """

    registry = registry(metadata=MetaData(naming_convention=NAMING), type_annotation_map=TYPES)
