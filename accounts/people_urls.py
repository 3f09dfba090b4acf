from django.urls import path

from accounts import people_views as views

app_name = "people"
urlpatterns = [
    path("", views.people, name="list"),
    path("invite/", views.invite, name="invite"),
    path("sessions/", views.sessions_page, name="sessions"),
    path("sessions/<id:session_id>/end/", views.end_session, name="end-session"),
    path("<id:person_id>/", views.person, name="person"),
    path("<id:person_id>/suspend/", views.suspend, name="suspend"),
    path("<id:person_id>/restore/", views.restore, name="restore"),
    path("<id:person_id>/activation/", views.activation_code, name="activation"),
    path("<id:person_id>/roles/", views.give_role, name="give-role"),
    path("<id:person_id>/roles/<id:assignment_id>/end/", views.end_role, name="end-role"),
    path("<id:person_id>/sessions/<id:session_id>/end/", views.end_session_of, name="end-session-of"),
]
