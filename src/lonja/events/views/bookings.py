"""Registering oneself and colleagues, the booking that comes of it, and what each agrees to."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lonja.base.limits import limited
from lonja.base.policy import access, open_to_all
from lonja.directory.amounts import euros
from lonja.events import policies, presenting
from lonja.events.forms import AgreeForm, RegisterForm
from lonja.events.lifecycle import ParticipationState
from lonja.events.models import Consent, Exemption, Participation, Purpose
from lonja.events.services import bookings as services
from lonja.events.services import invoices, leaving, registrations
from lonja.events.services.bills import bills_of
from lonja.events.views.editions import find
from lonja.events.views.registrations import TONES
from lonja.ui.answers import page, see_other

REGISTRATIONS_PER_HOUR = 30
OVER = (ParticipationState.CANCELLED, ParticipationState.DECLINED)


@limited("registration", REGISTRATIONS_PER_HOUR, per=3600, methods=("POST",))
@access(policies.editions, "view")
@require_http_methods(["GET", "POST"])
def register(request, event, edition):
    """Register oneself and colleagues; a stranger signs in first and comes back here."""
    row = find(request, "view", event, edition)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    rules = list(row.type_rules.all())
    if request.method == "GET" and _is_on_the_list(request.user, row):
        return see_other("events:registration", event, edition)
    step = request.POST.get("step", "")
    # Who only confirms sees no form: in a storm, nobody counts places for her here.
    places = None if step == "confirm" else registrations.Places(row)
    form = RegisterForm(
        request.POST or None,
        actor=request.user,
        rules=rules,
        types=presenting.type_choices(rules, places),
        initial={"language": request.LANGUAGE_CODE},
        travels=row.event.travels,
    )
    if request.method == "POST" and form.is_valid() and step != "change":
        return _book(request, row, form) if step == "confirm" else _check(request, row, form)
    context = {
        "edition": row,
        "dates": presenting.dates(row),
        "form": form,
        "is_open": bool(rules) and registrations.is_open(row, timezone.now()) and row.state == "published",
    }
    return page(request, "events/register.html", context, status=422 if form.errors else 200)


def _is_on_the_list(user, edition):
    mine = Participation.objects.filter(edition=edition, person__user=user)
    return mine.exclude(state=ParticipationState.CANCELLED).exists()


def _check(request, edition, form):
    """What was typed, to look at once more; nothing is kept until it is confirmed."""
    rule = form.rules[form.cleaned_data["participant_type"]]
    context = {
        "edition": edition,
        "dates": presenting.dates(edition),
        "rows": presenting.answers(form, rule),
        "typed": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in ("csrfmiddlewaretoken", "step")
            for value in values
        ],
    }
    return page(request, "events/register_check.html", context)


def _book(request, edition, form):
    booking = services.book(
        edition,
        guests=form.guests(),
        facts=form.facts(),
        paying=form.paying(),
        purposes=form.cleaned_data["purposes"],
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("Your registration is here. You also get it by e-mail."))
    if form.brings_others or not form.includes_me:
        return see_other(booking)
    return see_other("events:registration", edition.event.slug, edition.slug)


def _booking(request, verb, event, edition, booking):
    place = {"edition__event__slug": event, "edition__slug": edition, "uuid": booking}
    row = policies.bookings.get(request.user, verb, **place)
    rows = policies.bookings.scope(request.user, verb)
    return rows.select_related("edition__event", "payer", "made_by").get(pk=row.pk)


@access(policies.bookings, "view")
@require_GET
def booking(request, event, edition, booking):
    """Whom somebody registered, how each stands, and what is to be paid for all of them."""
    row = _booking(request, "view", event, edition, booking)
    people = registrations.with_position(row.participations.select_related("person", "organisation"))
    people = list(people.order_by("registered_at", "pk"))
    answered = set(Consent.objects.filter(participation__in=people).values_list("participation", flat=True))
    for one in people:
        one.tone = TONES[one.state]
        one.is_over = row.edition.is_called_off or one.state in OVER
        one.has_answered = one.pk in answered
        one.is_me = one.person.user_id == request.user.pk
    bills = bills_of(row)
    written = policies.invoices.scope(request.user).filter(lines__participation__booking=row).distinct()
    context = {
        "edition": row.edition,
        "booking": row,
        "people": people,
        "due": euros(sum(bill.total_cents for bill in bills)) if bills else "",
        "payer": bills[0].payer if bills else None,
        "waits_for_answer": row.exemption == Exemption.ASKED,
        "invoices": written.order_by("year", "number"),
        "verbs": policies.bookings.verbs(request.user, row, "pay", "organise"),
    }
    return page(request, "events/booking.html", context)


@access(policies.bookings, "pay")
@require_POST
def bill(request, event, edition, booking):
    """The invoice of the booking, now."""
    row = _booking(request, "pay", event, edition, booking)
    invoice = invoices.issue_for(row, actor=request.user, now=timezone.now())
    messages.success(request, _("Your invoice is written. Here you can pay it and print it."))
    return see_other("events:invoice", event, edition, invoice.year, invoice.number)


@access(policies.bookings, "pay")
@require_POST
def cancel_one(request, event, edition, booking, pk):
    """A colleague whom I registered cannot come."""
    row = _booking(request, "pay", event, edition, booking)
    one = get_object_or_404(row.participations.select_related("person"), pk=pk)
    leaving.leave(one, actor=request.user, now=timezone.now())
    messages.success(request, _("%(person)s is off the list.") % {"person": one.person})
    return see_other(row)


@access(policies.bookings, "organise")
@require_POST
def answer_exemption(request, event, edition, booking):
    """Grant or refuse that the people of a booking pay nothing."""
    row = _booking(request, "organise", event, edition, booking)
    is_granted = request.POST.get("answer") == "grant"
    invoices.answer_exemption(row, is_granted=is_granted, actor=request.user)
    messages.success(request, _("Your answer is noted, and whoever asked is told."))
    return see_other(row)


@open_to_all("whoever holds the link of the mail answers for the person to whom it went, signed in or not")
@limited("agreement", 60, per=3600, methods=("POST",))
@require_http_methods(["GET", "POST"])
def agree(request, token):
    """A colleague has registered me: what I agree to. Opening the link changes nothing."""
    one = _behind(token)
    given = list(one.consents.filter(withdrawn_at=None).values_list("purpose", flat=True))
    form = AgreeForm(request.POST or None, choices=Purpose.choices, initial={"purposes": given})
    is_over = one.state in OVER
    if request.method == "POST" and form.is_valid() and not is_over:
        registrations.change_own(
            one, facts={}, purposes=form.cleaned_data["purposes"], actor=_holder(one), now=timezone.now()
        )
        messages.success(request, _("Thank you: your answers are kept. You can change them here."))
        return see_other("events:agree", token)
    context = {
        "edition": one.edition,
        "dates": presenting.dates(one.edition),
        "place": presenting.place(one.edition),
        "one": one,
        "tone": TONES[one.state],
        "form": form,
        "is_over": is_over,
        "token": token,
    }
    return page(request, "events/agree.html", context, status=422 if form.errors else 200)


@open_to_all("whoever holds the link of the mail answers for the person to whom it went, signed in or not")
@require_POST
def do_not_come(request, token):
    """I was registered by a colleague and do not come."""
    one = _behind(token)
    leaving.leave(one, actor=_holder(one), now=timezone.now())
    messages.success(request, _("You are off the list. Thank you for saying so."))
    return see_other("events:agree", token)


def _behind(token):
    one = services.participation_of(token)
    if one is None:
        raise Http404
    return one


def _holder(participation):
    """Whom the audit names when somebody acts by her link: her own account, if she has one."""
    return participation.person.user
