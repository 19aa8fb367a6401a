"""Messages to groups: writing, looking at them as readers will, sending, and what became of them."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base import jobs
from lonja.base.policy import access, open_to_all
from lonja.directory.places import language_name
from lonja.events import message_mails, policies, segments
from lonja.events.forms.messages import MessageForm
from lonja.events.models import Consent, DeliveryState, MessageState, Participation, Purpose
from lonja.events.services import messages as services
from lonja.events.views.editions import find
from lonja.ui.answers import page, see_other

ROWS_PER_PAGE = 50
TONES = {MessageState.DRAFT: "warn", MessageState.SENDING: "info", MessageState.SENT: "good"}
DELIVERY_TONES = {
    DeliveryState.WAITING: "info", DeliveryState.HANDED: "good", DeliveryState.LEFT_OUT: "neutral"
}  # fmt: skip


@access(policies.event_messages, "organise")
@require_GET
def event_messages(request, event, edition):
    """What was written to participants of an edition, and what still is a draft."""
    row = find(request, "organise", event, edition)
    rows = policies.event_messages.scope(request.user, "organise").filter(edition=row)
    rows = rows.select_related("edition__event", "sent_by").annotate(
        handed=Count("deliveries", filter=Q(deliveries__state=DeliveryState.HANDED)),
        left_out=Count("deliveries", filter=Q(deliveries__state=DeliveryState.LEFT_OUT)),
    )
    rows = rows.order_by("-written_at", "-pk")  # the counts group the rows, which forgets the order
    context = {"edition": row, "page": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))}
    for message in context["page"]:
        message.tone = TONES[message.state]
    return page(request, "events/messages.html", context)


@access(policies.editions, "organise")
@require_http_methods(["GET", "POST"])
def new_message(request, event, edition):
    """Write a message; nobody gets it before it was looked at."""
    row = find(request, "organise", event, edition)
    form = MessageForm(request.POST or None, edition=row)
    if request.method == "POST" and form.is_valid():
        made = services.draft(row, facts=form.facts(), actor=request.user, now=timezone.now())
        return see_other(made)
    return _form(request, row, form)


@access(policies.event_messages, "organise")
@require_http_methods(["GET", "POST"])
def edit_message(request, event, edition, uuid):
    """Change a draft."""
    message = _message(request, "organise", event, edition, uuid)
    form = MessageForm(request.POST or None, edition=message.edition, message=message)
    if request.method == "POST" and form.is_valid():
        services.change(message, facts=form.facts(), actor=request.user)
        return see_other(message)
    return _form(request, message.edition, form, message)


def _form(request, edition, form, message=None):
    context = {"edition": edition, "form": form, "message": message}
    return page(request, "events/message_form.html", context, status=422 if form.errors else 200)


def _message(request, verb, event, edition, uuid):
    place = {"edition__event__slug": event, "edition__slug": edition, "uuid": uuid}
    row = policies.event_messages.get(request.user, verb, **place)
    rows = policies.event_messages.scope(request.user, verb)
    return rows.select_related("edition__event", "sent_by").get(pk=row.pk)


@access(policies.event_messages, "view")
@require_GET
def message(request, event, edition, uuid):
    """A draft as each reader will see it and to how many it goes, or a sent message and to whom it went."""
    row = _message(request, "view", event, edition, uuid)
    context = {
        "edition": row.edition,
        "message": row,
        "tone": TONES[row.state],
        "facts": _facts(row),
        "may_organise": policies.event_messages.allows(request.user, "organise", row),
    }
    if row.state == MessageState.DRAFT:
        return page(request, "events/message_preview.html", context | _preview(row))
    return page(request, "events/message.html", context | _archive(request, row))


def _facts(message):
    """What for and to whom, as rows."""
    groups = list(segments.words(message.edition, message.groups))
    rows = [{"label": _("What for"), "value": message.get_purpose_display()}]
    rows += [{"label": label, "value": ", ".join(str(one) for one in labels)} for label, labels in groups]
    return rows if groups else [*rows, {"label": _("To whom"), "value": _("All who are expected")}]


def _preview(message):
    counts = services.languages_of(message)
    letters = []
    for code, _name in settings.LANGUAGES:
        link = f"{settings.SITE_URL}/…" if message.purpose == "news" else ""
        subject, text = message_mails.letter(message, language=code, name=_("Ana Example"), link=link)
        letters.append(
            {
                "code": code,
                "language": language_name(code),
                "subject": subject,
                "text": text,
                "n": counts[code],
            }
        )
    return {"letters": letters, "total": sum(counts.values())}


def _archive(request, message):
    counts = dict(message.deliveries.order_by().values_list("state").annotate(n=Count("pk")))
    total = sum(counts.values())
    rows = message.deliveries.select_related("participation__person", "participation__organisation")
    paged = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    for delivery in paged:
        delivery.tone = DELIVERY_TONES[delivery.state]
        delivery.language_words = language_name(delivery.language)
    return {
        "page": paged,
        "total": total,
        "handed": counts.get(DeliveryState.HANDED, 0),
        "left_out": counts.get(DeliveryState.LEFT_OUT, 0),
        "share": 1 - counts.get(DeliveryState.WAITING, 0) / total if total else 1,
        "texts": [
            {
                "code": code, "language": language_name(code), "text": text,
                "subject": message.subject.get(code, ""),
            }
            for code, text in message.text.items()
        ],
    }  # fmt: skip


@access(policies.event_messages, "organise")
@require_POST
def send(request, event, edition, uuid):
    """Send a message to as many as the organiser has seen; the job shows how far it is."""
    row = _message(request, "organise", event, edition, uuid)
    expected = request.POST.get("readers", "")
    if not expected.isdecimal():
        raise Http404
    sent = services.send(row, expected=int(expected[:9]), actor=request.user, now=timezone.now())
    job = jobs.enqueue(
        "events.send_message",
        args={"message_id": sent.pk},
        actor=request.user,
        done_url=sent.get_absolute_url(),
    )
    return see_other(job)


@access(policies.event_messages, "organise")
@require_POST
def discard(request, event, edition, uuid):
    """Throw a draft away."""
    services.discard(_message(request, "organise", event, edition, uuid), actor=request.user)
    messages.success(request, _("The draft is gone."))
    return see_other("events:messages", event, edition)


@csrf_exempt
@open_to_all("whoever holds the link of the mail may end the news, signed in or not; opening it only asks")
@require_http_methods(["GET", "POST"])
def unsubscribe(request, token):
    """Ask, then send no more news of a series; mail programs post here by themselves (RFC 8058)."""
    number = message_mails.number_behind(token)
    rows = Participation.objects.select_related("edition__event", "person__user")
    one = rows.filter(pk=number).first() if number else None
    if one is None:
        raise Http404
    if request.method == "POST":
        services.end_news(one, now=timezone.now())
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(status=200)
    mine = Participation.objects.filter(person=one.person_id, edition__event=one.edition.event_id)
    given = Consent.objects.filter(participation__in=mine, purpose=Purpose.NEWS, withdrawn_at=None)
    context = {"event": one.edition.event, "is_over": not given.exists()}
    return page(request, "events/unsubscribe.html", context)
