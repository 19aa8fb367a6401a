"""Asking those who organise an edition."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.events import policies
from lonja.events.forms.questions import QuestionForm
from lonja.events.models import Edition
from lonja.events.services import questions as services
from lonja.ui.answers import page, see_other

MOST_PER_DAY = 20


@limited("edition-question", MOST_PER_DAY, per=86_400, methods=("POST",))
@access(policies.editions, "view")
@require_http_methods(["GET", "POST"])
def ask(request, event, edition):
    """Write to the organisers; one's own address is a checked one, so one signs in first."""
    rows = Edition.objects.select_related("event__organiser_cluster", "event__organiser_organisation")
    row, _verbs = policies.editions.read(request.user, rows=rows, event__slug=event, slug=edition)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.ask(row, **form.facts(), actor=request.user)
        messages.success(request, _("Your question is on its way. The answer comes to your e-mail address."))
        return see_other(row)
    return page(
        request, "events/ask.html", {"edition": row, "form": form}, status=422 if form.is_bound else 200
    )
