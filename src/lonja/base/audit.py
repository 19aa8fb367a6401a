"""Who changed what: an append-only chain in which each entry seals the one before.

An entry is written in the transaction of the change itself. Its hash covers its own
fields and the hash before it, and the head row holds the newest one, so an edited,
deleted, inserted or swapped entry is found by `verify`, with its position.
Entries name people by id only: names live outside the chain and can be erased.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC

from django.db import transaction
from django.utils import timezone

from lonja.base.models import AuditEntry, AuditHead

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold."""

    position: int
    problem: str


def record(actor, action, target, *, at=None, **detail):
    """Append one entry for a change of state; call it inside the transaction of the change."""
    return record_many(actor, action, [target], at=at, **detail)[0]


def record_many(actor, action, targets, *, at=None, **detail):
    """Append one entry for each of many targets of one bulk change."""
    at = at or timezone.now()
    with transaction.atomic():
        AuditHead.objects.get_or_create(pk=1, defaults={"position": 0, "hash": GENESIS})
        head = AuditHead.objects.select_for_update().get(pk=1)
        entries = []
        for target in targets:
            entry = AuditEntry(
                position=head.position + 1,
                at=at,
                actor_id=getattr(actor, "pk", None),
                action=action,
                object_type=target._meta.label_lower,
                object_id=str(target.pk),
                detail=detail,
                previous=head.hash,
            )
            entry.hash = digest(entry)
            head.position, head.hash = entry.position, entry.hash
            entries.append(entry)
        AuditEntry.objects.bulk_create(entries, batch_size=1000)
        head.save(update_fields=["position", "hash"])
    return entries


def digest(entry):
    """The SHA-256 of an entry's canonical form and of the hash before it."""
    fields = [
        entry.position,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.action,
        entry.object_type,
        entry.object_id,
        entry.detail,
        entry.previous,
    ]
    canonical = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def verify():
    """Yield a `Break` for each place where the chain does not hold; nothing when it is whole."""
    expected, previous = 1, GENESIS
    for entry in AuditEntry.objects.order_by("position").iterator(chunk_size=5000):
        if entry.position != expected:
            yield Break(expected, f"entries {expected} to {entry.position - 1} are missing")
        if entry.previous != previous:
            yield Break(entry.position, "the entry does not follow the one before it")
        if digest(entry) != entry.hash:
            yield Break(entry.position, "the entry was changed after it was written")
        expected, previous = entry.position + 1, entry.hash
    head = AuditHead.objects.filter(pk=1).first()
    if (head.position, head.hash) != (expected - 1, previous) if head else expected > 1:
        yield Break(expected, "the newest entries are missing or were added outside the house")
