"""The front door."""

from django.db import connection
from django.http import JsonResponse
from django.utils import timezone

from lonja.base.policy import open_to_all, signed_in
from lonja.portal.front import front_page
from lonja.portal.waiting import house_of, waiting_for
from lonja.ui.answers import page


@open_to_all("the front page shows public facts only")
def home(request):
    """The front page."""
    return page(request, "portal/home.html", front_page(request.user, timezone.localdate()))


@open_to_all("says what Lonja is")
def about(request):
    """What Lonja is, and what it is not."""
    return page(request, "portal/about.html")


@signed_in("counts what waits for the person herself")
def waiting(request):
    """Everything that waits for a word of this person."""
    context = {"items": waiting_for(request.user), "house": house_of(request.user)}
    return page(request, "portal/waiting.html", context)


@open_to_all("the accessibility statement")
def accessibility(request):
    """How accessible this site is, and whom to tell when it is not."""
    return page(request, "portal/accessibility.html")


@open_to_all("says only that the service answers")
def health(request):
    """Whether the web process and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
