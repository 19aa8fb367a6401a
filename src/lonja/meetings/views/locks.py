"""Locked meetings: listed, made and lifted."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from lonja.base.policy import access
from lonja.events.models import Participation
from lonja.events.policies import editions
from lonja.meetings import policies
from lonja.meetings.forms import LockForm
from lonja.meetings.models import Lock, MeetingRequest
from lonja.meetings.services import locks as services
from lonja.meetings.views.desk import arranged, organised
from lonja.ui.answers import page, see_other

LOCKS_PER_PAGE = 100


@access(editions, "organise")
@require_GET
def locks(request, event, edition):
    """What later plans keep, and for whom."""
    row = organised(request, event, edition)
    rows = (
        Lock.objects.filter(edition=row)
        .select_related(
            "slot", "table", "request", "sender__person", "recipient__person", "sender__organisation",
            "recipient__organisation", "locked_by",
        )
        .order_by("slot__starts_at", "table__number")
    )  # fmt: skip
    context = {"edition": row, "page": Paginator(rows, LOCKS_PER_PAGE).get_page(request.GET.get("page"))}
    return page(request, "meetings/locks.html", context)


@access(policies.plans, "arrange")
@require_POST
def lock(request, event, edition, number):
    """Lock a meeting, all of a person, or the whole plan."""
    run = arranged(request, event, edition, number)
    form = LockForm(request.POST)
    one, person = _concerned(form, run.edition)
    count = services.lock(run, only=one, of=person, actor=request.user, now=timezone.now())
    messages.success(
        request,
        ngettext(
            "One more meeting is locked. Later plans keep it.",
            "%(count)s more meetings are locked. Later plans keep them.",
            count,
        )
        % {"count": count},
    )
    return see_other("meetings:locks", event, edition)


@access(editions, "organise")
@require_POST
def lift(request, event, edition):
    """Let a meeting, all of a person, or everything be planned again."""
    row = organised(request, event, edition)
    one, person = _concerned(LockForm(request.POST), row)
    count = services.lift(row, only=one, of=person, actor=request.user)
    messages.success(
        request,
        ngettext("One lock is lifted.", "%(count)s locks are lifted.", count) % {"count": count},
    )
    return see_other("meetings:locks", event, edition)


def _concerned(form, edition):
    """The request and the participant that a form names, both of this edition; None for everything."""
    form.full_clean()
    uid, who = form.cleaned_data.get("request"), form.cleaned_data.get("person")
    one = MeetingRequest.objects.get(edition=edition, uid=uid) if uid else None
    person = Participation.objects.get(edition=edition, pk=who) if who else None
    return one, person
