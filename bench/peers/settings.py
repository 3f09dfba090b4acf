"""A Django project with one small model and one package; SOTTO_PEER says which."""

import os

from config.env import Env
from foundation.roles import DbRole

PEER = os.environ["SOTTO_PEER"]
_APPS = {"auditlog": ["auditlog"], "easyaudit": ["easyaudit"], "simple_history": ["simple_history"]}
_env = Env()

SECRET_KEY = "signs nothing"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", *_APPS[PEER], "bench.peers"]
DJANGO_EASY_AUDIT_UNREGISTERED_CLASSES_EXTRA = ["peers.Bare"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": f"peer_{PEER}",
        "USER": DbRole.APP.value,
        "PASSWORD": _env.password(DbRole.APP),
        "HOST": str(_env.run_dir),
        "PORT": str(_env.database_port),
        "CONN_MAX_AGE": 60,
    }
}
