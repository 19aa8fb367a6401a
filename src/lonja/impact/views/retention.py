"""What is kept, until when, and what has been erased: for the organiser and for auditors."""

from django.core.paginator import Paginator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lonja.base.policy import access
from lonja.events.policies import editions
from lonja.impact import policies
from lonja.impact.months import months_after
from lonja.impact.services import retention as services
from lonja.impact.views.finding import find
from lonja.ui.answers import page

ROWS_PER_PAGE = 50


@access(editions, "organise")
@require_GET
def retention(request, event, edition):
    """When the personal data of an edition lapse, what would go today, and what has gone."""
    row = find(request, event, edition, "organise")
    due_on = months_after(row.ends_on, services.MONTHS)
    rehearsed = services.rehearse(row)
    labels = {
        "people": _("People without consent to be kept"),
        "request_texts": _("Texts of requests"),
        "notes": _("Private notes"),
        "answers_with_words": _("Answers with words or documents"),
        "ideas": _("Project ideas"),
    }
    erased = policies.erasures.scope(request.user).filter(edition=row).order_by("pk")
    context = {
        "edition": row,
        "due_on": due_on,
        "is_due": due_on <= localdate(),
        "rehearsed": [{"label": labels[name], "value": count} for name, count in rehearsed.counts.items()],
        "page": Paginator(erased, ROWS_PER_PAGE).get_page(request.GET.get("page")),
    }
    return page(request, "impact/retention.html", context)
