"""Mail that leaves with the change it tells of: written in the transaction, sent after it.

Each reader has a row of their own, so nobody sees another's address. A row is claimed by
a conditional update and marked as handed over just before its text goes to the mail server:
what dies before is tried again, what dies after is never sent twice but shown as unclear.
"""

import base64
import contextlib
import logging
import re
import smtplib
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.validators import validate_email
from django.db.models import DateTimeField, ExpressionWrapper, F, Q
from django.db.models.functions import Now
from django.utils import translation

from lonja.base.models import OutboxMail

CLAIM_SECONDS = 120
MOST_TRIES = 10
FIRST_PAUSE_SECONDS = 30
LONGEST_PAUSE_SECONDS = 4 * 3600
TEXT_IS_KEPT_DAYS = 7
STUCK_TEXT_IS_KEPT_DAYS = 30
LONGEST_ADDRESS = 254

log = logging.getLogger(__name__)
State = OutboxMail.State
_gates = {}


def gate(purpose, may_leave):
    """Ask `may_leave(mail)` at the moment of sending: mails of that purpose wait on somebody's consent."""
    _gates[purpose] = may_leave


@dataclass(frozen=True, slots=True)
class Mail:
    """What a domain wants to say to one or several readers, in their language."""

    to: list
    subject: str
    text: str
    purpose: str
    language: str = ""
    html: str = ""
    attachments: list = field(default_factory=list)  # (name, bytes, content type)
    reply_to: str = ""  # an address that we know to be true, such as an account's
    unsubscribe_url: str = ""  # a POST there ends such mail (RFC 8058); a GET only asks


def send(mail, key=""):
    """Write a mail into the outbox, one row for each reader; the same key is the same mail.

    Lazy texts are resolved in the mail's language. An address that cannot be one is kept
    as failed, so that the operator sees it and the change itself still happens.
    """
    readers = list(dict.fromkeys(address.strip() for address in mail.to))
    language = mail.language or translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(language):
        rows = [_row(mail, reader, key, language) for reader in readers]
    OutboxMail.objects.bulk_create(rows, ignore_conflicts=bool(key))


def send_many(pairs):
    """Write many mails, given as (mail, key), in one statement; the same key is the same mail."""
    OutboxMail.objects.bulk_create(
        (_row(mail, reader.strip(), key, mail.language) for mail, key in pairs for reader in mail.to),
        ignore_conflicts=True,
    )


def _row(mail, reader, key, language):
    problem = _fault_of(reader)
    return OutboxMail(
        key=key,
        to=_one_line(reader)[:320],
        reply_to=_one_line(mail.reply_to)[:320],
        unsubscribe_url=_one_line(mail.unsubscribe_url)[:500],
        subject=_one_line(str(mail.subject))[:300],
        text=str(mail.text),
        html=str(mail.html),
        attachments=[
            [_one_line(name), base64.b64encode(content).decode("ascii"), kind]
            for name, content, kind in mail.attachments
        ],
        purpose=mail.purpose,
        language=language,
        state=State.FAILED if problem else State.WAITING,
        problem=problem,
    )


def _fault_of(address):
    """Why no mail server would take this address: its form, or letters that need SMTPUTF8."""
    try:
        validate_email(address)
        address.rpartition("@")[0].encode("ascii")
    except (ValidationError, UnicodeEncodeError):
        return "not an e-mail address"
    return "longer than an e-mail address can be" if len(address) > LONGEST_ADDRESS else ""


