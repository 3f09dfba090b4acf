"""The factual part of a data protection impact assessment, section by section of GDPR 35(7). People judge; this is what they judge by."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from audit.integrity import standing
from config.governance import remaining, responsible
from config.governance.documents import Document, Section
from config.governance.gathering import Gathered, gather
from config.governance.record import with_evidence
from foundation.clock import now
from foundation.statements import Place, Table

KEY = "impact-assessment"


def assessment() -> Document:
    """Computed now."""
    house = gather()
    return Document(KEY, _("Impact assessment: the facts"), "GDPR 35(7)", settings.ORIGIN, now(), tuple(_sections(house)), standing().note)


def _sections(house: Gathered) -> list[Section]:
    return [
        Section(
            "description", _("What is processed, and what for"), "GDPR 35(7)(a)",
            _("A systematic description, from the running program and its tables."),
            (responsible.said(responsible.WHO), house.activities(), *house.blocks(Place.SCOPE), *house.blocks(Place.PURPOSES), house.categories()),
        ),
        Section(
            "necessity", _("Is it necessary, and in proportion?"), "GDPR 35(7)(b)",
            _("What is taken, under which consent, who may act on it, and how long it stays."),
            (*house.blocks(Place.NECESSITY), *house.blocks(Place.RECIPIENTS), house.time_limits()),
        ),
        Section(
            "risks", _("Risks to people's rights and freedoms"), "GDPR 35(7)(c)",
            _("What can go wrong, what stands against it, and what is left of it now. How likely and how grave each is, people say."),
            (_risks(house),),
        ),
        Section(
            "measures", _("Measures"), "GDPR 35(7)(d)",
            _("Each with the state that shows it now, and the tests of the OWASP ASVS that fail when it is taken away."),
            (with_evidence(house), *house.blocks(Place.SECURITY)),
        ),
        Section(
            "remaining", _("What remains"), "GDPR 35(7)(d), 36(1)",
            _("In the house's own words, taken from its README and its guides as they are installed, and from the rules over the log."),
            (remaining.not_there_yet(), *house.blocks(Place.REMAINING), *remaining.limits()),
        ),
        Section(
            "judgement", _("What only people can say"), "GDPR 35(2), 35(7)(c), 35(9), 36",
            _("Nothing above replaces it. Where it is kept is set in the settings of the house."),
            (responsible.said(responsible.JUDGED),),
        ),
    ]  # fmt: skip


def _risks(house: Gathered) -> Table:
    rows = tuple((each.name, each.harm, tuple(house.measures[key].name for key in each.against), each.remains) for each in house.risks)
    return Table(_("Risks"), (_("Risk"), _("To whom it does what"), _("Measures against it"), _("What is left now")), rows)
