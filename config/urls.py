"""Every address of the house. Each view says who may see it: @shows, @does or @public (manage.py check refuses the rest)."""

from django.urls import include, path

from config import health, homes
from redaction import quality

urlpatterns = [
    path("", homes.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("accounts/", include("accounts.urls")),
    path("people/", include("accounts.people_urls")),
    path("log/", include("config.governance.urls")),
    path("log/", include("audit.urls")),
    path("work/", include("annotation.urls")),
    path("projects/", include("annotation.project_urls")),
    path("desk/", include("redaction.urls")),
    path("quality/", quality.page, name="quality"),
]

handler400 = "config.errors.unreadable"
handler403 = "config.errors.not_allowed"
handler404 = "config.errors.not_here"
handler500 = "config.errors.broken"
