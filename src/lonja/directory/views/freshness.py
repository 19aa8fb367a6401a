"""What is missing on a profile, and whether the rest is still true."""

from django.contrib import messages
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lonja.base.policy import open_to_all
from lonja.directory import completeness, freshness
from lonja.directory.services import freshness as services
from lonja.directory.views.both import for_both
from lonja.ui.answers import page, see_other


@require_http_methods(["GET", "POST"])
def _completeness(request, owner):
    """What an editor could add, and what they can confirm with one click each."""
    if request.method == "POST":
        _confirm(request, owner, request.user)
        return see_other(f"directory:{owner._meta.model_name}-completeness", owner.slug)
    context = {
        "owner": owner,
        "completeness": completeness.read(owner),
        "sections": _sections(owner, request.user),
        "edit": f"directory:{owner._meta.model_name}-edit",
    }
    return page(request, "directory/completeness.html", context)


organisation_completeness, cluster_completeness = for_both("edit", _completeness)


@open_to_all("the signed link of a mail names the editor; it only confirms, and only after a press")
@require_http_methods(["GET", "POST"])
def still_true(request, words):
    """The page behind the yearly mail; opening it changes nothing, since scanners of mail open every link."""
    found = services.read_signed(words)
    if found is None:
        return page(request, "directory/still_true_gone.html", status=404)
    owner, user = found
    if request.method == "POST":
        _confirm(request, owner, user)
        return see_other("directory:still-true", words)
    context = {
        "owner": owner,
        "sections": _sections(owner, request.user),
        "edit": f"directory:{owner._meta.model_name}-edit",
    }
    return page(request, "directory/still_true.html", context)


def _confirm(request, owner, user):
    key = request.POST.get("section", "")
    if key not in freshness.SECTIONS[owner._meta.model_name]:
        raise Http404
    services.confirm(owner, key, actor=user, now=timezone.now())
    messages.success(request, _("Thank you: this part is confirmed as true today."))


def _sections(owner, actor):
    confirmed = freshness.confirmed(owner)
    return [
        {
            "key": key,
            "label": label,
            "rows": [
                {"label": name, "value": value} for name, value in freshness.shown(owner, key, actor=actor)
            ],
            "confirmed": confirmed.get(key),
        }
        for key, label in freshness.sections_of(owner)
    ]
