"""Mail leaves once, after the change it tells of, whatever the mail server does."""

import email
import email.policy
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from lonja.base import outbox
from lonja.base.models import OutboxMail
from tests.mail_server import mail_server

pytestmark = pytest.mark.django_db
State = OutboxMail.State


@pytest.fixture
def server(settings):
    with mail_server() as running:
        settings.MAILERS = running.options
        yield running


def write(*readers, key="", **fields):
    fields = {"subject": "Your agenda", "text": "See you there.", "purpose": "agenda", **fields}
    outbox.send(outbox.Mail(to=list(readers), **fields), key=key)


def make_due():
    OutboxMail.objects.filter(state=State.WAITING).update(next_try_at=timezone.now() - timedelta(seconds=1))


def parsed(taken):
    return email.message_from_bytes(taken[1], policy=email.policy.default)


def states():
    return list(OutboxMail.objects.order_by("to").values_list("state", flat=True))


def test_a_mail_waits_until_it_is_delivered(server):
    write("ana@example.org")

    assert states() == ["waiting"]
    assert server.taken == []

    outbox.deliver_due()

    assert states() == ["sent"]
    assert [reader for reader, _ in server.taken] == ["ana@example.org"]


@transaction.atomic
def write_in_a_change_that_fails():
    write("ana@example.org")
    raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_a_mail_of_a_change_that_failed_never_existed(server):
    with pytest.raises(ZeroDivisionError):
        write_in_a_change_that_fails()

    assert outbox.deliver_due() == 0
    assert server.taken == []


def test_each_reader_gets_a_mail_that_names_nobody_else(server):
    write("ana@example.org", "bo@example.org", "ana@example.org")

    outbox.deliver_due()

    assert [parsed(taken)["To"] for taken in server.taken] == ["ana@example.org", "bo@example.org"]


def test_the_same_key_is_the_same_mail(server):
    write("ana@example.org", key="agenda-7")
    write("ana@example.org", key="agenda-7", subject="Again")
    outbox.deliver_due()
    write("ana@example.org", key="agenda-7")
    outbox.deliver_due()

    assert OutboxMail.objects.get().subject == "Your agenda"
    assert len(server.taken) == 1


def test_mails_without_a_key_are_all_different(server):
    write("ana@example.org")
    write("ana@example.org")

    assert outbox.deliver_due() == 2


@pytest.mark.parametrize(
    "subject",
    [
        "Hello\r\nBcc: thief@example.org",
        "Hello\nBcc: thief@example.org",
        "Hello\x0bBcc: a@example.org",
        "Hello\u2028X: y",
    ],
)
def test_no_subject_begins_a_header(server, subject):
    write("ana@example.org", subject=subject)

    outbox.deliver_due()

    message = parsed(server.taken[0])
    assert message["Bcc"] is None
    assert message["X"] is None
    assert message["Subject"].startswith("Hello ")
    assert [line for line in server.said if "rcpt" in line.lower()] == ["rcpt to:<ana@example.org>"]


@pytest.mark.parametrize(
    "address",
    [
        "ana@example.org\nRCPT TO:<thief@example.org>",
        "ana@example.org, thief@example.org",
        '"<script>"@',
        "",
        "añα@example.org",
        f"{'a' * 300}@example.org",
    ],
)
def test_an_address_that_cannot_be_one_is_kept_as_failed_and_never_tried(server, address):
    write(address)

    assert outbox.deliver_due() == 0
    assert states() == ["failed"]
    assert server.said == []


def test_the_mail_speaks_its_readers_language(server):
    write("ana@example.org", subject=gettext_lazy("Spanish"), text=gettext_lazy("English"), language="es")

    row = OutboxMail.objects.get()

    assert row.language == "es"
    outbox.deliver_due()
    assert parsed(server.taken[0])["Content-Language"] == "es"


def test_text_html_and_attachments_arrive_as_they_were(server):
    write(
        "ana@example.org",
        text="Año nuevo ☀",
        html="<p>Año</p>",
        attachments=[("cita.ics", b"BEGIN:VCALENDAR", "text/calendar")],
    )

    outbox.deliver_due()

    message = parsed(server.taken[0])
    assert message.get_body(("plain",)).get_content().strip() == "Año nuevo ☀"
    assert message.get_body(("html",)).get_content().strip() == "<p>Año</p>"
    assert [part.get_filename() for part in message.iter_attachments()] == ["cita.ics"]


def test_a_reader_refused_for_good_fails_and_the_others_get_theirs(server):
    server.refusals = {"gone@example.org": "550 no such user gone@example.org"}
    write("ana@example.org", "gone@example.org", "zoe@example.org")

    outbox.deliver_due()

    assert states() == ["sent", "failed", "sent"]
    assert OutboxMail.objects.get(to="gone@example.org").problem == "550 no such user …"