def _one_line(text):
    """No line end, tabulator or other control character can begin a header of its own."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).split())


def deliver_due(most=100):
    """Send what is due over one connection; returns how many mails were handed to it."""
    _forgive_lapsed_claims()
    due = OutboxMail.objects.filter(state=State.WAITING, next_try_at__lte=Now()).order_by("next_try_at", "pk")
    numbers = list(due.values_list("pk", flat=True)[:most])
    tried = 0
    mailer = mailers.default
    for number in numbers:
        if not _opened(mailer):
            # The server's fault, so no mail's try is spent; all wait a little.
            due.update(next_try_at=_in(FIRST_PAUSE_SECONDS), problem="the mail server does not answer")
            break
        row = _claim(number)
        if row is not None:
            _post(row, mailer)
            tried += 1
    _close(mailer)
    return tried


def _opened(mailer):
    try:
        mailer.open()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("The mail server does not answer: %s", type(error).__name__)
        _close(mailer)
        return False
    return True


def _close(mailer):
    # A connection that broke has nothing more to say, and its goodbye matters to nobody.
    with contextlib.suppress(OSError, smtplib.SMTPException):
        mailer.close()


def _claim(number):
    token = uuid.uuid4()
    claimed = OutboxMail.objects.filter(pk=number, state=State.WAITING, next_try_at__lte=Now()).update(
        state=State.CLAIMED, claim=token, claimed_until=_in(CLAIM_SECONDS), tries=F("tries") + 1
    )
    return OutboxMail.objects.get(pk=number) if claimed else None


class _ClaimLost(Exception):
    """The claim lapsed while the server was slow; whoever holds the mail now sends it."""


def _post(row, mailer):
    """Send one claimed mail and write down what the mail server said."""
    if row.purpose in _gates and not _gates[row.purpose](row):
        _retry(row, "consent was withdrawn", again=False)
        return
    try:
        mail = message(row)
        mail.message()
    except (ValueError, LookupError) as error:
        _retry(row, f"the mail cannot be written: {type(error).__name__}", again=False)
        return
    try:
        with _marked_at_data(row, mailer):
            mailer.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as error:
        _failed(row, *next(iter(error.recipients.values())))
    except smtplib.SMTPResponseException as error:
        _failed(row, error.smtp_code, error.smtp_error)
    except _ClaimLost:
        _close(mailer)
    except (OSError, smtplib.SMTPException) as error:
        _broken_off(row, type(error).__name__)
        _close(mailer)
    else:
        _mine(row, State.HANDED).update(state=State.SENT, sent_at=Now(), problem="", claim=None)


@contextlib.contextmanager
def _marked_at_data(row, mailer):
    """Mark the row as handed over at the last moment at which it surely has not left yet."""

    def mark():
        if not _mine(row, State.CLAIMED).update(state=State.HANDED):
            raise _ClaimLost

    smtp = getattr(mailer, "connection", None)
    if not isinstance(smtp, smtplib.SMTP):
        mark()
        yield
        return
    transmit = smtp.data

    def data(text):
        mark()
        return transmit(text)

    smtp.data = data
    try:
        yield
    finally:
        smtp.data = transmit


def message(row):
    """The e-mail of a row; its Message-ID stays the same however often it is tried."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {
        "Message-ID": f"<{row.uuid}@{host}>",
        "Content-Language": row.language,
        "Auto-Submitted": "auto-generated",
    }
    if row.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{row.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        row.subject,
        row.text,
        settings.DEFAULT_FROM_EMAIL,
        [row.to],
        reply_to=[row.reply_to] if row.reply_to else None,
        headers=headers,
    )
    if row.html:
        mail.attach_alternative(row.html, "text/html")
    for name, content, kind in row.attachments:
        mail.attach(name, base64.b64decode(content), kind)
    return mail


def _failed(row, code, said):
    """The mail server answered no: for now (4xx) or for good (5xx)."""
    said = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    problem = _one_line(f"{code} {said}".replace(row.to, "…"))[:500]
    _retry(row, problem, again=400 <= code < 500)


def _broken_off(row, problem):
    """No answer came. Before the handing over it is tried again; after it nobody can know."""
    if _mine(row, State.CLAIMED).exists():
        _retry(row, problem, again=True)
    else:
        _mine(row, State.HANDED).update(state=State.UNCLEAR, problem=problem, claim=None)
        log.warning("Mail %s may or may not have left: %s", row.uuid, problem)


def _retry(row, problem, *, again):
    rows = OutboxMail.objects.filter(pk=row.pk, claim=row.claim)
    if again and row.tries < MOST_TRIES:
        pause = min(FIRST_PAUSE_SECONDS * 2 ** (row.tries - 1), LONGEST_PAUSE_SECONDS)
        rows.update(state=State.WAITING, next_try_at=_in(pause), problem=problem, claim=None)
    else:
        rows.update(state=State.FAILED, problem=problem, claim=None)
        log.error("Mail %s (%s) was given up after %s tries", row.uuid, row.purpose, row.tries)


def _forgive_lapsed_claims():
    """What a dead process had claimed waits again; what it had handed over stays unclear."""
    lapsed = OutboxMail.objects.filter(claimed_until__lt=Now())
    lapsed.filter(state=State.CLAIMED).update(state=State.WAITING, claim=None)
    lapsed.filter(state=State.HANDED).update(state=State.UNCLEAR, problem="the sender died", claim=None)


def send_again(rows):
    """Let failed or unclear mails wait for a new round of tries; an operator decides that."""
    again = rows.filter(state__in=[State.FAILED, State.UNCLEAR]).exclude(text="")
    return again.update(state=State.WAITING, tries=0, next_try_at=Now(), claim=None)


def forget():
    """Erase the words of mails that left some days ago, or did not in a month; what, when and how stay."""
    left = Q(state=State.SENT, sent_at__lt=_in(-TEXT_IS_KEPT_DAYS * 86_400))
    stuck = Q(state__in=[State.FAILED, State.UNCLEAR], created_at__lt=_in(-STUCK_TEXT_IS_KEPT_DAYS * 86_400))
    old = OutboxMail.objects.filter(left | stuck).exclude(text="")
    return old.update(text="", html="", subject="", reply_to="", unsubscribe_url="", attachments=[])


def _mine(row, state):
    return OutboxMail.objects.filter(pk=row.pk, claim=row.claim, state=state)


def _in(seconds):
    return ExpressionWrapper(Now() + timedelta(seconds=seconds), output_field=DateTimeField())
