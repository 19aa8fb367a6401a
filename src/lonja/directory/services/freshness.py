"""Asking once a year whether a profile is still true, and keeping the answer."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from lonja.accounts.models import Role, User
from lonja.base import audit, outbox
from lonja.directory import freshness, mails, policies
from lonja.directory.models import (
    Cluster,
    ClusterGrant,
    Confirmation,
    Organisation,
    OrganisationGrant,
    Reminder,
)

YEAR = timedelta(days=365)
LINKS_LIVE = timedelta(days=60)
MOST_A_DAY = 500
SALT = "lonja.directory.still-true"
KINDS = {
    "organisation": (Organisation, OrganisationGrant, Role.ORGANISATION_ADMIN),
    "cluster": (Cluster, ClusterGrant, Role.CLUSTER_MANAGER),
}


@transaction.atomic
def confirm(owner, section, *, actor, now):
    """Say that a part of a profile is true today."""
    row = Confirmation.objects.create(
        **{owner._meta.model_name: owner}, section=section, confirmed_at=now, confirmed_by=actor
    )
    audit.record(actor, "profile.confirmed", owner, section=section)
    return row


def ask_all(*, now, most=MOST_A_DAY):
    """Write to the editors of public profiles that nobody confirmed, changed or asked about for a year."""
    asked = 0
    for kind in KINDS:
        for owner in _due(kind, now)[: most - asked]:
            asked += 1
            ask(owner, now=now)
    return asked


@transaction.atomic
def ask(owner, *, now):
    """Ask each editor of one profile; the row that says so keeps the next round from asking again."""
    kind = owner._meta.model_name
    reminder = Reminder.objects.create(**{kind: owner}, sent_at=now)
    _model, grants, role = KINDS[kind]
    editors = User.objects.filter(
        pk__in=grants.objects.in_force().filter(role=role, **{kind: owner}).values("user"), is_active=True
    )
    for user in editors:
        sections = freshness.sections_of(owner)
        letter = mails.still_true(owner, user, sections, _signer(owner, user))
        outbox.send(letter, key=f"still-true-{reminder.pk}-{user.pk}")
    audit.record(None, "profile.asked", owner)
    return reminder


def sign(owner, user):
    """The words by which one editor may confirm the parts of one profile for two months."""
    return signing.dumps([owner._meta.model_name, owner.pk, user.pk], salt=SALT)


def read_signed(words):
    """(owner, user) of a signed link; nothing when it is forged, too old, or no longer theirs."""
    try:
        kind, owner_pk, user_pk = signing.loads(words, salt=SALT, max_age=LINKS_LIVE)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=user_pk, is_active=True).first()
    policy = getattr(policies, f"{kind}s")
    owner = policy.scope(user, "edit").filter(pk=owner_pk).first() if user else None
    return (owner, user) if owner else None


def _signer(owner, user):
    address = reverse("directory:still-true", args=[sign(owner, user)])
    return lambda key: f"{settings.SITE_URL}{address}#{key}"


def _due(kind, now):
    model, grants, role = KINDS[kind]
    mine = {kind: OuterRef("pk")}
    rows = model.objects.filter(is_public=True, created_at__lt=now - YEAR, changed_at__lt=now - YEAR)
    return rows.filter(
        Exists(grants.objects.in_force().filter(role=role, user__is_active=True, **mine)),
        ~Exists(Reminder.objects.filter(sent_at__gt=now - YEAR, **mine)),
        ~Exists(Confirmation.objects.filter(confirmed_at__gt=now - YEAR, **mine)),
    ).order_by("changed_at", "pk")
