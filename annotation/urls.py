"""Pages and requests of the work itself."""

from django.urls import path

from annotation.views import reviewer, supervisor

app_name = "annotation"
urlpatterns = [
    path("", reviewer.workbench, name="workbench"),
    path("keys/", reviewer.keys, name="keys"),
    path("next/", reviewer.next_slot, name="next"),
    path("pulse/", reviewer.pulse, name="pulse"),
    path("notices/", reviewer.notices, name="notices"),
    path("guidelines/<id:project>/", reviewer.guidelines, name="guidelines"),
    path("audio/<id:grant>/", reviewer.audio, name="audio"),
    path("<id:slot>/draft/", reviewer.draft, name="draft"),
    path("<id:slot>/submit/", reviewer.submit, name="submit"),
    path("<id:slot>/release/", reviewer.release, name="release"),
    path("<id:slot>/escalate/", reviewer.escalate, name="escalate"),
    path("<id:slot>/leaking/", reviewer.leaking, name="leaking"),
    path("<id:slot>/hidden/", reviewer.hidden, name="hidden"),
    path("<id:slot>/not-meant/", reviewer.not_meant, name="not-meant"),
    path("<id:slot>/undo/", reviewer.undo, name="undo"),
    path("<id:slot>/second-ear/", reviewer.second_ear, name="second-ear"),
    path("escalation/<id:escalation>/category/", reviewer.category, name="category"),
    path("inbox/", supervisor.inbox, name="inbox"),
    path("inbox/rows/", supervisor.rows, name="inbox-rows"),
    path("inbox/<id:escalation>/", supervisor.case, name="case"),
    path("inbox/<id:escalation>/take/", supervisor.take, name="take"),
    path("inbox/<id:escalation>/grant/", supervisor.grant, name="grant"),
    path("inbox/<id:escalation>/answer/", supervisor.answer, name="answer"),
    path("inbox/<id:escalation>/close/", supervisor.close, name="close"),
]
