"""What is processed here: keys. They protect what the other rooms hold."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from foundation import keys
from foundation.keys import HOLDERS, NoRight, Ring
from foundation.roles import DbRole
from foundation.statements import Cell, Measure, Place, Statement, Table


def statement() -> Statement:
    return Statement(
        name=_("Keys and jobs"),
        purpose=_("To keep what is sealed closed to whoever has no right to it, and to destroy it by destroying its key."),
        subjects=(_("nobody: random ids and keys only"),),
        measures=(_sealing(),),
        blocks={Place.SECURITY: (_rings(),)},
    )


def _sealing() -> Measure:
    return Measure(
        "sealing",
        _("Sealed under a key of its own"),
        _(
            "What is personal is encrypted (AES-256-GCM) under one data key per object and class, wrapped to a ring's public key (HPKE). "
            "The process that serves pages cannot open an original, and no process opens every ring."
        ),
        (
            _("%(rings)d rings; opened by the web: %(names)s") % {"rings": len(Ring), "names": ", ".join(_opened_by_web())},
            _("most rings that one database role opens: %d") % max(len(_opened_by(role)) for role in DbRole),
        ),
        ("11.3.2", "11.3.3", "11.3.4", "13.2.2"),
    )


def _opened_by_web() -> list[str]:
    """With the rings of the privacy desk, where this web process serves it too."""
    return _opened_by(DbRole.APP) + (_opened_by(DbRole.DESK) if settings.DESK_HERE else [])


def _opened_by(role: DbRole) -> list[str]:
    return [ring.value for ring, rights in HOLDERS.items() if role in rights.unwraps]


def _rings() -> Table:
    head = (_("Ring"), _("Sealed by"), _("Opened by"), _("Keys destroyed by"), _("Key version"))
    rows = [(ring.value, _names(held.wraps), _names(held.unwraps), _names(held.erases), _version(ring)) for ring, held in HOLDERS.items()]
    return Table(_("Key rings and the database roles that hold them"), head, tuple(rows))


def _names(roles: Iterable[DbRole]) -> Cell:
    return ", ".join(sorted(role.name.lower() for role in roles))


def _version(ring: Ring) -> str:
    try:
        return str(keys.newest_version(settings.KEYS_DIR, ring))
    except NoRight:
        return _("not on this machine")
