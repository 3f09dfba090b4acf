"""The operator's pages about projects."""

from django.urls import path

from annotation.views import operator

app_name = "projects"
urlpatterns = [
    path("", operator.listed, name="list"),
    path("new/", operator.new, name="new"),
    path("add/", operator.add, name="add"),
    path("<id:project>/", operator.project, name="project"),
    path("<id:project>/mend/", operator.mend, name="mend"),
    path("<id:project>/change/", operator.change, name="change"),
]
