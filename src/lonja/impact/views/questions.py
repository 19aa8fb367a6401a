"""The pages behind the links of a mail: opening one changes nothing, a press on the button does."""

from django.http import Http404
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from lonja.base.limits import limited
from lonja.base.policy import open_to_all
from lonja.impact import rows
from lonja.impact.forms import OutcomeForm
from lonja.impact.lifecycle import Came
from lonja.impact.models import FollowUp, OutcomeQuestion
from lonja.impact.services import followups
from lonja.impact.services import outcomes as services
from lonja.impact.tokens import digest
from lonja.meetings.models import Meeting
from lonja.ui.answers import page


@open_to_all("the secret in the address is the right to answer this one question")
@limited("impact.answer", 60, per=600)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, token):
    """One question of a mail; the answer pressed there is chosen already and waits for the button."""
    question = (
        OutcomeQuestion.objects.filter(token_hash=digest(token))
        .select_related("follow_up__participation__person__user", "request__edition__event")
        .first()
    )
    if question is None:
        raise Http404
    me = question.follow_up.participation
    meeting = _meeting(question, me)
    if meeting is None or question.follow_up.expires_at <= timezone.now():
        return _private(
            page(request, "impact/question_over.html", {"edition": question.request.edition}, status=410)
        )
    came = request.GET.get("came", "")
    form = OutcomeForm(
        request.POST or None,
        request.FILES or None,
        initial={"came": came if came in Came.values else ""},
    )
    context = {"edition": question.request.edition, "other": meeting.other_than(me.pk), "form": form}
    if not form.is_bound:
        return _private(page(request, "impact/question.html", context))
    if not form.is_valid():
        return _private(page(request, "impact/question.html", context, status=422))
    services.answer(
        question.request,
        participation=me,
        side=rows.side_of(meeting, me.pk),
        facts=form.facts(),
        uploaded=form.cleaned_data["evidence_file"],
        question=question,
        actor=me.person.user,
        now=timezone.now(),
    )
    return _private(page(request, "impact/question_done.html", context))


def _meeting(question, me):
    """The meeting that a question is about, while the participant sits in it."""
    found = Meeting.objects.filter(rows.HELD, request=question.request_id, seats__participation=me)
    return found.published().for_agenda().first()


@csrf_exempt  # mail programs post here by themselves (RFC 8058)
@open_to_all("the secret in the address is the right to stop one person's questions")
@limited("impact.stop", 60, per=600)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token):
    """No more questions: asked for confirmation first."""
    follow_up = (
        FollowUp.objects.filter(token_hash=digest(token))
        .select_related("participation__person__user", "participation__edition__event")
        .first()
    )
    if follow_up is None:
        raise Http404
    if request.method == "POST":
        followups.stop(follow_up, now=timezone.now())
    context = {"edition": follow_up.participation.edition, "is_stopped": request.method == "POST"}
    return _private(page(request, "impact/stop.html", context))


def _private(response):
    """No search engine and no cache learns of the address; other sites get none by the site's own policy."""
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response
