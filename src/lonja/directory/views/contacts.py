"""The page that shows one contact to a person, not to a harvester."""

from django.views.decorators.http import require_http_methods

from lonja.base.limits import limited
from lonja.base.policy import access
from lonja.directory import policies, presenting
from lonja.ui.answers import page

MOST_PER_HOUR = 30


@limited("contact", MOST_PER_HOUR, per=3600, methods=("POST",))
@access(policies.contacts, "view")
@require_http_methods(["GET", "POST"])
def contact(request, pk):
    """Show a contact after the press of a button; so many each hour."""
    row = policies.contacts.get(request.user, "view", pk=pk)
    owner = row.organisation or row.person or row.cluster
    context = {"owner": owner, "label": row.label or row.get_kind_display(), "pk": row.pk}
    if request.method == "POST":
        context |= {"value": row.value, "href": presenting.contact_href(row)}
    return page(request, "directory/contact.html", context, part="answer")
