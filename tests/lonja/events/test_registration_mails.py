"""What a registration sends home: the code for the door, the days, and their end when it is cancelled."""

import base64
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import vobject
from django.utils import timezone

from lonja.accounts.models import Role
from lonja.base import jobs
from lonja.base.models import Job, OutboxMail
from lonja.events import mails
from lonja.events.models import Badge, EventGrant, ParticipantType, TypeRule
from lonja.events.services import registrations
from lonja.meetings import mails as meeting_mails
from tests.factories import (
    make_edition,
    make_event,
    make_participation,
    make_person,
    make_request,
    make_user,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2018, 10, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def registered():
    edition = make_edition(
        make_event("Fair", slug="fair"),
        slug="2018",
        title={"en": "Fair 2018"},
        venue="Hall",
        city="Tomelloso",
    )
    TypeRule.objects.create(edition=edition, participant_type=ParticipantType.COMPANY)
    ana = make_person("Ana Ruiz", user=make_user("ana@example.org"))
    facts = {"organisation": None, "participant_type": "company", "language": "en", "remote": False}
    (one,) = registrations.register(edition, persons=[ana], facts=facts, actor=ana.user, now=NOW)
    return one


def attached(mail):
    """(file name, its content) of the only attachment."""
    ((name, content, _kind),) = mail.attachments
    return name, base64.b64decode(content)


def facts_of(content):
    """What two readers that know nothing of each other find: method, id, number, state and days."""
    calendar = icalendar.Calendar.from_ical(content)
    (event,) = calendar.events
    ours = (
        str(calendar["method"]),
        str(event["uid"]),
        int(event["sequence"]),
        str(event["status"]),
        event.start,
    )
    theirs = vobject.readOne(content.decode())
    entry = theirs.vevent
    assert ours == (
        theirs.method.value, entry.uid.value, int(entry.sequence.value), entry.status.value,
        entry.dtstart.value,
    )  # fmt: skip
    return ours


def test_whoever_has_a_place_gets_her_code_the_days_the_place_and_the_zone(registered):
    mail = OutboxMail.objects.get()

    code = Badge.objects.get(participation=registered).code
    assert f"Your code for the door is {code}." in mail.text
    assert "/events/fair/2018/badge/" in mail.text
    assert "When: 15 November 2018." in mail.text
    assert "(Europe/Madrid, UTC+1)" in mail.text
    assert "Where: Hall, Tomelloso" in mail.text


def test_a_cancelled_registration_takes_the_days_out_of_the_calendar_again(registered):
    registrations.cancel(registered, actor=registered.person.user)

    first, last = (facts_of(attached(mail)[1]) for mail in OutboxMail.objects.order_by("pk"))
    assert [(one[0], one[3]) for one in (first, last)] == [("PUBLISH", "CONFIRMED"), ("CANCEL", "CANCELLED")]
    assert (first[1], first[4]) == (last[1], last[4]) == (last[1], date(2018, 11, 15))
    assert last[2] > first[2]


def test_whoever_only_waits_has_no_days_to_take_back(registered):
    registered.state = "waiting"
    registered.save()
    OutboxMail.objects.all().delete()

    registrations.cancel(registered, actor=registered.person.user)

    assert OutboxMail.objects.count() == 0


def test_whoever_comes_is_told_once_of_other_days_and_her_calendar_follows(registered):
    edition = registered.edition
    edition.starts_on = edition.ends_on = date(2018, 11, 22)
    edition.venue = "Another hall"
    edition.save()
    changed = {"edition_id": edition.pk, "at": (timezone.now() + timedelta(minutes=1)).isoformat()}

    for _again in range(2):
        jobs.run_now(jobs.enqueue("events.days_changed", args=changed, actor=None))

    first, last = OutboxMail.objects.order_by("pk")
    assert "When: 22 November 2018." in last.text
    assert "Where: Another hall, Tomelloso" in last.text
    old, new = (facts_of(attached(mail)[1]) for mail in (first, last))
    assert (new[1], new[3], new[4]) == (old[1], "CONFIRMED", date(2018, 11, 22))
    assert new[2] > old[2]


@pytest.mark.parametrize(("fields", "jobs_queued"), [({"venue": "Another hall"}, 1), ({"slug": "other"}, 0)])
def test_only_other_days_or_another_place_are_told(registered, client, fields, jobs_queued):
    edition, organiser = registered.edition, make_user()
    EventGrant.objects.create(user=organiser, role=Role.EVENT_ORGANISER, event=edition.event)
    client.force_login(organiser)
    url = f"/events/{edition.event.slug}/{edition.slug}/edit/"
    form = client.get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    typed = {name: "" if value is None else value for name, value in typed.items()}

    answer = client.post(url, typed | fields)

    assert answer.status_code == 303, answer.context["form"].errors
    assert Job.objects.filter(kind="events.days_changed").count() == jobs_queued


def test_every_mail_of_an_edition_is_in_the_language_chosen_for_it():
    """Not that of the account, which is English here; an account that is closed gets nothing."""
    edition = make_edition(make_event("Fair", slug="fair"), slug="2018")
    ana, jon, closed = (
        make_participation(edition, language="es", person=make_person(name, user=make_user(language="en")))
        for name in ("Ana Ruiz", "Jon Etxeberria", "Eva Sanz")
    )
    closed.person.user.is_active = False
    closed.person.user.save()
    request = make_request(ana, jon)

    found = [
        *mails.registration_cancelled(ana),
        *meeting_mails.request_received(request),
        *mails.registration_cancelled(closed),
        *meeting_mails.request_received(make_request(ana, closed)),
    ]

    assert [(mail.to, mail.language) for mail in found] == [
        ([ana.person.user.email], "es"),
        ([jon.person.user.email], "es"),
    ]
    assert meeting_mails.addresses([ana, jon, closed]).keys() == {ana.pk, jon.pk}
