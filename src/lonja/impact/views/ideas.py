"""Project ideas that came of meetings: each on a page of its own, private until its author shows it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.policy import access
from lonja.impact import policies
from lonja.impact.forms import IdeaForm
from lonja.impact.models import ProjectIdea
from lonja.impact.services import conversions as services
from lonja.ui.answers import page, see_other

IDEAS_PER_PAGE = 20
MOVED = {
    "publish": gettext_lazy("Everybody can read the idea now, with your organisation and not your name."),
    "hide": gettext_lazy("Only the two of you and the organiser read the idea."),
}


@access(policies.ideas, "view")
@require_GET
def ideas(request):
    """The ideas that this person may read: her own meetings' and the public ones."""
    found = policies.ideas.scope(request.user).select_related("author__organisation", "author__person")
    paged = Paginator(found.order_by("-written_at", "-pk"), IDEAS_PER_PAGE).get_page(request.GET.get("page"))
    lines = [{"idea": each, "is_mine": is_author(request.user, each)} for each in paged]
    return page(request, "impact/ideas.html", {"page": paged, "lines": lines})


def is_author(actor, idea):
    """Whether somebody wrote an idea."""
    return actor.is_authenticated and idea.author.person.user_id == actor.pk


def read(request, uid):
    """(idea, verbs open on it) at an address."""
    rows = ProjectIdea.objects.select_related(
        "author__person", "author__organisation", "author__edition__event", "conversion__request"
    )
    return policies.ideas.read(request.user, "edit", rows=rows, uid=uid)


@access(policies.ideas, "view")
@require_GET
def idea(request, uid):
    """One idea; the meeting it came from only for those who sat there, and for the organiser."""
    row, verbs = read(request, uid)
    asked = row.conversion.request
    context = {
        "idea": row,
        "edition": row.author.edition,
        "may_edit": "edit" in verbs,
        "meeting": asked if policies.handshakes.allows(request.user, "keep", asked) else None,
        "is_known": policies.handshakes.allows(request.user, "view", asked),
    }
    return page(request, "impact/idea.html", context)


@access(policies.ideas, "edit")
@require_http_methods(["GET", "POST"])
def edit(request, uid):
    """Other words for an idea of mine."""
    row = policies.ideas.get(request.user, "edit", uid=uid)
    form = IdeaForm(request.POST or None, initial={"title": row.title, "text": row.text})
    if form.is_bound and form.is_valid():
        services.change_idea(row, **form.cleaned_data, actor=request.user, now=timezone.now())
        messages.success(request, _("The idea is kept."))
        return see_other(row)
    context = {"idea": row, "form": form}
    return page(request, "impact/idea_edit.html", context, status=422 if form.is_bound else 200)


@access(policies.ideas, "edit")
@require_POST
def move(request, uid, verb):
    """Show an idea of mine to everybody, or no longer."""
    row = policies.ideas.get(request.user, "edit", uid=uid)
    if verb not in MOVED:
        raise Http404
    services.show_idea(row, is_public=verb == "publish", actor=request.user)
    messages.success(request, MOVED[verb])
    return see_other(row)
