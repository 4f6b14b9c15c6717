"""What kind of place each role has, and whom each role may invite. Plain values: the roles' own codes."""

from __future__ import annotations

PLACE_KIND: dict[str, str] = {
    "adviser": "country",
    "reviewer": "country",
    "manager": "country",
    "inspector": "country",
    "brand": "brand",
    "factory": "factory",
    "worker": "factory",
    "group": "group",
    "global": "",
    "admin": "",
}
PRIVILEGED = frozenset({"admin", "global"})  # given by two
SEVERAL = frozenset({"country"})  # kinds of which a person usually has several places

GLOBAL_INVITES = frozenset({"adviser", "reviewer", "manager", "brand", "inspector", "group"})
MANAGER_INVITES = frozenset({"adviser", "reviewer", "inspector", "factory", "worker", "group"})
# a place's own administrators invite their colleagues
OWN_INVITES: dict[str, frozenset[str]] = {
    "brand": frozenset({"brand"}),
    "group": frozenset({"group"}),
    "factory": frozenset({"factory", "worker"}),
}
# who can be the administrator of their place
CAN_ADMINISTER = frozenset(OWN_INVITES)
