"""What every page knows."""

from django.conf import settings


def site(request):
    """The mode and the languages, for the frame of each page."""
    return {"is_demo": settings.DEMO, "languages": settings.LANGUAGES}
