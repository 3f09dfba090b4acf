"""Every address of the house with what its view declared: for the checks, the tests and docs/access.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter

from audit.access import Access, AccessKind, access_of


@dataclass(frozen=True)
class Route:
    """`pattern` as Django writes it, `name` with its namespaces, `access` None when the view declared nothing."""

    pattern: str
    name: str
    access: Access | None
    view: Callable[..., Any]
    converters: tuple[tuple[str, object], ...] = ()

    def example(self) -> str:
        """A path that leads here, with ids that nothing has."""
        path = self.pattern
        for name, converter in self.converters:
            value = "0" if isinstance(converter, IntConverter) else "0" * 32
            path = "/".join(value if part.endswith((f":{name}>", f"<{name}>")) else part for part in path.split("/"))
        return f"/{path}"


def walk() -> list[Route]:
    """All routes of the project, in the order in which Django tries them."""
    return list(_walk(get_resolver(), "", "", ()))


def _walk(resolver: URLResolver, prefix: str, namespace: str, converters: tuple[tuple[str, object], ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        found = (*converters, *entry.pattern.converters.items())
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, pattern, inner, found)
        elif isinstance(entry, URLPattern):
            view = entry.callback
            yield Route(pattern, f"{namespace}{entry.name or ''}", access_of(view), view, found)


def table() -> str:
    """docs/access.md."""
    lines = [
        "# Who may open which address",
        "",
        "Made by `manage.py access_table` from the declarations on the views; `make check` fails when it is stale.",
        "A route that is not here does not exist; a role that is not named is refused, and the refusal is an entry.",
        "",
        "| address | name | methods | who | entry |",
        "|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *(_line(route) for route in walk())]) + "\n"


def _line(route: Route) -> str:
    access = route.access
    if access is None:
        return f"| `/{route.pattern}` | {route.name} | - | **nobody: undeclared** | - |"
    who = "everybody" if access.is_public else ", ".join(sorted(access.roles))
    methods = " ".join(sorted(access.methods))
    return f"| `/{route.pattern}` | {route.name} | {methods} | {who} | {_entry(access)} |"


def _entry(access: Access) -> str:
    if access.event is not None:
        return f"`{access.event.value}`, before the page"
    return "by its verb" if access.kind is AccessKind.DOES else "by its verb, if it does anything"
