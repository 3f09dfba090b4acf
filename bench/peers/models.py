"""Two models alike; the package looks after one of them."""

from django.conf import settings
from django.db import models


class Small(models.Model):
    name = models.CharField(max_length=60)
    note = models.TextField()
    count = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Bare(Small):
    pass


class Kept(Small):
    pass


if settings.PEER == "auditlog":
    from auditlog.registry import auditlog

    auditlog.register(Kept)
elif settings.PEER == "simple_history":
    from simple_history import register

    register(Kept)
