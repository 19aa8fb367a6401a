"""Pages for when something did not work: they say what happened and what to do now."""

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request, exception=None):
    """400: we could not understand the request."""
    return render(request, "ui/errors/400.html", status=400)


def forbidden(request, exception=None):
    """403: visible, but not yours to change."""
    return render(request, "ui/errors/403.html", status=403)


def not_found(request, exception=None):
    """404: not there, or not for you; the two look alike on purpose."""
    return render(request, "ui/errors/404.html", status=404)


def server_error(request):
    """500: our fault. Drawn without request and database, for either may be what broke."""
    return HttpResponseServerError(render_to_string("ui/errors/500.html"))


def csrf_failure(request, reason=""):
    """403: the form was too old or came from elsewhere; nothing was changed."""
    return render(request, "ui/errors/csrf.html", status=403)
