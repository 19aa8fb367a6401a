"""Who changed what: an append-only chain in which each entry seals the one before.

An entry is written in the transaction of the change itself. Its hash covers its own
fields and the hash before it, and the head row holds the newest one, so an edited,
deleted, inserted or swapped entry is found by `verify`, with its position.
Entries name people by id only: names live outside the chain and can be erased.
"""

import hashlib
import json
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone

from lonja.base.models import AuditEntry, AuditHead

GENESIS = "0" * 64
_kept_back: ContextVar[list | None] = ContextVar("kept_back", default=None)
# Made once: a million entries are verified with it.
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold."""

    position: int
    problem: str


def record(actor, action, target, /, *, at=None, **detail):
    """Append one entry for a change of state; call it inside the transaction of the change."""
    return record_many(actor, action, [target], at=at, **detail)[0]


def record_many(actor, action, targets, /, *, at=None, **detail):
    """Append one entry for each of many targets of one bulk change.

    The head stays locked until the transaction ends, so record last, after the long work.
    """
    at = at or timezone.now()
    detail = storable(detail)
    entries = [
        AuditEntry(
            at=at,
            actor_id=getattr(actor, "pk", None),
            action=action,
            object_type=target._meta.label_lower,
            object_id=str(target.pk),
            detail=detail,
        )
        for target in targets
    ]
    kept_back = _kept_back.get()
    if kept_back is None:
        _append(entries)
    else:
        kept_back += entries
    return entries


@contextmanager
def at_the_end():
    """Keep the entries of a long change back, and append them in one go when the block ends well.

    So the head is locked for a moment only. Entries have no position before the end; open the
    block inside the transaction of the change.
    """
    entries = []
    token = _kept_back.set(entries)
    try:
        yield
    finally:
        _kept_back.reset(token)
    _append(entries)


def _append(entries):
    """Seal entries one after the other behind the newest one."""
    with transaction.atomic(savepoint=False):
        if len(entries) == 1 and connection.vendor == "postgresql" and _append_by_database(*entries):
            return
        AuditHead.objects.get_or_create(pk=1, defaults={"position": 0, "hash": GENESIS})
        head = AuditHead.objects.select_for_update().get(pk=1)
        for entry in entries:
            entry.position, entry.previous = head.position + 1, head.hash
            entry.hash = digest(entry)
            head.position, head.hash = entry.position, entry.hash
        AuditEntry.objects.bulk_create(entries, batch_size=1000)
        head.save(update_fields=["position", "hash"])


# Lock the head, seal the entry, and move the head on. The canonical form is `_digest`'s: its
# first and last field are known only behind the lock, the middle comes from Python.
APPEND = """
WITH before AS (SELECT position, hash FROM base_audithead WHERE id = 1 FOR UPDATE),
sealed AS (
  SELECT position + 1 AS position, hash AS previous,
    encode(sha256(convert_to('[' || (position + 1) || ',' || %s || ',"' || hash || '"]', 'UTF8')), 'hex')
      AS hash
  FROM before
),
written AS (
  INSERT INTO base_auditentry
    (position, at, actor_id, action, object_type, object_id, detail, previous, hash)
  SELECT position, %s, %s, %s, %s, %s, %s::jsonb, previous, hash FROM sealed
  RETURNING position, previous, hash
)
UPDATE base_audithead SET position = written.position, hash = written.hash
FROM written WHERE id = 1
RETURNING written.position, written.previous, written.hash
"""


def _append_by_database(entry):
    """Append one entry in one statement, so that many writers wait shortly; False without a head yet."""
    about = [entry.actor_id, entry.action, entry.object_type, entry.object_id]
    middle = _canonical([_moment(entry.at), *about, entry.detail])[1:-1]
    with connection.cursor() as cursor:
        cursor.execute(APPEND, [middle, entry.at, *about, json.dumps(entry.detail)])
        sealed = cursor.fetchone()
    if sealed:
        entry.position, entry.previous, entry.hash = sealed
    return sealed is not None


def storable(detail):
    """The detail as every database gives it back, so that its hash stays true.

    Databases write fractions each in their own way, so these become text; and no database
    holds NUL or half a surrogate pair.
    """
    plain = json.loads(json.dumps(detail, cls=DjangoJSONEncoder), parse_float=str, parse_constant=str)
    return _printable(plain)


def _printable(value):
    if isinstance(value, dict):
        return {_printable(key): _printable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_printable(inner) for inner in value]
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    return value


def digest(entry):
    """The SHA-256 of an entry's canonical form and of the hash before it."""
    return _digest(
        entry.position,
        entry.at,
        entry.actor_id,
        entry.action,
        entry.object_type,
        entry.object_id,
        entry.detail,
        entry.previous,
    )


def _digest(position, at, actor_id, action, object_type, object_id, detail, previous):
    fields = [position, _moment(at), actor_id, action, object_type, object_id, detail, previous]
    return hashlib.sha256(_canonical(fields).encode("utf-8", "replace")).hexdigest()


def _moment(at):
    return at.astimezone(UTC).isoformat(timespec="microseconds")


FIELDS = ("position", "at", "actor_id", "action", "object_type", "object_id", "detail", "previous", "hash")


def verify():
    """Yield a `Break` for each place where the chain does not hold; nothing when it is whole."""
    expected, before = 1, GENESIS
    rows = AuditEntry.objects.order_by("position").values_list(*FIELDS)
    for *sealed, found in rows.iterator(chunk_size=5000):
        position, previous = sealed[0], sealed[-1]
        if position > expected:
            yield Break(expected, f"entries {expected} to {position - 1} are missing")
        if position < expected:
            yield Break(position, "the entry was inserted before the first one")
        if previous != before:
            yield Break(position, "the entry does not follow the one before it")
        if _digest(*sealed) != found:
            yield Break(position, "the entry was changed after it was written")
        expected, before = max(position, 0) + 1, found
    yield from _verify_head(expected, before)


def _verify_head(expected, newest):
    head = AuditHead.objects.filter(pk=1).first()
    if (head.position, head.hash) != (expected - 1, newest) if head else expected > 1:
        yield Break(expected, "the newest entries are missing or were added outside the house")


def head():
    """The newest position and hash, to be kept outside the database as a witness."""
    row = AuditHead.objects.filter(pk=1).first()
    return (row.position, row.hash) if row else (0, GENESIS)


def holds(position, witnessed):
    """Whether the chain still has that hash at that position: a rewritten chain has another."""
    return position == 0 or AuditEntry.objects.filter(position=position, hash=witnessed).exists()


def entries_about(target):
    """The entries of one object, newest first; whoever shows them asks a policy of the object."""
    return AuditEntry.objects.filter(object_type=target._meta.label_lower, object_id=str(target.pk)).order_by(
        "-position"
    )


def entries(*, actor_id=None, action="", object_type="", object_id="", since=None, until=None):
    """Entries for an auditor's page, newest first; whoever shows them has asked who is an auditor."""
    wanted = {
        "actor_id": actor_id,
        "action__startswith": action,
        "object_type": object_type,
        "object_id": object_id,
        "at__gte": since,
        "at__lt": until,
    }
    given = {name: value for name, value in wanted.items() if value not in (None, "")}
    return AuditEntry.objects.filter(**given).order_by("-position")
