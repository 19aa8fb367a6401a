"""Badges on paper, for the organiser."""

from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from lonja.base import files, jobs
from lonja.base.limits import limited
from lonja.base.models import StoredFile
from lonja.base.policy import access
from lonja.events import badging, policies
from lonja.events.services import checkins
from lonja.ui.answers import page, see_other

MOST_IN_THE_REQUEST = 200
PER_HOUR = 60


def organised(request, event, edition):
    """The edition at an address, for its organiser."""
    row, may = policies.editions.read(request.user, "organise", event__slug=event, slug=edition)
    if not may:
        raise PermissionDenied
    return row


@access(policies.editions, "organise")
@require_GET
def badges(request, event, edition):
    """How many badges there are to print."""
    row = organised(request, event, edition)
    count = badging.people_of(row).count()
    return page(request, "events/checkin_papers.html", {"edition": row, "count": count})


@limited("badges of an edition", PER_HOUR, per=3600)
@access(policies.editions, "organise")
@require_GET
def badges_pdf(request, event, edition):
    """All badges; where they are many, a worker sets them and this address gives the file."""
    row = organised(request, event, edition)
    checkins.ensure_badges(row)
    people = list(badging.people_of(row))
    kind = kind_of(row, people)
    kept = StoredFile.objects.filter(kind=kind).order_by("-pk").first()
    if kept is not None:
        return files.serve(kept)
    if len(people) > MOST_IN_THE_REQUEST:
        done_url = reverse("events:badges-pdf", args=[event, edition])
        args = {"edition_id": row.pk, "kind": kind}
        return see_other(jobs.enqueue("events.badges", args=args, actor=request.user, done_url=done_url))
    response = HttpResponse(badging.badges_pdf(row, people), content_type=files.PDF)
    response["Content-Disposition"] = f'attachment; filename="{files.safe_name(f"{row.slug}-badges.pdf")}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def kind_of(edition, people):
    """Changes as soon as one badge would look different."""
    facts = [
        (one.badge.token, str(one.person), str(one.organisation), one.participant_type) for one in people
    ]
    return f"badges-{edition.pk}-{sha256(repr(facts).encode()).hexdigest()[:16]}"
