"""Lets our own forms through the origin check although our pages send no referrer."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase


class OwnForms:
    """Stands before the CSRF check.

    Under "Referrer-Policy: no-referrer" a browser sends "Origin: null" with a form, so the check cannot tell ours from a stranger's.
    Sec-Fetch-Site tells: no page can set it. The form's token is asked for all the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.headers.get("Origin") == "null" and request.headers.get("Sec-Fetch-Site") == "same-origin":
            request.META["HTTP_ORIGIN"] = f"{request.scheme}://{request.get_host()}"
        return self.get_response(request)
