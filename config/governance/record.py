"""The record of processing activities, section by section of GDPR 30(1)."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from audit.integrity import standing
from config.governance import responsible
from config.governance.documents import Document, Section
from config.governance.gathering import Gathered, evidence, gather
from foundation.clock import now
from foundation.statements import Place, Table

KEY = "record-of-processing"


def record_of_processing() -> Document:
    """Computed now."""
    house = gather()
    return Document(KEY, _("Record of processing activities"), "GDPR 30(1)", settings.ORIGIN, now(), tuple(_sections(house)), standing().note)


def _sections(house: Gathered) -> list[Section]:
    return [
        Section(
            "responsible", _("Who is responsible"), "GDPR 30(1)(a)",
            _("What people must say stands in the settings of the house; what senders of recordings said was counted."),
            (responsible.said(responsible.WHO), *house.blocks(Place.RESPONSIBLE)),
        ),
        Section(
            "purposes", _("Purposes"), "GDPR 30(1)(b)",
            _("Each room of the program says what it is for; projects say what they ask."),
            (house.activities(), *house.blocks(Place.PURPOSES)),
        ),
        Section(
            "categories", _("Categories of data subjects and of personal data"), "GDPR 30(1)(c)",
            _("Whose data stands with the activities above. A column that is not in this list holds random ids, codes, numbers or times."),
            (house.categories(),),
        ),
        Section(
            "recipients", _("Recipients"), "GDPR 30(1)(d)",
            _("People by role, the organisations that employ them, and whatever leaves the house."),
            (*house.blocks(Place.RECIPIENTS), responsible.storage()),
        ),
        Section(
            "transfers", _("Transfers to third countries"), "GDPR 30(1)(e)",
            _("To listen from another country than the recording's region is a transfer. Dealing does not look at regions yet: any pair can occur."),
            (responsible.said(responsible.WHERE), *house.blocks(Place.TRANSFERS)),
        ),
        Section(
            "time-limits", _("Time limits for erasure"), "GDPR 30(1)(f)",
            _("As the running program keeps them. What has no clock is said."),
            (house.time_limits(),),
        ),
        Section(
            "security", _("Security measures"), "GDPR 30(1)(g), 32(1)",
            _("Each with the state that shows it now. The tests behind them stand in the impact assessment."),
            (_measures(house), *house.blocks(Place.SECURITY)),
        ),
    ]  # fmt: skip


def _measures(house: Gathered) -> Table:
    rows = tuple((each.name, each.does, each.shown) for each in house.measures.values())
    return Table(_("Measures"), (_("Measure"), _("What it does"), _("As it stands")), rows)


def with_evidence(house: Gathered) -> Table:
    rows = tuple((each.name, each.shown, evidence(each)) for each in house.measures.values())
    return Table(_("Measures, and what shows each of them"), (_("Measure"), _("As it stands"), _("Shown by tests")), rows)
