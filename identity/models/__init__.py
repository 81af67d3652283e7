"""The tables of identity, one file a subject."""

from identity.models.access import CapabilityGrant, Group, GroupMember, Role, RoleHolder
from identity.models.accounts import AccessToken, Account, Credential, SignInFailure
from identity.models.people import Membership, Person
from identity.models.units import Unit

__all__ = [
    "AccessToken",
    "Account",
    "CapabilityGrant",
    "Credential",
    "Group",
    "GroupMember",
    "Membership",
    "Person",
    "Role",
    "RoleHolder",
    "SignInFailure",
    "Unit",
]
