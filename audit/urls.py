"""Pages of the book."""

from django.urls import path

from audit.pages import entry, exporting, inbox, integrity, proof, timeline

app_name = "audit"
urlpatterns = [
    path("", timeline.timeline, name="timeline"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/run/", inbox.run, name="run-rules"),
    path("inbox/<id:finding_id>/", inbox.finding, name="finding"),
    path("inbox/<id:finding_id>/dispose/", inbox.dispose, name="dispose"),
    path("integrity/", integrity.integrity, name="integrity"),
    path("export/", exporting.wizard, name="export"),
    path("export/download/", exporting.download, name="export-download"),
    path("<id:entry_id>/", entry.entry, name="entry"),
    path("<id:entry_id>/proof/", proof.shown, name="proof"),
    path("<id:entry_id>/proof/file/", proof.given, name="proof-file"),
]
