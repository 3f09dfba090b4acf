"""Projects: what is asked of reviewers, of how many, in which languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.reach import must_cover, scopes_of
from accounts.scope import EVERYWHERE, Scope
from annotation import leases
from annotation.models import Brief, Clip, Escalation
from annotation.schema import Schema, written
from annotation.settling import settle
from annotation.states import Move, State, move
from audit.access import Actor, Role
from audit.events import Event
from audit.log import record
from foundation.clock import now
from redaction.models import Project

PPM_A_PERCENT: Final = 10_000


class NameTaken(ValueError):
    """Another project has this name."""


@dataclass(frozen=True)
class Settings:
    """locales: empty means every one that has a profile. sampling_ppm: the share of the traffic that is taken, in parts of a million.

    is_strict, is_disguised, hears_residue, unaligned_speech, also_masked: how redaction acts on recordings that it has not decided yet.
    """

    name: str
    locales: list[str]
    sampling_ppm: int
    is_strict: bool
    is_disguised: bool
    hears_residue: bool
    unaligned_speech: str
    also_masked: list[str]
    answers: int
    guidelines: str
    schema: Schema

    @property
    def of_project(self) -> dict[str, Any]:
        """What the project's own row keeps."""
        names = ("name", "locales", "sampling_ppm", "is_strict", "is_disguised", "hears_residue", "unaligned_speech", "also_masked")
        return {name: getattr(self, name) for name in names}

    @property
    def of_brief(self) -> dict[str, Any]:
        """What reviewers work by."""
        return {"schema": written(self.schema), "guidelines": self.guidelines, "answers": self.answers}


def within_reach(by: Actor) -> QuerySet[Project]:
    """Those that this operator's roles cover."""
    scopes = scopes_of(by, Role.OPERATOR)
    if EVERYWHERE in scopes:
        return Project.objects.all()
    return Project.objects.filter(pk__in=[scope.project for scope in scopes if scope == Scope(project=scope.project)])


@transaction.atomic
def add(settings: Settings, *, by: Actor) -> Project:
    """Raises NameTaken, OutOfReach."""
    must_cover(by, EVERYWHERE, Role.OPERATOR)
    project = Project(**settings.of_project)
    try:
        with transaction.atomic():
            project.save(force_insert=True)
    except IntegrityError as error:
        raise NameTaken("there is a project of this name") from error
    Brief(project=project, **settings.of_brief).save(force_insert=True)
    record(Event.PROJECT_ADDED, by=by, object=project.pk, details={"sampling_ppm": settings.sampling_ppm})
    return project


@transaction.atomic
def mend(project_id: str, *, by: Actor) -> int:
    """Clips whose copies could not be opened go back to the queue, after the clip store was restored. Returns how many. Raises OutOfReach."""
    must_cover(by, Scope(project=project_id), Role.OPERATOR)
    in_a_case = Exists(Escalation.objects.filter(clip=OuterRef("pk"), closed_at__isnull=True))  # its supervisor closes that first
    found = Clip.objects.select_for_update(no_key=True).filter(~in_a_case, project=project_id, state=State.UNREADABLE)
    lost = list(found.order_by("pk"))
    for clip in lost:
        move(clip, Move.MEND)
        leases.refill(clip)
        record(Event.CLIP_MENDED, by=by, subject=clip.pk)
        settle(clip, by=by)
    return len(lost)


@transaction.atomic
def change(project_id: str, settings: Settings, *, by: Actor) -> None:
    """Acts on what is redacted and dealt from now on; clips that are open keep the number of answers they were opened with.

    Raises NameTaken, Project.DoesNotExist, OutOfReach.
    """
    must_cover(by, Scope(project=project_id), Role.OPERATOR)
    project = Project.objects.select_for_update(no_key=True).get(pk=project_id)
    brief, _is_new = Brief.objects.get_or_create(project=project)
    fields, asked = settings.of_project, settings.of_brief
    changed = [name for name, value in fields.items() if getattr(project, name) != value]
    changed += [name for name, value in asked.items() if getattr(brief, name) != value]
    try:
        with transaction.atomic():
            Project.objects.filter(pk=project.pk).update(**fields)
    except IntegrityError as error:
        raise NameTaken("there is a project of this name") from error
    Brief.objects.filter(pk=project.pk).update(**asked, changed_at=now())
    details: dict[str, int | str] = {"changed": " ".join(changed), "answers": settings.answers}
    record(Event.PROJECT_CHANGED, by=by, object=project.pk, details=details)
