"""Badges on paper: name, house, type, and the code for the door."""

from io import BytesIO

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lonja.base import documents
from lonja.events.lifecycle import EXPECTED
from lonja.events.models import Participation

MOST_BYTES = 500_000_000  # thousands of badges are a large file


def people_of(edition):
    """Everybody who is expected, by name, with her badge."""
    rows = Participation.objects.filter(edition=edition, state__in=EXPECTED)
    return rows.select_related("person", "organisation", "badge").order_by("person__sort_name", "pk")


def badges_pdf(edition, people):
    """Badges, eight on a sheet."""
    data = {
        "title": _("Badges"),
        "event": str(edition),
        "alt": _("Code for the door"),
        "people": [
            {
                "name": str(one.person),
                "organisation": str(one.organisation or ""),
                "kind": str(one.get_participant_type_display()),
                "code": _drawing(one.badge.token),
                "typed": one.badge.code,
            }
            for one in people
        ],
    }
    return documents.pdf("events/typeset/badge.typ", data, language=get_language(), tagged=False)


def _drawing(token):
    """The code of a badge as SVG; what it holds is an address, and in it a secret."""
    out = BytesIO()
    url = f"{settings.SITE_URL}{reverse('events:door', args=[token])}"
    segno.make(url, error="m", micro=False).save(out, kind="svg", border=0, svgclass=None, lineclass=None)
    return out.getvalue().decode()
