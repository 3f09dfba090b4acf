"""Pages of the book."""

from django.urls import path

from audit import views

app_name = "audit"
urlpatterns = [
    path("", views.timeline, name="timeline"),
    path("<id:entry_id>/", views.entry, name="entry"),
]
