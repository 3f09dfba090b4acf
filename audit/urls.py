"""Pages of the book."""

from django.urls import path

from audit.pages import entry, timeline

app_name = "audit"
urlpatterns = [
    path("", timeline.timeline, name="timeline"),
    path("<id:entry_id>/", entry.entry, name="entry"),
]
