"""Charts, where a person would rather look than read. Each bar leads to its entries, each chart has its numbers as a table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from audit.access import Role, shows
from audit.charts import series
from audit.charts.drawing import Chart, chart
from audit.charts.series import Times
from audit.events import Event, Purpose
from audit.log import Receipt
from audit.reading import people

DEFAULT = "24h"


@shows(Event.CHARTS_SHOWN, Role.COMPLIANCE, purpose=Purpose.LEGAL)
def charts(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """Another span than those known is the day."""
    span = request.GET.get("span", DEFAULT)
    span = span if span in series.SPANS else DEFAULT
    times = request.GET.get("plays", "")
    plays = int(times) if times.isascii() and times.isdigit() and len(times) < 4 else None
    context = {
        "span": span,
        "spans": [("24h", _("24 hours")), ("7d", _("7 days")), ("30d", _("30 days"))],
        "charts": _drawn(series.times(span)),
        "kinds": _by_kind(series.times(span)),
        "plays": plays,
        "played": series.played(plays),
        "counted_at": people.counted_at(),
    }
    return render(request, "audit/charts.html", context)


def _drawn(when: Times) -> list[Chart]:
    entries = _("entries")
    return [
        chart(_("Clips and cases opened"), series.accesses(when), unit=entries),
        chart(_("Denials"), series.refusals(when), unit=entries, kind="bar-bad"),
        chart(_("Plays per clip, since the counts began"), series.plays(), unit=_("clips")),
        chart(_("Time from entry to leaf"), series.delays(when), unit=entries),
    ]


def _by_kind(when: Times) -> list[Chart]:
    """Bars that lie: their labels are words."""
    return [
        chart(_("Clips and cases opened, by site"), series.accesses_by_site(when), unit=_("entries")),
        chart(_("Denied or failed, by what was tried"), series.refusals_by_event(when), unit=_("entries"), kind="bar-bad"),
    ]
