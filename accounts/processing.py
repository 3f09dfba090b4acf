"""What is processed here: who works in the house, for whom, where, and how they prove who they are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.activation import VALID
from accounts.models import Assignment, Organisation, Person, Site, TotpDevice
from accounts.sessions import ABSOLUTE, IDLE
from audit.access import Role
from foundation.clock import now
from foundation.statements import Clock, Gap, Measure, Place, Risk, Statement, Table, length, percent


@dataclass(frozen=True)
class Held:
    """Ids of the people who can act now: by role, with how many of them have a second factor, and whose people they are."""

    by_role: dict[str, set[str]]
    enrolled: set[str]
    by_organisation: dict[str | None, set[str]]

    @property
    def people(self) -> set[str]:
        return set[str]().union(*self.by_role.values())


def statement() -> Statement:
    held = _held()
    return Statement(
        name=_("People at work and their signing in"),
        purpose=_("To let in those who were given a role, as long as it holds, and nobody else."),
        subjects=(_("people who work here: reviewers, supervisors, analysts, compliance officers, operators; of the controller or of agencies"),),
        clocks=(
            Clock(
                _("Network address and browser of a session"),
                length(ABSOLUTE),
                _("since signing in, at the latest"),
                ("accounts.Session.address", "accounts.Session.agent"),
            ),
            Clock(_("Seed of a one-time code"), _("until the factor is removed"), _("since it was enrolled"), ("accounts.TotpDevice.seed",)),
        ),
        measures=(_second_factor(held), _roles_end(held), _places()),
        risks=(_insider(held),),
        blocks={Place.RECIPIENTS: (_roles(held), _organisations(held)), Place.TRANSFERS: (_countries(held), _sites())},
    )


def _held() -> Held:
    """Of roles that hold now, by people who are neither suspended nor of an organisation that is."""
    by_role, by_organisation = defaultdict[str, set[str]](set), defaultdict[str | None, set[str]](set)
    for each in Assignment.in_force(now()):
        by_role[each.role].add(each.person_id)
        by_organisation[each.person.organisation_id].add(each.person_id)
    enrolled = set(TotpDevice.objects.filter(confirmed=True).values_list("user_id", flat=True))
    return Held(dict(by_role), enrolled, dict(by_organisation))


def _roles(held: Held) -> Table:
    rows = []
    for role in Role:
        people = held.by_role.get(role.value, set())
        if role is not Role.MACHINE:
            rows.append((role.value, str(len(people)), percent(len(people & held.enrolled), len(people)) if people else "–"))
    return Table(_("People who may act now, by role"), (_("Role"), _("People"), _("With a second factor")), tuple(rows))


def _organisations(held: Held) -> Table:
    head = (_("Organisation"), _("Kind"), _("Country"), _("Contract"), _("State"), _("People who may act"))
    rows = tuple(_organisation(each, held) for each in Organisation.objects.order_by("name"))
    return Table(_("Organisations whose people process (GDPR 28)"), head, rows, _("Nobody's people but the house's own."))


def _organisation(each: Organisation, held: Held) -> tuple[str, ...]:
    dates = (f"{each.contract_from or '…'} – {each.contract_until or '…'}") if each.contract_from or each.contract_until else ""
    needs = each.kind == Organisation.Kind.AGENCY
    state = _("open") if each.is_open(now()) else _("suspended, or out of contract")
    contract = dates or (Gap(_("no dates of a contract")) if needs else "–")
    country = each.country or Gap(_("not named"))
    return (each.name, str(Organisation.Kind(each.kind).label), country, contract, state, str(len(held.by_organisation.get(each.pk, set()))))


def _countries(held: Held) -> Table:
    """From where recordings are listened to: another country than the recording's region is a transfer."""
    sums = defaultdict[str, int](int)
    countries = dict(Organisation.objects.values_list("pk", "country"))
    for organisation, people in held.by_organisation.items():
        sums[countries.get(organisation or "", "")] += len(people)
    rows = tuple(
        (country or Gap(_("not named: people of no organisation, or of one without a country")), str(n)) for country, n in sorted(sums.items())
    )
    return Table(_("Countries of those who may act"), (_("Country"), _("People")), rows, _("Nobody may act."))


def _sites() -> Table:
    head = (_("Site"), _("Organisation"), _("Networks"), _("Hours"))
    rows = tuple(
        (
            site.name,
            site.organisation.name if site.organisation else "–",
            str(len(site.cidrs)) if site.cidrs else Gap(_("any")),
            f"{site.opens_at:%H:%M}–{site.closes_at:%H:%M} {site.zone}" if site.opens_at and site.closes_at else _("all day"),
        )
        for site in Site.objects.select_related("organisation").order_by("name")
    )
    return Table(_("Sites"), head, rows, _("No site: people may work from anywhere."))


def _second_factor(held: Held) -> Measure:
    return Measure(
        "second-factor",
        _("A second factor for everybody"),
        _(
            "Password and one-time code; an idle page locks after %(idle)s, a session ends after %(absolute)s; "
            "an activation code is good for %(code)s, once."
        )
        % {"idle": length(IDLE), "absolute": length(ABSOLUTE), "code": length(VALID)},
        (_("people who may act, with a second factor: %s") % percent(len(held.people & held.enrolled), len(held.people)),),
        ("6.3.3", "6.3.4", "6.4.1", "6.5.1", "7.3.1", "7.3.2"),
    )


def _roles_end(held: Held) -> Measure:
    at = now()
    live = Assignment.objects.filter(Assignment.live(at.date()))
    ending = live.filter(until__isnull=False).count()
    scoped = live.exclude(organisation=None, site=None, project="").count()
    return Measure(
        "roles",
        _("Roles within a scope, with an end"),
        _(
            "A role holds for an organisation, a site or a project; it ends with its day, with the person's suspension or with the "
            "organisation's, at the next request."
        ),
        (
            *(f"{role}: {len(people)}" for role, people in sorted(held.by_role.items())),
            _("roles with a last day: %s") % percent(ending, live.count()),
            _("roles within a scope: %s") % percent(scoped, live.count()),
        ),
        ("8.2.1", "8.3.2", "7.4.2"),
    )


def _places() -> Measure:
    sites = list(Site.objects.all())
    return Measure(
        "places",
        _("Work from known places"),
        _("A site lets its people in from its own networks and in its hours, checked on every request."),
        (
            _("sites bound to networks: %s") % percent(sum(bool(site.cidrs) for site in sites), len(sites)),
            _("sites bound to hours: %s") % percent(sum(site.opens_at is not None for site in sites), len(sites)),
        ),
        ("8.2.4", "4.1.3"),
    )


def _insider(held: Held) -> Risk:
    several = sum(1 for person in held.people if sum(person in people for people in held.by_role.values()) > 1)
    never = Person.objects.filter(suspended_at__isnull=True, confidentiality_at__isnull=True).count()
    return Risk(
        _("Somebody who may act abuses it, or is impersonated"),
        _("A clip is shared, a colleague watched, a name looked up out of curiosity."),
        ("second-factor", "roles", "places", "need-to-know", "log", "rules"),
        (
            _("people with more than one role: %s") % percent(several, len(held.people)),
            _("people without a signed duty of confidence: %d") % never,
            _("a telephone beside the screen records what nobody can stop"),
        ),
    )
