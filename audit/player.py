"""Sound is given to the player of our own page only: what a browser says about a request, which no page can set."""

from __future__ import annotations

from django.http import HttpRequest


def is_our_player(request: HttpRequest) -> bool:
    """Fetched by a script or an audio element of a page of this origin; not opened, embedded or downloaded by a link."""
    return request.headers.get("Sec-Fetch-Dest") in ("audio", "empty") and request.headers.get("Sec-Fetch-Site") == "same-origin"
