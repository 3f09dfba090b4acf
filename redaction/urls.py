"""Pages of the privacy desk."""

from django.urls import path

from redaction import desk

app_name = "redaction"
urlpatterns = [path("", desk.desk, name="desk")]
