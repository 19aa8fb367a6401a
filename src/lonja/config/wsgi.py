"""The application that a web server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lonja.config.settings")
# Nobody waits longer for a page; the database ends the query, and the person is asked to try again.
os.environ.setdefault("LONJA_QUERY_SECONDS", "30")
application = get_wsgi_application()

# Every view is imported now, so that the first visitor need not wait for it. What is loaded stays: the
# collector of cycles need not look at it again and again (its steps took a tenth of a busy process).
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
