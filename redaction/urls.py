"""Pages of the privacy desk."""

from django.urls import path

from redaction import desk

app_name = "redaction"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("<id:recording_id>/", desk.case, name="case"),
    path("<id:recording_id>/audio/", desk.audio, name="audio"),
    path("<id:recording_id>/mask/", desk.mask, name="mask"),
    path("<id:recording_id>/unmask/", desk.unmask, name="unmask"),
    path("<id:recording_id>/release/", desk.release, name="release"),
    path("<id:recording_id>/at-work/", desk.at_work, name="at-work"),
]
