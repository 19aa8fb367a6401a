"""The application that a web server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lonja.config.settings")
# Nobody waits longer for a page; the database ends the query, and the person is asked to try again.
os.environ.setdefault("LONJA_QUERY_SECONDS", "30")
application = get_wsgi_application()
