"""Ways to reach somebody, written as one list by whoever may edit their owner."""

from dataclasses import dataclass

from lonja.directory.models import Contact


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One line of the list as a person wrote it; `pk` when it was there before."""

    kind: str
    value: str
    label: str = ""
    visibility: str = "nobody"
    pk: int | None = None


def replace(owner, lines, *, role=None):
    """Make `lines` the whole list of the owner's contacts, or of one role in its team; whether that changed.

    Part of an edit: the caller opens the transaction and writes the audit entry.
    """
    kept = {contact.pk: contact for contact in owner.contacts.filter(team_role=role)}
    owner_field = owner._meta.model_name
    written = set()
    changed = False
    for position, line in enumerate(lines):
        contact = kept.get(line.pk) or _same(kept, written, line) or Contact(**{owner_field: owner})
        wanted = {
            "kind": line.kind,
            "value": line.value,
            "label": line.label,
            "visibility": line.visibility,
            "position": position,
            "team_role_id": role.pk if role else None,
        }
        if contact.pk is None or any(getattr(contact, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(contact, name, value)
            contact.save()
            changed = True
        written.add(contact.pk)
    gone = [pk for pk in kept if pk not in written]
    if gone:
        owner.contacts.filter(pk__in=gone).delete()
    return changed or bool(gone)


def _same(kept, written, line):
    """A contact that is there already with the same address, for lines that come from a file."""
    found = (
        contact
        for pk, contact in kept.items()
        if pk not in written and (contact.kind, contact.value) == (line.kind, line.value)
    )
    return next(found, None) if line.pk is None else None
