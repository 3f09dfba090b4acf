"""Tags every template may use."""

import base64
import hashlib
from dataclasses import dataclass
from functools import cache

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.sessions import IDLE
from audit.access import Actor
from config.homes import HOMES, LABELS

register = template.Library()


@cache
def _address_and_digest(path: str) -> tuple[str, str]:
    name = staticfiles_storage.stored_name(path) if hasattr(staticfiles_storage, "stored_name") else path
    with staticfiles_storage.open(name) as file:
        digest = base64.b64encode(hashlib.sha384(file.read()).digest()).decode()
    return staticfiles_storage.url(path), f"sha384-{digest}"


@register.simple_tag
def stylesheet(path: str) -> SafeString:
    """A style sheet of our own origin with its integrity."""
    address, digest = _address_and_digest(path)
    return format_html('<link rel="stylesheet" href="{}" integrity="{}">', address, digest)


@register.simple_tag
def script(path: str, kind: str = "module") -> SafeString:
    """A script of our own origin with its integrity; ES modules wait for the page by themselves."""
    address, digest = _address_and_digest(path)
    if kind == "module":
        return format_html('<script src="{}" integrity="{}" type="module"></script>', address, digest)
    return format_html('<script src="{}" integrity="{}" defer></script>', address, digest)


@register.simple_tag
def idle_s() -> int:
    """Seconds without a sign of anybody after which a page locks itself, as the server does."""
    return int(IDLE.total_seconds())


@dataclass(frozen=True)
class NavigationItem:
    address: str
    label: str


@register.filter
def pages_of(actor: Actor) -> list[NavigationItem]:
    """The homes of a person's roles, for the top line."""
    names = dict.fromkeys(name for role, name in HOMES if role in actor.roles)
    return [NavigationItem(reverse(name), str(LABELS[name])) for name in names]


@register.filter
def is_within(path: str, address: str) -> bool:
    """True when a page lies under an item of the top line (and no longer item fits better)."""
    fitting = [reverse(name) for _role, name in HOMES if path.startswith(reverse(name))]
    return bool(fitting) and max(fitting, key=len) == address
