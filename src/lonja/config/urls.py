"""Every address of the site. English stands at /, other languages at /es/ and so on."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from lonja.portal.views import health

handler400 = "lonja.ui.errors.bad_request"
handler403 = "lonja.ui.errors.forbidden"
handler404 = "lonja.ui.errors.not_found"
handler500 = "lonja.ui.errors.server_error"

urlpatterns = [
    path("healthz", health, name="health"),
    *i18n_patterns(
        # First what thousands ask in the same minute: each address tried before costs the ones after.
        path("", include("lonja.meetings.urls")),
        path("", include("lonja.events.urls")),
        path("", include("lonja.impact.urls")),
        path("", include("lonja.portal.urls")),
        path("", include("lonja.base.urls")),
        path("", include("lonja.ui.urls")),
        path("", include("lonja.accounts.urls")),
        path("", include("lonja.directory.urls")),
        path("", include("lonja.partnering.urls")),
        prefix_default_language=False,
    ),
]
