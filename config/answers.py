"""Headers that every answer of the house bears, whatever made it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Every feature a browser might ask for is off; security keys will need the two publickey-credentials features for ourselves.
FEATURES_OFF = [
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "compute-pressure",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "window-management",
    "xr-spatial-tracking",
]
PERMISSIONS = ", ".join([f"{name}=()" for name in FEATURES_OFF] + ["publickey-credentials-get=(self)", "publickey-credentials-create=(self)"])

ALWAYS = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


class Answers:
    """Outermost middleware. Pages are never kept by a browser or a proxy; static files keep their own caching."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        for cookie in response.cookies.values():
            cookie["httponly"] = True  # also where Django takes a cookie back, which it forgets
        is_static = request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/") and response.status_code in (200, 304)
        if not is_static:
            response.headers["Cache-Control"] = "no-store"
        return response
