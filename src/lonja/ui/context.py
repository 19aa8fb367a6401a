"""What every page knows."""

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

PLACES = [
    (_("Directory"), "directory:organisations"),
    (_("Clusters"), "directory:clusters"),
    (_("Events"), "events:list"),
]
ACCOUNT_PLACES = [
    (_("E-mail addresses"), "account_email"),
    (_("Sign-in and security"), "mfa_index"),
    (_("Where I am signed in"), "usersessions_list"),
]


def site(request):
    """The mode, the languages and the main places, for the frame of each page."""
    return {
        "is_demo": settings.DEMO,
        "languages": settings.LANGUAGES,
        "navigation": list(places(PLACES, request.path)),
        "account_places": list(places(ACCOUNT_PLACES, request.path)),
    }


def places(names, path):
    """The links of a menu, and which of them leads to this page or a page above it."""
    for label, name in names:
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        current = "page" if path == href else "true" if path.startswith(href) else ""
        yield {"label": label, "href": href, "current": current}
