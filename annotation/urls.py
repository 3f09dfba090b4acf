"""Pages of the work itself."""

from django.urls import path

from annotation.views import reviewer, supervisor

app_name = "annotation"
urlpatterns = [
    path("", reviewer.workbench, name="workbench"),
    path("inbox/", supervisor.inbox, name="inbox"),
]
