"""People, units, roles, groups, accounts, sign-in and capabilities.

A *person* is permanent and may never sign in; an *account* is how a provider knows him; a *credential* is the
local password of an account. Every door sees one :class:`identity.principal.Principal`.
"""
