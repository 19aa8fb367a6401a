"""People as they wish to be seen."""

from django.db import transaction

from lonja.base import audit
from lonja.directory.models import Affiliation, Person
from lonja.directory.services import contacts
from lonja.directory.services.profiles import apply_facts, touch


@transaction.atomic
def edit_own(user, *, facts, lines=None):
    """Write the profile of the person behind an account; the first time it is made."""
    person = Person.objects.select_for_update().filter(user=user).first()
    if person is None:
        person = Person.objects.create(user=user, **facts)
        contacts.replace(person, lines or ())
        audit.record(user, "person.created", person)
        return person
    changed = apply_facts(person, facts)
    if lines is not None and contacts.replace(person, lines):
        changed.append("contacts")
    if changed:
        touch(person)
        audit.record(user, "person.edited", person, fields=sorted(changed))
    return person


@transaction.atomic
def add_to_organisation(organisation, *, name, role_title, is_public, actor):
    """Enter somebody without an account who works for an organisation, shown only if they agreed."""
    person = Person.objects.create(name=name, is_public=is_public)
    affiliation = Affiliation.objects.create(
        person=person, organisation=organisation, role_title=role_title, is_main=True, is_public=is_public
    )
    audit.record(actor, "affiliation.added", affiliation)
    return affiliation


@transaction.atomic
def end_affiliation(affiliation, *, actor):
    """Take somebody off an organisation's list of people; the person stays."""
    audit.record(actor, "affiliation.ended", affiliation, person=affiliation.person_id)
    affiliation.delete()
