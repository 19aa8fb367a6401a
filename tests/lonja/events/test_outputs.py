"""What an edition brings home, its report, and the news that ask whether their days fit."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from lonja.base.errors import Refused
from lonja.base.models import OutboxMail
from lonja.events import news_dates, tasks
from lonja.events.models import EditionReport, FollowUp, NewsItem, Output, ReportFigure
from lonja.events.services import outputs as services
from tests.factories import make_edition, make_event, make_participation, make_user

FIRST, LAST = date(2026, 11, 6), date(2026, 11, 7)
NOW = datetime(2026, 12, 7, 8, tzinfo=UTC)
VISIT = {"starts_on": FIRST, "ends_on": LAST}
db = pytest.mark.django_db


@pytest.fixture
def organiser():
    return make_user(name="Olga Organiser")


@pytest.fixture
def visit(organiser):
    return make_edition(make_event("Visits", organiser=organiser, kind="study_visit"), **VISIT)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def at(edition, rest=""):
    return f"{edition.get_absolute_url()}{rest}"


@pytest.mark.parametrize(
    ("day", "text", "codes"),
    [
        ("2026-10-16", "The delegation visited Barcelona on 6-7 November.", ["past_before"]),
        ("2026-10-16", "La delegación visitó Barcelona los días 6 y 7 de noviembre.", ["past_before"]),
        ("2026-10-16", "We travel on 6 and 7 November 2026.", []),
        ("2026-10-16", "Viajamos del 6 al 7 de noviembre de 2026.", []),
        ("2026-11-09", "The delegation visited Barcelona.", []),
        ("2026-11-09", "The visit will take place soon.", ["future_after"]),
        ("2026-11-09", "La visita tendrá lugar pronto.", ["future_after"]),
        ("2026-10-16", "We travel on 8 November.", ["other_day"]),
        ("2026-10-16", "We travel on November 6-8, 2026.", ["other_day"]),
        ("2026-10-16", "Saldremos el 6/11/2025.", ["other_day"]),
        ("2026-10-16", "We travel on 2026-11-07, as said on 16 October.", []),
        ("2026-10-16", "On 31 November nothing happens.", []),
        ("2026-10-16", "More than 300 people, 27 members.", []),
    ],
)
def test_a_news_item_is_doubted_when_its_days_do_not_fit(day, text, codes):
    found = news_dates.doubts(text, published_on=date.fromisoformat(day), **VISIT)

    assert [one.code for one in found] == codes


def test_a_day_without_a_year_is_the_nearest_one():
    [(words, days)] = news_dates.named_days("until 30 December", near=date(2027, 1, 10))

    assert (words, days) == ("30 December", [date(2026, 12, 30)])


def typed_news(**fields):
    return {
        "published_on": "2026-10-16", "title_en": "The visit took place", "title_es": "", "text_en": "",
        "text_es": "", "is_public": "on", "sure": "", **fields,
    }  # fmt: skip


@db
def test_a_doubtful_item_is_asked_about_once_and_then_saved(visit, organiser):
    client = signed_in(organiser)

    asked = client.post(at(visit, "news/new/"), typed_news())
    seen = asked.context["form"]["sure"].value()
    changed = client.post(
        at(visit, "news/new/"), typed_news(sure=seen, text_en="It lasted until 9 November.")
    )
    saved = client.post(at(visit, "news/new/"), typed_news(sure=seen))

    assert asked.status_code == 422
    assert "dated before the event begins" in asked.content.decode()
    assert changed.status_code == 422
    assert "“9 November” is not a day of the event" in changed.content.decode()
    assert saved.status_code == 303
    assert (
        "dated before the event begins"
        in client.get(at(visit, f"news/{NewsItem.objects.get().pk}/")).content.decode()
    )


@db
def test_the_feed_holds_public_items_only(visit):
    for title, public in (("Said to all", True), ("Not yet said", False)):
        NewsItem.objects.create(
            edition=visit, published_on=FIRST, title={"en": title}, text={}, is_public=public
        )

    feed = Client().get(at(visit, "news.xml"))
    listed = Client().get(at(visit, "news/")).content.decode()

    assert feed["Content-Type"].startswith("application/atom+xml")
    assert ("Said to all" in feed.content.decode(), "Not yet said" in feed.content.decode()) == (True, False)
    assert ("Said to all" in listed, "Not yet said" in listed) == (True, False)


def note(edition, actor, *, kind="input", **fields):
    return services.note_output(
        edition, facts={"kind": kind, "text": {"en": "Share a test bed"}, **fields}, actor=actor
    )


@db
def test_seven_inputs_of_which_two_became_ideas_are_counted_in_the_report(visit, organiser):
    inputs = [note(visit, organiser) for _number in range(8)]
    note(visit, organiser, kind="contact", text={"en": "Carlos Secreto"})
    for output in inputs[:2]:
        services.move_output(output, "promote", actor=organiser)
    services.move_output(inputs[-1], "drop", actor=organiser)
    report = services.write_report(
        visit, facts={"text": {"en": "Two days."}, "is_public": True}, actor=organiser, now=NOW
    )
    ReportFigure.objects.create(
        report=report, label={"en": "people"}, number=300, number_qualifier="over", source="Organiser"
    )

    shown = Client().get(at(visit, "report/")).content.decode()

    assert "7 inputs for the next call" in shown
    assert "2 promoted to ideas" in shown
    assert "More than 300" in shown
    assert "1 contact" in shown
    assert "Carlos Secreto" not in shown
    with translation.override("es"):
        assert Client().get(at(visit, "report/"), headers={"accept-language": "es"}).status_code == 200


@db
def test_an_output_that_was_dropped_cannot_be_promoted(visit, organiser):
    output = services.move_output(note(visit, organiser), "drop", actor=organiser)

    with pytest.raises(Refused, match="Only an output that is noted"):
        services.move_output(output, "promote", actor=organiser)


@db
def test_whom_somebody_met_cannot_be_made_public(visit, organiser):
    with pytest.raises(Refused, match="stays inside"):
        note(visit, organiser, kind="contact", is_public=True)


@db
def test_a_participant_notes_outputs_but_chooses_nothing_for_all(visit):
    guest = make_user(name="Gema Guest")
    make_participation(visit, user=guest)
    client = signed_in(guest)

    answer = client.post(
        at(visit, "outputs/"),
        {"kind": "input", "text_en": "A joint test bed", "text_es": "", "is_public": "on"},
    )

    made = Output.objects.get()
    assert answer.status_code == 303
    assert (made.author, made.is_public) == (guest, False)
    assert client.post(at(visit, f"outputs/{made.pk}/promote/")).status_code == 403


@db
def test_a_report_is_the_organisers_own_until_it_is_public(visit, organiser):
    EditionReport.objects.create(edition=visit, text={"en": "Draft"})

    assert Client().get(at(visit, "report/")).status_code == 404
    assert signed_in(make_user()).get(at(visit, "report/")).status_code == 404
    assert signed_in(organiser).get(at(visit, "report/")).status_code == 200


@db
def test_whoever_promised_something_is_reminded_once_on_its_day(visit, organiser):
    due = services.due_day(visit)
    for done in (None, NOW):
        FollowUp.objects.create(
            edition=visit, text="Write to the host", responsible=organiser, due_on=due, done_at=done
        )

    early = services.remind_due(today=date(2026, 12, 6), now=NOW)
    first = services.remind_due(today=due, now=NOW)
    second = services.remind_due(today=due, now=NOW)
    tasks.remind_of_follow_ups(report=lambda share: None)

    assert due == date(2026, 12, 7)
    assert (early, first, second) == (0, 1, 0)
    assert OutboxMail.objects.get().subject == f"To do after {visit}"


@db
def test_others_cannot_say_that_it_is_done(visit, organiser):
    row = FollowUp.objects.create(edition=visit, text="Write", responsible=organiser, due_on=LAST)

    refused = signed_in(make_user()).post(f"/events/mine/follow-ups/{row.pk}/done/").status_code
    taken = signed_in(organiser).post(f"/events/mine/follow-ups/{row.pk}/done/").status_code

    row.refresh_from_db()
    assert (refused, taken, row.done_at is None) == (404, 303, False)


@db
@pytest.mark.parametrize("rest", ["outputs/", "follow-ups/", "report/", "news/", ""])
def test_pages_need_the_same_few_queries(visit, organiser, rest):
    report = EditionReport.objects.create(edition=visit, text={"en": "Text"}, is_public=True)
    client = signed_in(organiser)

    def fill(number):
        output = note(visit, organiser, is_public=True)
        FollowUp.objects.create(
            edition=visit, output=output, text=f"Do {number}", responsible=organiser, due_on=LAST
        )
        NewsItem.objects.create(
            edition=visit, published_on=LAST, title={"en": "New"}, text={}, is_public=True
        )
        ReportFigure.objects.create(report=report, label={"en": "people"}, number=number)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at(visit, rest)).status_code == 200
        return len(queries)

    fill(1)
    few = count()
    for number in range(30):
        fill(number)
    many = count()

    assert few == many
    assert many <= 12
