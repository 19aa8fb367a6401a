"""Walks through every address of the site, however deeply it is included."""

from dataclasses import dataclass

from django.urls import URLPattern


@dataclass(frozen=True, slots=True)
class Route:
    """One address pattern and the view behind it."""

    address: str
    view: object
    pattern: object
    name: str

    @property
    def module(self):
        """Where the view was written."""
        return getattr(getattr(self.view, "view_class", self.view), "__module__", "")


def routes(patterns, before=""):
    """Yield each route of a list of patterns; language prefixes add nothing."""
    for entry in patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Route(address, entry.callback, entry.pattern, entry.name or "")
        else:
            yield from routes(entry.url_patterns, address)
