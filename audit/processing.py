"""What is processed here: who did what, when and why; and how the log itself stands."""

from __future__ import annotations

from collections import Counter

from django.conf import settings
from django.utils.translation import gettext as _

from audit import findings, permits, routes
from audit.access import AccessKind
from audit.events import Event, PrivateClass
from audit.exporting.choosing import most
from audit.integrity import Standing, Verified, standing
from audit.models import Permit
from audit.rules.catalogue import RULES
from foundation.clock import now
from foundation.statements import Clock, Facts, Gap, Measure, Place, Risk, Statement, Table


def statement() -> Statement:
    shown = standing()
    return Statement(
        name=_("Access log"),
        purpose=_(
            "To show who had access to what, when and why, and that nothing of it was removed or changed since (GDPR 5(2), 30, 32); to find abuse."
        ),
        subjects=(
            _("people who work here: what they opened and did, under random ids, with the address and browser sealed beside it"),
            _("speakers of recordings: under random ids, as what was opened"),
        ),
        clocks=_clocks(),
        measures=(_recording(), _sealing(shown), _witnessing(shown), _verifying(shown), _rules(), _two_officers()),
        risks=(_watched(), _unwritten(shown)),
        blocks={
            Place.SCOPE: (_facts(shown),),
            Place.RECIPIENTS: (_witnesses(shown),),
            Place.REMAINING: (_blind(),),
        },
    )


def _clocks() -> tuple[Clock, ...]:
    kept = [
        Clock(_kind(kind), _days(settings.AUDIT_CLOCKS_DAYS[kind.value]), _("since the day of the entry"), ("audit.Private.sealed",))
        for kind in PrivateClass
    ]
    counted = Clock(
        _("Address of a request that nobody signed in for"),
        _("about a minute, then as the entry's"),
        _("since it was refused"),
        ("audit.Refusal.sealed",),
    )
    days = settings.AUDIT_KEPT_DAYS
    counts = Clock(_("Counts of opened keys, by day"), _days(days["vault_counts"]), _("since that day"))
    tallies = Clock(_("How often each person did something, by day, for the rules"), _days(days["tallies"]), _("since that day"))
    found = Clock(_("What the rules found, and what was decided about it"), _days(days["findings"]), _("since it was decided"))
    entries = Clock(_("Entries of the log: ids, codes and times"), Gap(_("no clock: a closed period may leave the database for its archive")), _("–"))
    return (*kept, counted, counts, tallies, found, entries)


def _kind(kind: PrivateClass) -> str:
    names = {
        PrivateClass.CONNECTION: _("Address and browser beside an entry"),
        PrivateClass.CONSOLE_USER: _("Operating-system user of the console beside an entry"),
        PrivateClass.NOTE: _("Free text beside an entry: reasons, notes"),
    }
    return names[kind]


def _days(days: int) -> str:
    return _("%d days") % days


def _facts(shown: Standing) -> Facts:
    return Facts(
        (
            (_("Entries in the current period of the access log"), str(shown.size)),
            (_("Periods"), str(len(shown.periods))),
            (_("Kinds of events that the log can tell"), str(len(Event))),
            (_("Name of the log"), shown.current.origin),
        )
    )


def _witnesses(shown: Standing) -> Table:
    rows = tuple((one.witness, _("hashes and sizes, nothing of an entry"), str(one.size)) for one in shown.witnesses)
    return Table(_("Witnesses of the access log"), (_("Witness"), _("Gets"), _("Entries cosigned")), rows, Gap(_("No witness has cosigned yet.")))


def _recording() -> Measure:
    declared = Counter(route.access.kind if route.access else None for route in routes.walk())
    undeclared = declared.get(None, 0)
    return Measure(
        "log",
        _("Nothing is shown or done without an entry"),
        _(
            "A page is written down before it is shown, a change together with itself, a refusal whatever happens around it. If the "
            "log cannot be written, nothing is answered."
        ),
        (
            _("addresses written down before they are shown: %d") % declared[AccessKind.SHOWS],
            _("addresses whose act writes its own entry: %d") % declared[AccessKind.DOES],
            _("addresses for everybody, such as signing in: %d") % declared[AccessKind.PUBLIC],
            Gap(_("addresses that declare nothing: %d") % undeclared) if undeclared else _("addresses that declare nothing: none"),
        ),
        ("16.3.1", "16.3.2", "6.3.4", "8.2.1"),
    )


