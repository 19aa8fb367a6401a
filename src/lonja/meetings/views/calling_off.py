"""Call an edition off: what will follow, in numbers, before it happens; and what is left to do after it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lonja.base.policy import access
from lonja.directory.amounts import euros
from lonja.events import policies
from lonja.events.lifecycle import next_edition_state
from lonja.events.policies import editions
from lonja.events.services import calling_off as money
from lonja.meetings.forms.calling_off import CallOffForm, ReasonForm
from lonja.meetings.services import calling_off as services
from lonja.meetings.views.desk import organised
from lonja.ui.answers import page, see_other

INVOICES_PER_PAGE = 50


@access(editions, "organise")
@require_http_methods(["GET", "POST"])
def call_off(request, event, edition):
    """Say what calling an edition off means, and do it; once it is called off, what is left to do."""
    row = organised(request, event, edition)
    if row.is_called_off:  # a second click on the button finds it done
        return _called_off(request, row, _reason_form(row))
    next_edition_state("call_off", row.state)
    now = timezone.now()
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.call_off(row, reason=form.facts(), actor=request.user, now=now)
        messages.success(request, _("The edition is called off. Everybody is being told."))
        return see_other("meetings:call-off", event, edition)
    reach = services.reach(row, now=now)
    context = {
        "edition": row,
        "form": form,
        "rows": list(_consequences(reach)),
        "people": reach.people.expected + reach.people.waiting,
    }
    return page(request, "meetings/call_off.html", context, status=422 if form.is_bound else 200)


def _consequences(reach):
    """What will follow, in numbers, as rows; what there is none of is left out, but for the people."""
    people = reach.people
    told = ngettext("%(n)s person who comes", "%(n)s people who come", people.expected) % {
        "n": people.expected
    }
    if people.waiting:
        waiting = ngettext("%(n)s who waits for a place", "%(n)s who wait for a place", people.waiting)
        told = f"{told}, {waiting % {'n': people.waiting}}"
    yield _row(_("Are told by e-mail, in their language"), told)
    if people.unreachable:
        yield _row(_("Cannot be told: no address is known"), people.unreachable)
    for label, number in (
        (_("Planned meetings are cancelled"), reach.meetings),
        (_("Places at talks fall away"), people.talks),
        (_("Requests without an answer are closed"), reach.requests),
        (_("Plans that are being made are stopped"), reach.plans),
    ):
        if number:
            yield _row(label, number)
    if people.unpaid:
        yield _row(_("Unpaid invoices are credited"), f"{people.unpaid} ({euros(people.unpaid_cents)})")
    if people.paid:
        yield _row(
            _("Paid invoices are listed, for you to give back"), f"{people.paid} ({euros(people.paid_cents)})"
        )


def _row(label, value):
    return {"label": label, "value": str(value)}


def _reason_form(row, data=None):
    words = {f"reason_{language}": text for language, text in row.called_off_reason.items()}
    return ReasonForm(data, initial=words)


def _called_off(request, row, form):
    """What was said, and what is to be given back."""
    owed = policies.invoices.scope(request.user, "organise").filter(
        pk__in=money.to_give_back(row).values("pk")
    )
    paged = Paginator(money.to_give_back(row).filter(pk__in=owed), INVOICES_PER_PAGE)
    context = {
        "edition": row,
        "form": form,
        "page": paged.get_page(request.GET.get("page")),
        "is_asked_for": True,
    }
    for invoice in context["page"]:
        invoice.received_words = euros(invoice.received)
        invoice.asked_words = euros(invoice.asked) if invoice.asked else ""
        context["is_asked_for"] &= invoice.asked >= invoice.received
    return page(request, "meetings/called_off.html", context, status=422 if form.is_bound else 200)


@access(editions, "organise")
@require_POST
def ask_refunds(request, event, edition):
    """Propose to give everything back; another organiser approves each refund."""
    row = organised(request, event, edition)
    count = money.ask_all_refunds(row, actor=request.user, now=timezone.now())
    said = ngettext(
        "%(n)s refund is proposed. Another organiser approves it.",
        "%(n)s refunds are proposed. Another organiser approves each of them.",
        count,
    )
    messages.success(request, said % {"n": count})
    return see_other("meetings:call-off", event, edition)


@access(editions, "organise")
@require_POST
def reword(request, event, edition):
    """Mend the words of the reason."""
    row = organised(request, event, edition)
    form = _reason_form(row, request.POST)
    if not form.is_valid():
        return _called_off(request, row, form)
    money.reword(row, reason=form.facts(), actor=request.user)
    messages.success(request, _("The reason is changed. Nobody gets another mail."))
    return see_other("meetings:call-off", event, edition)
