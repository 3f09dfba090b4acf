"""The first page after sign-in: each role has a home of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from audit.access import Role, actor_of, public

# A person with several roles starts where the work waits; the others are one click away in the top line.
HOMES: tuple[tuple[Role, str], ...] = (
    (Role.REVIEWER, "annotation:workbench"),
    (Role.SUPERVISOR, "annotation:inbox"),
    (Role.ANALYST, "redaction:desk"),
    (Role.COMPLIANCE, "audit:timeline"),
    (Role.OPERATOR, "people:list"),
    (Role.OPERATOR, "projects:list"),
    (Role.ANALYST, "quality"),
    (Role.COMPLIANCE, "quality"),
    (Role.OPERATOR, "quality"),
)

LABELS = {
    "annotation:workbench": _("Work"),
    "annotation:inbox": _("Inbox"),
    "redaction:desk": _("Privacy desk"),
    "audit:timeline": _("Access log"),
    "people:list": _("People"),
    "projects:list": _("Projects"),
    "quality": _("Quality"),
}


@public("GET")
def home(request: HttpRequest) -> HttpResponse:
    """Shows nothing: sends a signed-in person to the role's home, anybody else to sign in."""
    actor = actor_of(request)
    if actor is None:
        return redirect("accounts:sign-in")
    for role, name in HOMES:
        if role in actor.roles:
            return redirect(name)
    return render(request, "no_role.html", status=403)
