"""At the door: people come and leave, on any number of devices, with or without a network."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.events.lifecycle import EXPECTED, refuse_called_off
from lonja.events.models import Badge, Edition, Participation, Scan, ScanVerb
from lonja.events.models.checkins import CODE, handle_of
from lonja.events.services import turns

OLDEST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Sent:
    """A scan as a device sends it: the secret of the badge, or the handle of the door list."""

    uid: str
    verb: str
    scanned_at: object
    token: str = ""
    handle: str = ""


def with_code(edition, text):
    """Ids of the badges of an edition on which this code stands; none where it is no code."""
    code = "".join(text.split()).lower()
    if len(code) != CODE or not set(code) <= set("0123456789abcdef"):
        return []
    rows = Badge.objects.filter(participation__edition=edition).values_list("pk", "token")
    return [pk for pk, token in rows if handle_of(token).startswith(code)]


@transaction.atomic
def ensure_badges(edition):
    """A badge for everybody who is expected; twice changes nothing."""
    missing = Participation.objects.filter(edition=edition, state__in=EXPECTED, badge=None)
    Badge.objects.bulk_create([Badge(participation=one) for one in missing], ignore_conflicts=True)


def give_badges(participations):
    """Those of these who are expected each get a badge, read along; who has one keeps it."""
    coming = [one for one in participations if one.state in EXPECTED]
    known = {row.participation_id: row for row in Badge.objects.filter(participation__in=coming)}
    new = [Badge(participation=one) for one in coming if one.pk not in known]
    Badge.objects.bulk_create(new)
    for one in coming:
        one.badge = known.get(one.pk) or one.badge


def badge_of(participation):
    """The badge of one participant."""
    return Badge.objects.get_or_create(participation=participation)[0]


@transaction.atomic
def receive(edition, scans, *, actor, now):
    """Note scans in the order in which they were made; each counts once, however often it is sent.

    Of two devices that let the same person in, the earlier scan says when she came.

    Returns:
        What became of each, by uid: done, again (known already), or unknown, as also whatever was
        scanned after the edition was called off.
    """
    turns.hold(edition.pk)
    off_at = Edition.objects.values_list("called_off_at", flat=True).get(pk=edition.pk)
    badges = _badges(edition, scans)
    known = {
        str(uid) for uid in Scan.objects.filter(uid__in=[s.uid for s in scans]).values_list("uid", flat=True)
    }
    outcome, noted = {}, []
    for scan in sorted(scans, key=lambda one: one.scanned_at):
        badge = badges.get(scan.handle or handle_of(scan.token))
        if scan.uid in known or scan.uid in outcome:
            outcome[scan.uid] = "again"
        elif badge is None or (off_at and scan.scanned_at > off_at):
            outcome[scan.uid] = "unknown"
        else:
            at = min(max(scan.scanned_at, now - OLDEST), now)
            _apply(badge, scan.verb, at)
            noted.append(
                Scan(
                    uid=scan.uid, participation_id=badge.participation_id, verb=scan.verb, scanned_at=at,
                    received_at=now, noted_by=actor,
                )
            )  # fmt: skip
            outcome[scan.uid] = "done"
    Scan.objects.bulk_create(noted)
    Badge.objects.bulk_update(set(badges.values()), ["came_at", "left_at"], batch_size=500)
    for verb in ScanVerb.values:
        audit.record_many(actor, f"participation.scan_{verb}", [one for one in noted if one.verb == verb])
    return outcome


def _badges(edition, scans):
    """The badges of these scans by handle, their rows locked."""
    rows = Badge.objects.filter(participation__edition=edition, participation__state__in=EXPECTED)
    wanted = {scan.handle or handle_of(scan.token) for scan in scans}
    numbers = {
        pk: handle for pk, token in rows.values_list("pk", "token") if (handle := handle_of(token)) in wanted
    }
    locked = Badge.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    return {numbers[badge.pk]: badge for badge in locked}


def _apply(badge, verb, at):
    """What one scan says; the first time counts."""
    if verb == ScanVerb.UNDO:
        badge.came_at = badge.left_at = None
    elif verb == ScanVerb.IN:
        badge.came_at = min(badge.came_at or at, at)
        if badge.left_at and at > badge.left_at:
            badge.left_at = None  # she came back
    elif badge.came_at and at >= badge.came_at:
        badge.left_at = min(badge.left_at or at, at)


@transaction.atomic
def note(participation, verb, *, uid, actor, now):
    """Let somebody in or out, by name.

    Raises:
        Refused: when she is not expected, or the edition was called off.
    """
    refuse_called_off(turns.hold(participation.edition_id))
    badge = badge_of(participation)
    sent = Sent(uid=str(uid), verb=verb, scanned_at=now, token=badge.token)
    if receive(participation.edition, [sent], actor=actor, now=now)[sent.uid] == "unknown":
        raise Refused(_("This person is not expected here."))
    return Badge.objects.get(pk=badge.pk)


def counts(edition):
    """(type, expected, here) for each type of participant that comes."""
    rows = Participation.objects.filter(edition=edition, state__in=EXPECTED).order_by("participant_type")
    return list(
        rows.values_list("participant_type").annotate(
            expected=Count("pk"),
            here=Count("pk", filter=Q(badge__came_at__isnull=False, badge__left_at__isnull=True)),
        )
    )
