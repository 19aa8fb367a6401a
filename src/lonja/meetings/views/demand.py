"""What is asked for, before anything is planned."""

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lonja.base import exports, jobs
from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.events.policies import editions
from lonja.meetings import engine, wishes
from lonja.meetings.models import DemandStudy
from lonja.meetings.services import demand as services
from lonja.meetings.views.desk import organised
from lonja.ui.answers import page, see_other

STUDIES_PER_HOUR = 60


@limited("study of the demand", STUDIES_PER_HOUR, per=3600, methods=("POST",))
@access(editions, "organise")
@require_http_methods(["GET", "POST"])
def demand(request, event, edition):
    """The demand as it was worked out last; a POST works it out anew, at once or in the background."""
    row = organised(request, event, edition)
    if request.method == "POST":
        return _study(request, row)
    study = DemandStudy.objects.filter(edition=row).first()
    context = {"edition": row, "study": study}
    if study:
        context |= wishes.shown(row, study.findings)
        context["is_outdated"] = study.digest != engine.read_floor(row).digest()
    return page(request, "meetings/demand.html", context)


def _study(request, edition):
    here = reverse("meetings:demand", args=[edition.event.slug, edition.slug])
    if edition.meeting_requests.accepted().count() <= services.INLINE_REQUESTS:
        services.study(edition, actor=request.user, now=timezone.now())
        return see_other(here)
    with transaction.atomic():
        job = jobs.enqueue(
            "meetings.demand", args={"edition_id": edition.pk}, actor=request.user, done_url=here
        )
    return see_other(job)


@access(editions, "organise")
@require_GET
def demand_file(request, event, edition, what, shape):
    """One of the tables of the demand, to take away."""
    row = organised(request, event, edition)
    study = DemandStudy.objects.filter(edition=row).first()
    if study is None:
        return HttpResponse(_("The demand was not looked at yet."), status=404, content_type="text/plain")
    columns, rows = wishes.TABLES[what](wishes.Names(row, study.findings), study.findings)
    labels = [wishes.label_of(one) for one in columns]
    return exports.table_response(f"{event}-{edition}-{what}", _("Demand"), labels, rows, shape=shape)