def test_a_reader_refused_for_now_is_tried_again_with_longer_pauses(server):
    server.refusals = {"ana@example.org": "450 come back later"}
    write("ana@example.org")
    pauses = []
    for _ in range(3):
        make_due()
        outbox.deliver_due()
        row = OutboxMail.objects.get()
        pauses.append(round((row.next_try_at - timezone.now()).total_seconds(), -1))

    server.refusals = {}
    make_due()
    outbox.deliver_due()

    assert pauses == [30, 60, 120]
    assert states() == ["sent"]
    assert len({parsed(taken)["Message-ID"] for taken in server.taken}) == 1


def test_a_mail_is_given_up_after_many_tries(server):
    server.refusals = {"ana@example.org": "450 come back later"}
    write("ana@example.org")
    for _ in range(outbox.MOST_TRIES):
        make_due()
        outbox.deliver_due()

    row = OutboxMail.objects.get()
    assert (row.state, row.tries) == ("failed", outbox.MOST_TRIES)


def test_a_server_that_is_down_costs_no_mail_a_try(settings):
    with mail_server() as gone:
        settings.MAILERS = gone.options
    write("ana@example.org", "bo@example.org")

    assert outbox.deliver_due() == 0
    assert list(OutboxMail.objects.values_list("state", "tries")) == [("waiting", 0), ("waiting", 0)]
    assert OutboxMail.objects.filter(next_try_at__gt=timezone.now()).count() == 2


@pytest.mark.parametrize("moment", ["MAIL", "RCPT"])
def test_a_server_that_dies_before_the_text_is_tried_again(server, moment):
    server.dies_at = {moment}
    write("ana@example.org")
    outbox.deliver_due()
    server.dies_at = set()
    make_due()
    outbox.deliver_due()

    assert states() == ["sent"]
    assert len(server.taken) == 1


@pytest.mark.parametrize("moment", ["TEXT", "ANSWER"])
def test_a_server_that_dies_with_the_text_in_its_hands_leaves_an_unclear_mail(server, moment):
    server.dies_at = {moment}
    write("ana@example.org")
    outbox.deliver_due()
    server.dies_at = set()
    make_due()
    outbox.deliver_due()

    assert states() == ["unclear"]
    assert len(server.taken) <= 1


def test_a_dead_senders_claim_lapses_and_a_handed_over_mail_stays_unclear(server):
    write("ana@example.org", "bo@example.org")
    long_ago = timezone.now() - timedelta(hours=1)
    OutboxMail.objects.filter(to="ana@example.org").update(state=State.CLAIMED, claimed_until=long_ago)
    OutboxMail.objects.filter(to="bo@example.org").update(state=State.HANDED, claimed_until=long_ago)

    outbox.deliver_due()

    assert states() == ["sent", "unclear"]


def test_a_live_claim_is_left_alone(server):
    write("ana@example.org")
    OutboxMail.objects.update(state=State.CLAIMED, claimed_until=timezone.now() + timedelta(minutes=1))

    assert outbox.deliver_due() == 0
    assert states() == ["claimed"]


def test_the_operator_sees_what_is_stuck_and_may_send_it_again(server, capsys):
    server.refusals = {"gone@example.org": "550 full"}
    write("gone@example.org")
    outbox.deliver_due()
    call_command("outbox")
    shown = capsys.readouterr().out
    uuid = str(OutboxMail.objects.get().uuid)
    server.refusals = {}
    call_command("outbox", again=[uuid])
    outbox.deliver_due()

    assert uuid in shown
    assert "550 full" in shown
    assert "gone@example.org" not in shown
    assert states() == ["sent"]


def test_words_are_forgotten_some_days_after_they_left(server):
    write("ana@example.org")
    outbox.deliver_due()
    before = outbox.forget()
    OutboxMail.objects.update(sent_at=timezone.now() - timedelta(days=outbox.TEXT_IS_KEPT_DAYS + 1))
    after = outbox.forget()

    row = OutboxMail.objects.get()
    assert (before, after) == (0, 1)
    assert (row.text, row.subject, row.attachments, row.state) == ("", "", [], "sent")


def test_words_that_never_left_are_forgotten_after_a_month():
    write("not an address")
    before = outbox.forget()
    OutboxMail.objects.update(created_at=timezone.now() - timedelta(days=outbox.STUCK_TEXT_IS_KEPT_DAYS + 1))

    assert (before, outbox.forget()) == (0, 1)
