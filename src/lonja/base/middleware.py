"""What happens when the database is busy: the person is asked to try again, and nobody sees a fault."""

import logging

from django.db import OperationalError
from django.shortcuts import render

RETRY_SECONDS = 5

log = logging.getLogger(__name__)


class BusyDatabaseMiddleware:
    """Answer 503 with a time to come back when a lock was not to be had in time.

    Nothing was written: the transaction of the view has been undone.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        if not isinstance(error, OperationalError):
            return None
        log.warning("The database was busy at %s: %s", request.resolver_match.route, type(error).__name__)
        response = render(request, "base/busy.html", status=503)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
