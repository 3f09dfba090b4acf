"""What every answer of the house must bear, as a list of what is wrong with one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.http.response import HttpResponseBase
from django.test import Client

EXPECTED = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def faults(response: HttpResponseBase, *, https: bool = True) -> list[str]:
    """Empty when the answer is as SECURITY.md "Answers" wants it; served over loopback http, HSTS and Secure cookies are not expected."""
    found = [f"{name}: {response.headers.get(name)}" for name, value in EXPECTED.items() if response.headers.get(name) != value]
    found += [f"{name} present" for name in response.headers if name.lower().startswith("access-control-")]
    if https and response.headers.get("Strict-Transport-Security") != "max-age=63072000; includeSubDomains; preload":
        found.append("HSTS")
    if "geolocation=()" not in response.headers.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    return found + _csp_faults(response.headers.get("Content-Security-Policy", "")) + _cache_faults(response) + _cookie_faults(response, https=https)


def _csp_faults(policy: str) -> list[str]:
    directives = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}
    found = []
    if directives.get("default-src") != ["'none'"]:
        found.append("CSP default-src")
    if directives.get("frame-ancestors") != ["'none'"] or directives.get("base-uri") != ["'none'"]:
        found.append("CSP frame-ancestors or base-uri")
    found += [f"CSP {word}" for word in ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "http:", "https:", "*", "data:") if word in policy]
    return found


def _cache_faults(response: HttpResponseBase) -> list[str]:
    if getattr(response, "is_static", False):
        return []
    return [] if response.headers.get("Cache-Control") == "no-store" else [f"Cache-Control: {response.headers.get('Cache-Control')}"]


def _cookie_faults(response: HttpResponseBase, *, https: bool) -> list[str]:
    found = []
    for name, cookie in response.cookies.items():
        if not cookie["httponly"] or cookie["samesite"] != "Strict" or cookie["path"] != "/" or cookie["domain"]:
            found.append(f"cookie {name}")
        if https and not (name.startswith("__Host-") and cookie["secure"]):
            found.append(f"cookie {name} over https")
    return found


@contextmanager
def watch_answers() -> Iterator[None]:
    """Check each answer that any django.test.Client gets."""
    real = Client.request

    def request(self: Client, **environ: Any) -> Any:
        response = real(self, **environ)
        response.is_static = str(environ.get("PATH_INFO", "")).startswith(settings.STATIC_URL) and response.status_code in (200, 304)
        wrong = faults(response)
        assert not wrong, f"answer {response.status_code} lacks: {wrong}"
        return response

    with patch.object(Client, "request", request):
        yield
