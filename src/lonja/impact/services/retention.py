"""Thirteen months after an edition the personal data of those who did not agree to more are gone.

The figures stay as they were: rows lose names and words, not their place in the counts. Whatever
two wrote to each other or about their meeting goes as soon as one of them is erased, for it names
both. Invoices stay: the law asks for them; docs/how-to/retention.md lists what stays and why.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from lonja.base import audit
from lonja.base.models import ImportRun, OutboxMail, StoredFile
from lonja.directory.models import Affiliation, Contact, Person
from lonja.events.models import (
    Absence,
    Badge,
    Consent,
    Delegation,
    Edition,
    Helper,
    Participation,
    Purpose,
    Speaker,
    feed_token,
)
from lonja.impact.models import (
    Collaboration,
    Erasure,
    MeetingNote,
    OutcomeAnswer,
    ProjectIdea,
)
from lonja.impact.months import months_after
from lonja.meetings.models import MeetingRequest

MONTHS = 13
# Whoever agreed to one of these stays known: the organiser may still write to her.
KEEPING = (Purpose.NEWS, Purpose.FOLLOW_UP)
NOBODY_NAME = "–"
# The digest of no content: the bytes behind the old one have no row any more and are swept away.
NO_BYTES = "0" * 64


@dataclass
class Report:
    """What an erasure did, or in a rehearsal would do."""

    edition: Edition
    participations: list = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)


def editions_due(today):
    """Editions over, or called off, for thirteen months, with somebody whose data have not been looked at."""
    over = Q(ends_on__lt=today) | Q(called_off_at__isnull=False)
    found = Edition.objects.filter(over).select_related("event").order_by("ends_on", "pk")
    return [each for each in found if months_after(each.over_on, MONTHS) <= today and lapsed(each).exists()]


def lapsed(edition):
    """Participations of an edition without a consent that keeps them, not erased yet."""
    agreed = Consent.objects.filter(purpose__in=KEEPING, withdrawn_at=None).values("participation")
    erased = Erasure.objects.filter(edition=edition).values("participation_id")
    return (
        Participation.objects.filter(edition=edition)
        .exclude(pk__in=agreed)
        .exclude(pk__in=erased)
        .order_by("pk")
    )


def rehearse(edition):
    """What erasing an edition's lapsed data would take away; changes nothing."""
    found = lapsed(edition)
    ids = list(found.values_list("pk", flat=True))
    # The question itself goes along, not thousands of numbers; who lapses does not change meanwhile.
    return Report(edition, ids, _count(found.order_by().values("pk"), people=len(ids)))


@transaction.atomic
def erase(edition, *, actor, now):
    """Erase the lapsed personal data of an edition that is over for thirteen months; a second run finds none.

    Raises:
        Refused: nothing; an edition that is too young has nobody to erase (see `editions_due`).
    """
    Edition.objects.select_for_update(of=["self"]).get(pk=edition.pk)
    if months_after(edition.over_on, MONTHS) > now.date():
        return Report(edition)
    people = list(lapsed(edition).select_related("person__user"))
    ids = [one.pk for one in people]
    report = Report(edition, ids, _count(ids, people=len(ids)))
    if not ids:
        return report
    _erase_words(ids)
    each = {one.pk: _erase_person(one) for one in people}
    Helper.objects.filter(edition=edition).update(name=NOBODY_NAME)
    report.counts["files"] = _erase_workbooks(edition)
    Erasure.objects.bulk_create(
        Erasure(edition=edition, participation_id=pk, erased_at=now, counts=each[pk]) for pk in ids
    )
    audit.record(actor, "retention.erased", edition, participations=len(ids), **report.counts)
    return report


def _between(ids, path=""):
    """Rows of requests in which one of these takes part, also by sitting there for somebody."""
    return Q(
        **{
            f"{path}pk__in": MeetingRequest.objects.filter(
                Q(sender__in=ids) | Q(recipient__in=ids) | Q(meetings__seats__participation__in=ids)
            ).values("pk")
        }
    )


