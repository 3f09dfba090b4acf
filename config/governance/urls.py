"""Pages of the two documents, among those of the access log."""

from django.urls import path

from config.governance import assessment, pages, record

app_name = "governance"
urlpatterns = [
    path(f"{record.KEY}/", pages.processing, name=record.KEY),
    path(f"{record.KEY}/file/", pages.processing_file, name=f"{record.KEY}-file"),
    path(f"{assessment.KEY}/", pages.impact, name=assessment.KEY),
    path(f"{assessment.KEY}/file/", pages.impact_file, name=f"{assessment.KEY}-file"),
]
