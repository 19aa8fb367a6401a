"""What every page knows."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

PLACES = [
    (_("Directory"), "directory:organisations"),
    (_("Clusters"), "directory:clusters"),
    (_("Partnering"), "partnering:home"),
    (_("Events"), "events:list"),
]
OWN_PLACES = [
    (_("Waiting for you"), "waiting"),
    (_("My events"), "events:mine"),
    (_("My partnering"), "partnering:mine"),
    (_("My profile"), "directory:my-profile"),
    (_("My account"), "account"),
]


def site(request):
    """The mode, the languages and the main places, for the frame of each page."""
    return {
        "is_demo": settings.DEMO,
        "site_languages": settings.LANGUAGES,
        "navigation": places(PLACES, request.path),
        "own_places": places(OWN_PLACES, request.path),
    }


def places(names, path):
    """The links of a menu, and which of them leads to this page or to a page above it."""
    links = [{"label": label, "href": reverse(name)} for label, name in names]
    for link in links:
        link["current"] = "page" if path == link["href"] else "true" if path.startswith(link["href"]) else ""
    return links
