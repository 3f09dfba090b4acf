"""Django's authenticate() asks here, after django-axes has let the try pass."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from accounts.models import Person


class PasswordBackend(BaseBackend):
    """Finds a person by the blind index of the address."""

    def authenticate(self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any) -> Person | None:
        if username is None or password is None:
            return None
        person = Person.objects.select_related("organisation").filter(email_index=username).first()
        if person is None:
            Person().set_password(password)  # as long as a real check, so that time does not tell who is here
            return None
        return person if person.check_password(password) else None

    def get_user(self, user_id: Any) -> None:
        """Nobody is signed in by Django's own session keys."""
        return
