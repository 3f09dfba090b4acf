"""Pages of the book."""

from django.urls import path

from audit.pages import archived, breach, charts, clip, entry, exporting, inbox, integrity, permits, person, proof, subject, timeline

app_name = "audit"
urlpatterns = [
    path("", timeline.timeline, name="timeline"),
    path("find/", timeline.find, name="find"),
    path("saved/", timeline.save, name="save"),
    path("saved/<id:query_id>/", timeline.saved, name="saved"),
    path("saved/<id:query_id>/remove/", timeline.remove, name="remove"),
    path("person/<id:person_id>/", person.person, name="person"),
    path("person/<id:person_id>/name/", person.unmask, name="unmask"),
    path("clip/<id:clip_id>/", clip.clip, name="clip"),
    path("subject/<id:subject_id>/", subject.subject, name="subject"),
    path("subject/<id:subject_id>/report/", subject.report, name="report"),
    path("archive/", archived.archive, name="archive"),
    path("charts/", charts.charts, name="charts"),
    path("breach/", breach.breach, name="breach"),
    path("breach/list/", breach.listing, name="breach-list"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/run/", inbox.run, name="run-rules"),
    path("inbox/<id:finding_id>/", inbox.finding, name="finding"),
    path("inbox/<id:finding_id>/dispose/", inbox.dispose, name="dispose"),
    path("integrity/", integrity.integrity, name="integrity"),
    path("export/", exporting.wizard, name="export"),
    path("export/download/", exporting.download, name="export-download"),
    path("export/ask/", permits.ask, name="permit-ask"),
    path("export/requests/<id:permit_id>/", permits.permit, name="permit"),
    path("export/requests/<id:permit_id>/decide/", permits.decide, name="permit-decide"),
    path("export/requests/<id:permit_id>/revoke/", permits.revoke, name="permit-revoke"),
    path("export/requests/<id:permit_id>/take/", permits.take, name="permit-take"),
    path("<id:entry_id>/", entry.entry, name="entry"),
    path("<id:entry_id>/proof/", proof.shown, name="proof"),
    path("<id:entry_id>/proof/file/", proof.given, name="proof-file"),
]
