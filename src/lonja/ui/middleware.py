"""Answers that no view needs to think of."""

from django.core.exceptions import BadRequest

from lonja.base.errors import Refused
from lonja.ui.answers import page


class RefusalMiddleware:
    """Turn `Refused` into a page (or the part htmx asked for) that repeats the reason."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if isinstance(error, Refused):
            return page(request, "ui/refused.html", {"refused": error}, part="reason", status=409)
        return None


class CleanQueryMiddleware:
    """Answer 400 to a query string that no database can hold (NUL, lone surrogates)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        for text in (
            *request.GET.keys(),
            *(v for values in request.GET.lists() for v in values[1]),
            request.path,
        ):
            if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
                raise BadRequest("The address holds characters that no text can hold.")
        return
