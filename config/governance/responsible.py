"""What only people can say, from the settings; and where the house keeps things, from its configuration."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.statements import Cell, Facts, Gap, Table

# Setting -> what the law wants to know.
WHO: Final[dict[str, str | Promise]] = {
    "CONTROLLER": gettext_lazy("Controller: name, address, how to reach it"),
    "JOINT_CONTROLLERS": gettext_lazy("Joint controllers, and the essence of the arrangement (GDPR 26)"),
    "REPRESENTATIVE": gettext_lazy("Representative in the Union (GDPR 27)"),
    "DPO": gettext_lazy("Data protection officer: how to reach one"),
}
WHERE: Final[dict[str, str | Promise]] = {
    "HOSTING": gettext_lazy("Who runs the machines, and in which country they stand"),
    "SAFEGUARDS": gettext_lazy("Safeguards of transfers to third countries (GDPR 44 to 49)"),
}
JUDGED: Final[dict[str, str | Promise]] = {
    "ASSESSMENT": gettext_lazy("Where the signed assessment is kept: likelihood and severity of each risk, and who accepted what remains"),
    "DPO_ADVICE": gettext_lazy("Advice of the data protection officer (GDPR 35(2))"),
    "VIEWS": gettext_lazy("Views of data subjects or their representatives, the works council among them (GDPR 35(9))"),
}
# Of a storage's options, what says where it lies and opens nothing.
_TELLING: Final = ("bucket_name", "region_name", "container", "project_id")


def said(asked: dict[str, str | Promise]) -> Facts:
    return Facts(tuple((str(label), settings.GOVERNANCE[name] or _empty(name)) for name, label in asked.items()))


def _empty(name: str) -> Gap:
    return Gap(_("not set: SOTTO_%s") % name)


def storage() -> Table:
    """As this process is configured; other processes of the house may reach more."""
    database = settings.DATABASES["default"]["HOST"]
    rows = (
        (_("Database: everything but sound, keys and the published log"), _host(database)),
        (_("Sealed sound"), _storage("clips")),
        (_("Published access log: ids, codes, times, hashes"), _storage("log")),
        (_("Keys"), _("files of the machine, apart from the database")),
        (
            _("Messages to the officers: rules, numbers, an address"),
            settings.EMAIL_HOST if "smtp" in settings.EMAIL_BACKEND else _("a folder of this machine"),
        ),
        (_("Alerts to another system: rules, numbers, ids of findings"), urlsplit(settings.ALERT_WEBHOOK).hostname or _("none")),
    )
    return Table(_("Where it lies, and what leaves by machine"), (_("What"), _("Where")), rows)


def _host(name: str) -> str:
    return _("this machine, by a socket") if name.startswith("/") else name


def _storage(alias: str) -> Cell:
    kept: Any = settings.STORAGES[alias]
    options: dict[str, Any] = kept.get("OPTIONS", {})
    told = tuple(f"{name}: {options[name]}" for name in _TELLING if name in options)
    if "location" in options and not told:
        return _("a folder of this machine")
    return (str(kept["BACKEND"]).rpartition(".")[2], *told)
