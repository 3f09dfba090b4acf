"""What is processed here: recordings of people who spoke to a device, until nothing in them leads back to a person, as far as it was measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min
from django.utils.translation import gettext as _

from foundation.statements import Facts, Gap, Measure, Place, Risk, Statement, Table, percent
from redaction import desk_figures
from redaction.consent import Scope
from redaction.measurements import Measured, Unmeasured, of_version
from redaction.models import SAMPLING_WHOLE, Project, Recording
from redaction.profiles import RELEASED
from redaction.version import VERSION


@dataclass(frozen=True)
class Counted:
    """How many recordings share controller, region, locale, consent and state."""

    controller: str
    region: str
    locale: str
    consent_scope: str
    consent_version: str
    state: str
    n: int
    oldest: datetime


def statement() -> Statement:
    counted, projects = _counted(), list(Project.objects.order_by("name"))
    return Statement(
        name=_("Recordings and their redaction"),
        purpose=_(
            "To make, of recordings of a voice assistant, safe copies that people may transcribe and label, so that speech recognition gets better."
        ),
        subjects=(
            _("account holders of the voice assistant who agreed to review"),
            _("others who can be heard in a recording: guests, members of the household, children"),
        ),
        measures=(_redacting(), _holding(counted), _sampling(projects), _consent(counted), _disguising(projects)),
        risks=(_words(), _voice(projects), _bystanders(counted), _excess(counted, projects)),
        blocks={
            Place.RESPONSIBLE: (_controllers(counted),),
            Place.PURPOSES: (_projects(projects),),
            Place.SCOPE: (_amounts(counted),),
            Place.NECESSITY: (_consents(counted),),
            Place.TRANSFERS: (_regions(counted),),
        },
    )


def _counted() -> list[Counted]:
    """One walk over the table."""
    by = ("controller", "region", "locale", "consent_scope", "consent_version", "state")
    found = Recording.objects.values(*by).annotate(n=Count("pk"), oldest=Min("received_at")).order_by(*by)
    return [Counted(**row) for row in found]


def _summed(counted: Iterable[Counted], *names: str) -> list[tuple[tuple[str, ...], int]]:
    sums = Counter[tuple[str, ...]]()
    for each in counted:
        sums[tuple(getattr(each, name) for name in names)] += each.n
    return sorted(sums.items())


def _total(counted: Iterable[Counted]) -> int:
    return sum(each.n for each in counted)


# -- what there is ----------------------------------------------------------------------------------


def _controllers(counted: list[Counted]) -> Table:
    rows = tuple((name or Gap(_("not named")), str(n)) for (name,), n in _summed(counted, "controller"))
    return Table(_("Controllers as the senders of recordings name them"), (_("Controller"), _("Recordings")), rows, _("No recording is here."))


def _projects(projects: list[Project]) -> Table:
    head = (_("Project"), _("Languages"), _("Share of the traffic taken"), _("Redaction"), _("Voice"), _("Left unless ticked"))
    rows = tuple((each.name, _locales(each), share(each.sampling_ppm), _care(each), _voice_of(each), _left(each)) for each in projects)
    return Table(_("Projects"), head, rows, _("There is no project."))


def _locales(project: Project) -> str:
    return ", ".join(project.locales or RELEASED)


def share(ppm: int) -> str:
    return f"{100 * ppm / SAMPLING_WHOLE:g} %"


def _care(project: Project) -> tuple[str, ...]:
    residue = _("finished copies are listened to for digits") if project.hears_residue else Gap(_("finished copies are not listened to for digits"))
    return (_("strict") if project.is_strict else _("usual"), residue, str(Project.UnalignedSpeech(project.unaligned_speech).label))


def _voice_of(project: Project) -> str:
    return _("disguised") if project.is_disguised else Gap(_("as it was"))


def _left(project: Project) -> str:
    left = [str(kind.label) for kind in Project.AlsoMasked if kind.value not in project.also_masked]
    return "; ".join(left) or _("nothing")


def _amounts(counted: list[Counted]) -> Facts:
    states = dict(_summed(counted, "state"))
    rows = [(str(state.label), str(states.get((state.value,), 0))) for state in Recording.State]
    oldest = min((each.oldest for each in counted), default=None)
    return Facts(
        (*((_("Recordings: %s") % name.lower(), n) for name, n in rows), (_("Oldest received"), f"{oldest:%Y-%m-%d}" if oldest else _("none")))
    )


def _consents(counted: list[Counted]) -> Table:
    head = (_("Scope of the consent"), _("Version"), _("Recordings"))
    rows = tuple((scope, version or Gap(_("none")), str(n)) for (scope, version), n in _summed(counted, "consent_scope", "consent_version"))
    return Table(_("Consents under which recordings were taken"), head, rows, _("No recording is here."))


def _regions(counted: list[Counted]) -> Table:
    rows = tuple((region or Gap(_("not named")), str(n)) for (region,), n in _summed(counted, "region"))
    return Table(_("Regions in which recordings were made"), (_("Region"), _("Recordings")), rows, _("No recording is here."))


# -- what protects, and what remains ----------------------------------------------------------------


def leaks() -> list[Measured]:
    """The whole of each set that was measured. Raises Unmeasured."""
    firsts: dict[str, Measured] = {}
    for row in of_version(VERSION).rows:
        if row.kind == "leak":
            firsts.setdefault(row.set, row)
    return list(firsts.values())


def _leak_lines() -> tuple[str, ...]:
    try:
        return tuple(_leak_line(row) for row in leaks())
    except Unmeasured:
        return (Gap(_("version %s was not measured") % VERSION),)


def _leak_line(row: Measured) -> str:
    said = _("%(set)s: %(share).2f %% left readable of %(n)d (95 %%: %(low).2f to %(high).2f)") % vars(row)
    return said if row.is_met else Gap(_("%(said)s, above the target of %(target)g %%") % {"said": said, "target": row.target})


def _redacting() -> Measure:
    return Measure(
        "redaction",
        _("What leads back to the speaker is taken out of text and sound"),
        _(
            "Before anybody listens, and by a process without a network: names, numbers, addresses in every spoken form. The figures "
            "are measured for the version in use."
        ),
        (_("redaction version %s") % VERSION, *_leak_lines()),
        ("14.2.6", "14.2.8", "11.7.2", "16.5.3"),
    )


def _holding(counted: list[Counted]) -> Measure:
    held = _total(each for each in counted if each.state == Recording.State.HELD)
    lines = [
        _("%(locale)s: %(share)s held in the last %(days)d days")
        % {"locale": row.locale, "share": percent(row.held, row.decided), "days": desk_figures.WINDOW.days}
        for row in desk_figures.by_locale()
    ]
    return Measure(
        "holding",
        _("In doubt a person decides"),
        _("A second look by other means stands before the queue; what it doubts is held for the privacy desk and served to no reviewer."),
        (_("held now: %d") % held, *lines),
        ("16.5.3",),
    )


def _sampling(projects: list[Project]) -> Measure:
    lines = tuple(f"{each.name}: {share(each.sampling_ppm)}" for each in projects)
    return Measure(
        "sampling",
        _("Only a share of the traffic is taken"),
        _("By a keyed hash, at the door; the rest is refused and never sealed."),
        lines or (_("there is no project"),),
    )


def _consent(counted: list[Counted]) -> Measure:
    trained = _total(each for each in counted if Scope(each.consent_scope).allows_training)
    return Measure(
        "consent",
        _("Nothing without a consent"),
        _("A recording without a consent record is refused. A copy for training is made only under a consent to training."),
        (_("under a consent to review and training: %s") % percent(trained, _total(counted)),),
    )


def _disguising(projects: list[Project]) -> Measure:
    disguised = sum(each.is_disguised for each in projects)
    return Measure(
        "disguise",
        _("The voice can be disguised"),
        _("By another amount in each clip, by project. Harder to recognise by ear; not anonymous."),
        (_("projects with a disguised voice: %s") % percent(disguised, len(projects)),),
    )


def _words() -> Risk:
    missed = sum(row.missed for row in desk_figures.by_locale())
    return Risk(
        _("A reviewer learns from the words whose recording it is"),
        _("Loss of confidentiality; what was said at home becomes known to somebody who knows who said it."),
        ("redaction", "holding", "sampling", "log"),
        (
            *_leak_lines(),
            _("missed, and masked by hand at the desk in the last %(days)d days: %(n)d") % {"days": desk_figures.WINDOW.days, "n": missed},
        ),
    )


def _voice(projects: list[Project]) -> Risk:
    plain = sum(not each.is_disguised for each in projects)
    return Risk(
        _("A voice is recognised"),
        _("The voice itself is personal, and stays in every copy: a listener who knows the speaker may recognise it whatever is masked."),
        ("disguise", "need-to-know", "sampling"),
        (_("projects in which the voice is as it was: %s") % percent(plain, len(projects)), _("a disguised voice is not an anonymous one")),
    )


def _bystanders(counted: list[Counted]) -> Risk:
    return Risk(
        _("Somebody is heard who never agreed"),
        _("The consent is the account holder's. Guests and children did not give it, and a recording may have been made by accident."),
        ("not-meant", "consent"),
        (_("nothing here tells how many of %d recordings have another voice in them") % _total(counted),),
    )


def _excess(counted: list[Counted], projects: list[Project]) -> Risk:
    oldest = min((each.oldest for each in counted), default=None)
    whole = sum(each.sampling_ppm == SAMPLING_WHOLE for each in projects)
    return Risk(
        _("More is kept, or for longer, than the purpose needs"),
        _("What is kept can leak, be asked for by authorities, or be used for something else."),
        ("sampling", "shredding", "sealing"),
        (
            _("projects that take all of the traffic: %s") % percent(whole, len(projects)),
            _("oldest recording received on %s") % f"{oldest:%Y-%m-%d}" if oldest else _("no recording is here"),
            _("what has no clock stands under the time limits"),
        ),
    )
