"""What all rooms say, and what the lists of the house say besides: personal columns, who may read them, how long they stay, which tests show what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.translation import gettext as _

from config import data_map
from config.env import ROOT
from foundation.apps import all_grants
from foundation.privacy import DataClass
from foundation.statements import Block, Cell, Clock, Gap, Measure, Place, Risk, Row, Statement, Table

_SELECT = re.compile(r"SELECT(?:\s*\(([^)]*)\))?")
_REQUIREMENT = re.compile(r"^\| ([0-9.]+) \|.*\| (.*) \|$")
_TEST = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Column:
    """A personal column. name: as clocks write it; readers: database roles that may read what is sealed in it."""

    app: str
    name: str
    control: str
    readers: tuple[str, ...]


@dataclass(frozen=True)
class Gathered:
    """One asking: every figure in it was computed for it."""

    statements: dict[str, Statement]

    def blocks(self, place: Place) -> tuple[Block, ...]:
        return tuple(block for each in self.statements.values() for block in each.blocks.get(place, ()))

    @property
    def clocks(self) -> list[Clock]:
        return [clock for each in self.statements.values() for clock in each.clocks]

    @cached_property
    def measures(self) -> dict[str, Measure]:
        return {measure.key: measure for each in self.statements.values() for measure in each.measures}

    @property
    def risks(self) -> list[Risk]:
        return [risk for each in self.statements.values() for risk in each.risks]

    def activities(self) -> Table:
        rows = tuple((each.name, each.purpose, each.subjects) for each in self.statements.values())
        return Table(_("Processing activities"), (_("Activity"), _("Purpose"), _("Whose data")), rows)

    def categories(self) -> Table:
        rows = tuple((self._activity(each.app), each.name, each.control, ", ".join(each.readers)) for each in columns())
        head = (_("Activity"), _("Personal column"), _("What it holds, and what protects it"), _("Database roles that may read it, sealed"))
        return Table(_("Categories of personal data: every column of the database that holds any"), head, rows)

    def time_limits(self) -> Table:
        """Each clock; then each personal column that none names."""
        known = {name for clock in self.clocks for name in clock.columns}
        rows: list[Row] = [(clock.what, clock.kept, clock.counted, clock.columns or "–") for clock in self.clocks]
        rows += [(each.control, Gap(_("no clock: kept until somebody erases it")), "–", each.name) for each in columns() if each.name not in known]
        return Table(_("Time limits"), (_("What"), _("Kept for"), _("Counted"), _("Columns")), tuple(rows))

    def _activity(self, app: str) -> str:
        return self.statements[app].name if app in self.statements else Gap(_("%s says nothing of itself") % app)


def gather() -> Gathered:
    """Ask every app that has a `processing.py`, from the top of the house down."""
    named = [(config.name, f"{config.name}.processing") for config in apps.get_app_configs()]
    return Gathered({app: import_module(module).statement() for app, module in named if find_spec(module) is not None})


def columns() -> list[Column]:
    """In the order of the data map."""
    declared = sorted(data_map.declared().items())
    return [
        Column(label.split(".")[0], f"{label}.{name}", control, readers(label, name))
        for label, fields in declared
        for name, (kind, control) in fields.items()
        if kind is DataClass.PERSONAL
    ]


def readers(label: str, name: str) -> tuple[str, ...]:
    """By the lists of grants, with which a test compares the database."""
    model = apps.get_model(label)
    column = str(model._meta.get_field(name).column)
    rights = [right for part in all_grants() for table, right in part.items() if table == model._meta.db_table]
    return tuple(sorted(role.name.lower() for each in rights for role, privileges in each.items() if _may_read(privileges, column)))


def _may_read(privileges: str, column: str) -> bool:
    found = _SELECT.search(privileges)
    return found is not None and (found[1] is None or column in [name.strip() for name in found[1].split(",")])


def evidence(measure: Measure) -> Cell:
    """The tests that show its requirements; and which of these no test shows."""
    shown = shown_by()
    return tuple(_shown(number, shown.get(number)) for number in measure.requirements) or "–"


def _shown(number: str, names: list[str] | None) -> str:
    if names is None:
        return Gap(_("ASVS %s: the list of tests is not installed here") % number)
    return f"ASVS {number}: {', '.join(names)}" if names else Gap(_("ASVS %s: no test bears its mark yet") % number)


def shown_by() -> dict[str, list[str]]:
    """Requirement -> tests, as docs/asvs.md has them (made from the marks on the tests, which do not leave with the program)."""
    path = ROOT / "docs" / "asvs.md"
    return dict(_requirements(path.read_text())) if path.exists() else {}


def _requirements(page: str) -> Iterator[tuple[str, list[str]]]:
    for line in page.splitlines():
        if match := _REQUIREMENT.match(line):
            yield match[1], [name.rpartition("::")[2].removeprefix("test_").replace("_", " ") for name in _TEST.findall(match[2])]
