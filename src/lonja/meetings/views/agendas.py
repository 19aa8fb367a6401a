"""Agendas: as a page, a calendar file, a PDF and a feed."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lonja.base import files
from lonja.base.policy import access, open_to_all
from lonja.events.lifecycle import EXPECTED, EditionState
from lonja.events.mails import language_of
from lonja.events.models import Participation
from lonja.events.policies import editions, participations
from lonja.events.services import participations as comings
from lonja.meetings import agenda, calendars, documents, mails, presenting
from lonja.meetings.views.desk import download
from lonja.ui.answers import page, see_other


@access(participations, "agenda")
@require_GET
def mine(request, event, edition, shape="html"):
    """My agenda; a stranger is asked to sign in, and told when the address is not known here."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    row = editions.get(request.user, "view", event__slug=event, slug=edition)
    me = participations.scope(request.user, "agenda").filter(edition=row, person__user=request.user)
    me = me.select_related("person", "organisation", "own_time").first()
    if me is None:
        return page(request, "meetings/agenda_unknown.html", {"edition": row}, status=404)
    return SHOWN[shape](request, row, me, reverse("meetings:agenda", args=[event, edition]))


@access(participations, "agenda")
@require_GET
def of(request, event, edition, participation, shape="html"):
    """The agenda of one participant, for herself and the organiser."""
    row = editions.get(request.user, "view", event__slug=event, slug=edition)
    one = participations.get(request.user, "agenda", edition=row, pk=participation)
    one = Participation.objects.select_related("person", "organisation", "own_time").get(pk=one.pk)
    return SHOWN[shape](request, row, one, reverse("meetings:agenda-of", args=[event, edition, one.pk]))


@access(participations, "agenda")
@require_POST
def renew_feed(request, event, edition):
    """Another address for the subscription, when the old one came into wrong hands."""
    row = editions.get(request.user, "attend", event__slug=event, slug=edition)
    me = participations.get(request.user, "agenda", edition=row, person__user=request.user)
    comings.renew_feed(me, actor=request.user)
    messages.success(request, _("The old address is dead. Subscribe to the new one."))
    return see_other("meetings:agenda", event, edition)


def as_page(request, edition, participation, url):
    """The agenda as a page; asked again with the version it shows, 204 until there is a newer one."""
    run = agenda.published_plan(edition)
    participation.edition = edition
    number, since = calendars.numbered(edition, run)["version"], request.GET.get("since")
    if since and since == agenda.version_of(participation, number):
        return HttpResponse(status=204)
    entries = agenda.entries_of(participation, run)
    is_mine = participation.person.user_id == request.user.pk
    own = agenda.own_zone(participation, edition) if is_mine else None
    context = {
        "edition": edition,
        "participation": participation,
        "run": run,
        "version": agenda.version_of(participation, number, entries),
        "url": url,
        "is_mine": is_mine,
        "days": presenting.agenda_days(edition, entries, own),
        "zone_sentence": agenda.zone_sentence(edition),
        "feed_url": request.build_absolute_uri(reverse("meetings:feed", args=[participation.feed_token])),
    }
    response = page(request, "meetings/agenda.html", context, part="agenda")
    response["Cache-Control"] = "private, no-cache"
    return response


def as_calendar(request, edition, participation, url):
    """The agenda as a calendar file."""
    content = calendar_of(edition, participation, request.build_absolute_uri(url))
    return download(content, f"{edition.event.slug}-{edition.slug}.ics", f"{files.ICS}; charset=utf-8")


def as_pdf(request, edition, participation, url):
    """The agenda on paper."""
    run = agenda.published_plan(edition)
    content = documents.agendas_pdf(edition, run, [participation])
    return download(content, f"{edition.event.slug}-{edition.slug}.pdf", files.PDF)


SHOWN = {"html": as_page, "ics": as_calendar, "pdf": as_pdf}


def calendar_of(edition, participation, url):
    """The calendar file of a participant."""
    run = agenda.published_plan(edition)
    participation.edition = edition
    return calendars.calendar_file(
        calendars.Venue.of_edition(edition),
        agenda.entries_of(participation, run),
        **calendars.numbered(edition, run),
        url=url,
        cancelled=agenda.called_off_entries(edition, run, only=[participation.pk])[participation.pk],
        provisional=bool(run and run.is_provisional),
    )


@open_to_all("the secret in the address is the right to read this one agenda")
@require_GET
def feed(request, token):
    """A calendar subscription: the agenda at an address that only its owner knows."""
    one = (
        Participation.objects.filter(feed_token=token, state__in=EXPECTED)
        .exclude(edition__state=EditionState.DRAFT)
        .select_related("edition__event", "person__user", "organisation")
        .first()
    )
    if one is None:
        raise Http404
    with translation.override(language_of(one)):
        content = calendar_of(one.edition, one, mails.address_of("meetings:agenda", one.edition))
    response = HttpResponse(content, content_type=f"{files.ICS}; charset=utf-8")
    response["Cache-Control"] = "private, max-age=300"
    response["X-Robots-Tag"] = "noindex"
    return response