def _count(ids, *, people):
    rows = {
        "people": people,
        "request_texts": MeetingRequest.objects.filter(_between(ids)).exclude(text="").count(),
        "notes": MeetingNote.objects.filter(_between(ids, "request__")).count(),
        "answers_with_words": _worded_answers(ids).count(),
        "ideas": _ideas(ids).count(),
    }
    return Counter({name: count for name, count in rows.items() if count})


def _worded_answers(ids):
    empty = Q(evidence="", note="", evidence_link="", evidence_file=None)
    return OutcomeAnswer.objects.filter(_between(ids, "request__")).exclude(empty)


def _ideas(ids):
    return ProjectIdea.objects.filter(_between(ids, "conversion__request__")).exclude(text="")


def _erase_words(ids):
    """Take away whatever was written between or about two of whom one is erased."""
    files = set(_worded_answers(ids).exclude(evidence_file=None).values_list("evidence_file", flat=True))
    MeetingRequest.objects.filter(_between(ids)).update(text="", decline_text="")
    MeetingNote.objects.filter(_between(ids, "request__")).delete()
    OutcomeAnswer.objects.filter(_between(ids, "request__")).update(
        evidence="", note="", evidence_link="", evidence_file=None
    )
    ProjectIdea.objects.filter(_between(ids, "conversion__request__")).update(
        title=NOBODY_NAME, text="", is_public=False
    )
    Collaboration.objects.filter(_between(ids, "conversion__request__")).update(text="")
    StoredFile.objects.filter(pk__in=files).delete()
    Absence.objects.filter(participation__in=ids).update(reason="")
    Delegation.objects.filter(head__in=ids).update(note="")
    Badge.objects.filter(participation__in=ids).delete()
    # The programme told everybody who spoke; with her registration it has nothing to do any more.
    Speaker.objects.filter(participation__in=ids).update(participation=None)
    Participation.objects.filter(pk__in=ids).update(motivation="", fee_waived="")


def _erase_person(participation):
    """Let a participation point to nobody; the person's own row goes when nothing else needs it."""
    person = participation.person
    addresses = list(Contact.objects.filter(person=person, kind="email").values_list("value", flat=True))
    if _is_needed(person, participation):
        participation.person = Person.objects.create(name=NOBODY_NAME)
        erased = {"person": "left behind"}
    else:
        Contact.objects.filter(person=person).delete()
        Affiliation.objects.filter(person=person).delete()
        person.name, person.headline, person.bio, person.languages = NOBODY_NAME, {}, {}, []
        person.save()
        for mail in OutboxMail.objects.filter(to__in=addresses):
            mail.to, mail.subject, mail.text, mail.html = f"erased-{mail.pk}", "", "", ""
            mail.reply_to, mail.attachments = "", []
            mail.save()
        erased = {"person": "erased", "contacts": len(addresses)}
    participation.feed_token = feed_token()
    participation.save(update_fields=["person", "feed_token"])
    return erased


def _is_needed(person, participation):
    """Whether somebody is known here for another reason: an account, a public page, another edition."""
    if person.user_id or person.is_public:
        return True
    agreed = Consent.objects.filter(purpose__in=KEEPING, withdrawn_at=None)
    others = Participation.objects.filter(person=person).exclude(pk=participation.pk)
    return others.filter(
        Q(pk__in=agreed.values("participation")) | Q(edition__ends_on__gt=participation.edition.ends_on)
    ).exists()


def _erase_workbooks(edition):
    """Take the uploaded workbooks of an edition away: they hold everybody's names. Returns how many."""
    runs = list(ImportRun.objects.filter(kind="encounter", target=str(edition.pk)).select_related("file"))
    for run in runs:
        run.problems, run.notes, run.preview = [], [], []
        run.save(update_fields=["problems", "notes", "preview"])
    files = StoredFile.objects.filter(pk__in=[run.file_id for run in runs]).exclude(sha256=NO_BYTES)
    return files.update(sha256=NO_BYTES, name=NOBODY_NAME, size=0)
