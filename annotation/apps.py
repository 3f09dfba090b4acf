from django.apps import AppConfig


class AnnotationConfig(AppConfig):
    """Clips, queue, answers, escalations: the work of reviewers and supervisors."""

    name = "annotation"
