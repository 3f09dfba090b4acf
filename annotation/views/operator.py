"""The operator's pages about projects: nothing of any clip's content."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from annotation import projects, schema
from annotation.forms import ProjectForm, initial_of
from annotation.models import Brief
from annotation.projects import NameTaken
from annotation.states import State
from annotation.views.reviewer import rendered
from audit.access import Role, acting, does, shows
from audit.events import Event
from audit.log import Receipt
from redaction.models import Project


@shows(Event.PROJECTS_LISTED, Role.OPERATOR)
def listed(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    """Every project with how far its clips are."""
    in_state = {f"n_{state.value}": Count("clips", filter=Q(clips__state=state.value)) for state in State}
    found = projects.within_reach(acting(request)).select_related("brief").annotate(**in_state).order_by("name")
    rows = [_row(one) for one in found]
    return render(request, "annotation/projects.html", {"rows": rows})


def _row(one: Project) -> dict[str, Any]:
    brief = getattr(one, "brief", None) or Brief(project=one)
    counts = [(state.value.replace("_", " "), getattr(one, f"n_{state.value}")) for state in State]
    percent = f"{one.sampling_ppm / projects.PPM_A_PERCENT:g}"
    return {"project": one, "counts": counts, "answers": brief.answers, "percent": percent, "unreadable": getattr(one, f"n_{State.UNREADABLE.value}")}


@shows(Event.PROJECT_SHOWN, Role.OPERATOR)
def new(request: HttpRequest, *, receipt: Receipt) -> HttpResponse:
    form = ProjectForm(initial=initial_of(Project(), Brief()))
    return render(request, "annotation/project.html", {"form": form})


@does(Role.OPERATOR)
def add(request: HttpRequest) -> HttpResponse:
    form = ProjectForm(request.POST)
    if form.is_valid():
        try:
            project = projects.add(form.settings(), by=acting(request))
            return redirect("projects:project", project.pk)
        except NameTaken:
            form.add_error("name", _("Another project has this name."))
    return render(request, "annotation/project.html", {"form": form}, status=422)


@shows(Event.PROJECT_SHOWN, Role.OPERATOR, subject="project")
def project(request: HttpRequest, project: str, *, receipt: Receipt) -> HttpResponse:
    """One project's settings, with its labels and guidelines as reviewers see them."""
    found = _found(request, project)
    brief = Brief.objects.filter(pk=found.pk).first() or Brief(project=found)
    form = ProjectForm(initial=initial_of(found, brief))
    preview = {"labels": schema.written(brief.labels), "text": rendered(brief.guidelines)}
    return render(request, "annotation/project.html", {"form": form, "project": found, **preview})


@does(Role.OPERATOR)
def change(request: HttpRequest, project: str) -> HttpResponse:
    found = _found(request, project)
    form = ProjectForm(request.POST)
    if form.is_valid():
        try:
            projects.change(found.pk, form.settings(), by=acting(request))
            return redirect("projects:project", found.pk)
        except NameTaken:
            form.add_error("name", _("Another project has this name."))
    return render(request, "annotation/project.html", {"form": form, "project": found}, status=422)


@does(Role.OPERATOR)
def mend(request: HttpRequest, project: str) -> HttpResponse:
    projects.mend(_found(request, project).pk, by=acting(request))
    return redirect("projects:list")


def _found(request: HttpRequest, project_id: str) -> Project:
    found = projects.within_reach(acting(request)).filter(pk=project_id).first()
    if found is None:
        raise Http404("no such project")
    return found
