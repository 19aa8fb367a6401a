"""Begin the next edition with the frame of this one."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lonja.base.policy import access
from lonja.events import policies
from lonja.meetings.forms.copying import CopyForm
from lonja.meetings.services import copying
from lonja.ui.answers import page, see_other


@access(policies.editions, "organise")
@require_http_methods(["GET", "POST"])
def copy(request, event, edition):
    """Say what is copied and what is not, and copy it."""
    row = policies.editions.get(request.user, "organise", event__slug=event, slug=edition)
    form = CopyForm(request.POST or None, edition=row)
    if request.method == "POST" and form.is_valid():
        made = copying.copy_edition(row, **form.facts(), actor=request.user)
        messages.success(request, _("The next edition is a draft. Look at it, then make it public."))
        return see_other("meetings:desk", made.event.slug, made.slug)
    counts = [
        (_("Zones"), row.zones.count()),
        (_("Talks"), row.sessions.count()),
        (_("Conditions by type of participant"), row.type_rules.count()),
        (_("Slots"), row.slots.count()),
        (_("Tables"), row.tables.count()),
    ]
    context = {
        "edition": row,
        "form": form,
        "copied": [{"label": label, "value": str(count)} for label, count in counts],
    }
    return page(request, "meetings/copy.html", context, status=422 if form.is_bound else 200)