def _sealing(shown: Standing) -> Measure:
    return Measure(
        "sealed-log",
        _("The log is a signed tree"),
        _("Each entry becomes a leaf of a Merkle tree whose root is signed; no database role may change or delete an entry."),
        (
            _("sealing is behind by %d ms") % shown.lag_ms,
            _("last signed %(at)s UTC, %(size)d entries") % {"at": f"{shown.signed_at:%Y-%m-%d %H:%M:%S}", "size": shown.size},
        ),
        ("16.4.2", "13.2.2"),
    )


def _witnessing(shown: Standing) -> Measure:
    lines = [
        (str if not one.is_stale else Gap)(_("%(name)s: %(age)d s ago, %(size)d entries") % {"name": one.witness, "age": one.age_s, "size": one.size})
        for one in shown.witnesses
    ]
    return Measure(
        "witness",
        _("Somebody else has seen it"),
        _(
            "A witness with a key of its own cosigns each minute, and only what contains all that it saw before. Without one for %d "
            "s, originals and exports stay closed."
        )
        % settings.AUDIT_WITNESS_STALE_S,
        tuple(lines) or (Gap(_("no witness has cosigned yet")),),
        ("16.4.3",),
    )


def _verifying(shown: Standing) -> Measure:
    runs = ((_("by the console"), shown.verified), (_("by the watcher"), shown.daily))
    said = tuple(_run(by, found) for by, found in runs if found) or (Gap(_("never verified")),)
    return Measure(
        "verified",
        _("Anybody can check it"),
        _("The whole log against its tables, tiles, checkpoints and witnesses here; a bundle of it on any machine, without us."),
        said,
        ("16.4.2",),
    )


def _run(by: str, found: Verified) -> str:
    """How much was read, too: what was read before is taken for verified."""
    said = {name: found.details.get(name, "") for name in ("result", "read", "size")} | {"by": by, "at": f"{found.at:%Y-%m-%d %H:%M}"}
    words = _("last verified %(by)s %(at)s UTC: %(result)s; %(read)s of %(size)s entries were read, the others were before") % said
    return words if found.is_good else Gap(words)


def _rules() -> Measure:
    ran_at = findings.ran_at()
    waiting = sum(findings.waiting().values())
    return Measure(
        "rules",
        _("Rules look through the log by themselves"),
        _("Each minute; an officer decides about each finding, never about himself."),
        (
            _("rules: %d") % len(RULES),
            _("they last looked %s UTC") % f"{ran_at:%Y-%m-%d %H:%M}" if ran_at else Gap(_("they have not looked yet")),
            _("findings that wait for a decision: %d") % waiting,
        ),
    )


def _two_officers() -> Measure:
    states = Counter(Permit.objects.values_list("state", flat=True))
    return Measure(
        "two-officers",
        _("Much of the log leaves by two officers only"),
        _("An export of more than %(most)d entries is asked for by one and approved by another, for that question, once, within %(hours)d hours.")
        % {"most": most(), "hours": settings.AUDIT_PERMIT_HOURS},
        (
            _("waiting: %d") % len(permits.waiting()),
            _("taken away so far: %d") % states[permits.State.USED],
            _("refused so far: %d") % states[permits.State.REFUSED],
        ),
        ("2.3.5",),
    )


def _watched() -> Risk:
    return Risk(
        _("Those who work here are watched more than is needed"),
        _("The log tells the working day of every reviewer to whoever reads it (GDPR 88)."),
        ("log", "rules", "two-officers"),
        (
            _("every officer reads the whole log; each reading is an entry"),
            _("address and browser stay %d days, notes %d days") % tuple(settings.AUDIT_CLOCKS_DAYS[kind] for kind in ("connection", "note")),
        ),
    )


def _unwritten(shown: Standing) -> Risk:
    fresh = sum(not one.is_stale for one in shown.witnesses)
    age = int((now() - shown.signed_at).total_seconds())
    return Risk(
        _("The log does not tell what happened"),
        _("An access that nobody can prove cannot be answered for, to a subject or to an authority."),
        ("sealed-log", "witness", "verified", "rules"),
        (
            _("a program that was changed so that it never writes leaves no line"),
            _("witnesses that cosigned lately: %d") % fresh,
            _("what came after the last signature, %d s ago, is signed by nobody yet") % max(age, 0),
        ),
    )


def _blind() -> Table:
    rows = tuple((rule.title, rule.blind) for rule in RULES.values() if rule.blind)
    return Table(_("What the rules over the log cannot see"), (_("Rule"), _("Cannot see")), rows)
