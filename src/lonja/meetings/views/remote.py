"""The organiser says where remote meetings take place."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lonja.base.policy import access
from lonja.events.policies import editions
from lonja.meetings import agenda
from lonja.meetings.forms.remote import LinkForm, TableLinksForm
from lonja.meetings.models import Meeting, Table
from lonja.meetings.services import remote as services
from lonja.meetings.views.desk import organised
from lonja.ui.answers import page, see_other

TABLES_PER_PAGE = 50


@access(editions, "organise")
@require_http_methods(["GET", "POST"])
def tables(request, event, edition):
    """An address for each table, page by page."""
    row = organised(request, event, edition)
    all_tables = Paginator(Table.objects.filter(edition=row).order_by("number"), TABLES_PER_PAGE)
    some = all_tables.get_page(request.GET.get("page"))
    form = TableLinksForm(request.POST or None, tables=some)
    if form.is_valid():
        services.set_table_links(row, form.links, actor=request.user, now=timezone.now())
        messages.success(request, _("Saved. Only those who meet at a table see its address."))
        if some.has_next():
            address = reverse("meetings:live-links", args=[event, edition])
            return see_other(f"{address}?page={some.next_page_number()}")
        return see_other("meetings:live", event, edition)
    context = {"edition": row, "form": form, "page": some, "address": request.get_full_path()}
    return page(request, "meetings/live_links.html", context, status=422 if form.is_bound else 200)


@access(editions, "organise")
@require_http_methods(["GET", "POST"])
def meeting(request, event, edition, uid):
    """Another address for two people."""
    row = organised(request, event, edition)
    rows = Meeting.objects.filter(run=agenda.published_plan(row)).for_agenda()
    one = get_object_or_404(rows, request__uid=uid)
    one.request.edition = row
    form = LinkForm(request.POST or None, initial={"link": one.request.remote_link})
    if form.is_valid():
        services.set_meeting_link(
            one.request, form.cleaned_data["link"], actor=request.user, now=timezone.now()
        )
        messages.success(request, _("Saved. Only the two who meet see the address."))
        return see_other("meetings:live", event, edition)
    context = {"edition": row, "form": form, "one": one, "two": one.sitting}
    return page(request, "meetings/live_link.html", context, status=422 if form.is_bound else 200)
