"""What is processed here: safe copies in the hands of reviewers, what they write about them, and what becomes of it."""

from __future__ import annotations

from django.db.models import Count, Min, Sum
from django.utils.translation import gettext as _

from annotation.models import Answer, Brief, Clip, Escalation, Export
from annotation.shredding import NOT_MEANT_KEPT, SHIFT
from annotation.states import State
from foundation.clock import now
from foundation.statements import Clock, Facts, Measure, Place, Risk, Statement, Table, length


def statement() -> Statement:
    return Statement(
        name=_("Review and labelling of clips"),
        purpose=_(
            "To have people correct the transcript of a safe copy and answer the questions of a project, and to hand the result to "
            "those who train recognisers."
        ),
        subjects=(
            _("the speakers of recordings, as far as voice and words are left"),
            _("reviewers, supervisors and analysts: what they worked on, when, and with what outcome, under random ids"),
        ),
        clocks=(
            Clock(_("What a reviewer has typed so far"), length(SHIFT), _("since it was last saved"), ("annotation.Draft.sealed",)),
            Clock(_("A clip that was not meant for us: every copy, its original, its identity"), length(NOT_MEANT_KEPT), _("since somebody said so")),
            Clock(_("Answers to a copy that was made anew"), _("until the next look of the retention process"), _("since the copy was made anew")),
        ),
        measures=(_need_to_know(), _not_meant(), _shredding(), _care()),
        risks=(_distress(), _onward()),
        blocks={
            Place.PURPOSES: (_briefs(),),
            Place.SCOPE: (_amounts(),),
            Place.RECIPIENTS: (_exports(),),
        },
    )


def _count(state: State) -> int:
    return Clip.objects.filter(state=state).count()


def _briefs() -> Table:
    rows = tuple(
        (brief.project.name, str(brief.answers), tuple(label.title for label in brief.labels))
        for brief in Brief.objects.select_related("project").order_by("project__name")
    )
    return Table(_("What reviewers are asked"), (_("Project"), _("Answers a clip"), _("Questions")), rows, _("No project asks anything."))


def _amounts() -> Facts:
    counts = dict(Clip.objects.values_list("state").annotate(Count("pk")))
    return Facts(tuple((_("Clips: %s") % state.value.replace("_", " "), str(counts.get(state, 0))) for state in State if counts.get(state)))


def _exports() -> Table:
    found = (
        Export.objects.values("project__name", "format").annotate(n=Count("pk"), clips=Sum("clips"), first=Min("made_at")).order_by("project__name")
    )
    rows = tuple((row["project__name"], row["format"], str(row["n"]), str(row["clips"]), f"{row['first']:%Y-%m-%d}") for row in found)
    head = (_("Project"), _("Format"), _("Exports"), _("Clips"), _("Since"))
    return Table(_("Finished clips that were exported to those who train recognisers"), head, rows, _("Nothing was exported."))


def _need_to_know() -> Measure:
    return Measure(
        "need-to-know",
        _("A reviewer sees the clip in hand, and no other"),
        _(
            "No list, no search, no download; the server deals the next clip, nobody gets one twice, its sound opens for one session "
            "for a while. Language, topic and week are shown, not who, where or when."
        ),
        (_("clips in the queue: %d") % _count(State.QUEUED), _("clips done: %d") % _count(State.DONE)),
        ("8.2.2", "8.2.3", "3.2.1", "14.2.1"),
    )


def _not_meant() -> Measure:
    return Measure(
        "not-meant",
        _("One key takes an accidental recording away"),
        _("It is sealed at once, opens for nobody, and its keys are destroyed after %s.") % length(NOT_MEANT_KEPT),
        (
            _("waiting to be destroyed: %d") % _count(State.NOT_MEANT),
            _("destroyed so far: %d") % _count(State.SHREDDED),
        ),
        ("14.2.7",),
    )


def _shredding() -> Measure:
    struck = Answer.objects.filter(state=Answer.State.STRUCK, sealed__isnull=False).count()
    return Measure(
        "shredding",
        _("Erased by destroying keys"),
        _("A process that opens nothing destroys data keys and rows when a clock runs out; each destruction is an entry."),
        (_("struck answers not yet destroyed: %d") % struck, _("what has no clock stands under the time limits")),
        ("14.2.7",),
    )


def _care() -> Measure:
    open_now = Escalation.objects.filter(closed_at__isnull=True)
    oldest = open_now.aggregate(at=Min("raised_at"))["at"]
    waits = (_("the longest waits %s") % length(now() - oldest),) if oldest else ()
    return Measure(
        "care",
        _("One key asks a supervisor for help"),
        _("The clip leaves the reviewer at once, no reason is asked first, and the reviewer is told the outcome."),
        (_("escalations so far: %d") % Escalation.objects.count(), _("open now: %d") % open_now.count(), *waits),
    )


def _distress() -> Risk:
    return Risk(
        _("What is heard harms the one who hears it"),
        _("Reviewers hear violence, children, despair; as workers they have a right to be protected (GDPR 88, health and safety)."),
        ("care",),
        (_("escalations so far: %d") % Escalation.objects.count(), _("exposure is not measured and not limited yet")),
    )


def _onward() -> Risk:
    given = Export.objects.aggregate(n=Count("pk"), clips=Sum("clips"))
    return Risk(
        _("What was exported is out of reach"),
        _("A copy that somebody else holds, or a model that was trained on it, is not erased by destroying our keys."),
        ("consent", "log"),
        (_("exports so far: %(n)d, with %(clips)d clips") % {"n": given["n"], "clips": given["clips"] or 0},),
    )
