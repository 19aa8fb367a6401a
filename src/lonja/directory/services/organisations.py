"""Make, change and show organisations."""

from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lonja.accounts.models import Role
from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.directory import mails
from lonja.directory.models import Organisation, OrganisationGrant, OrganisationTerm
from lonja.directory.services import contacts
from lonja.directory.services.profiles import apply_facts, show, touch
from lonja.directory.services.slugs import free_slugs


@transaction.atomic
def create(*, facts, terms=(), lines=(), actor):
    """Enter an organisation; it stays private, and its author administers it."""
    organisation = create_many([(facts, terms)], actor=actor)[0]
    contacts.replace(organisation, lines)
    return organisation


@transaction.atomic
def create_many(entries, *, actor):
    """Enter organisations, each as facts and terms; they stay private, and their author administers them.

    Raises:
        Refused: when a VAT number is taken, or somebody entered the same at this moment.
    """
    for facts, _terms in entries if len(entries) == 1 else ():
        refuse_double_vat(facts)
    slugs = free_slugs(Organisation, [facts["name"] for facts, _terms in entries])
    rows = [Organisation(slug=slug, **facts) for slug, (facts, _terms) in zip(slugs, entries, strict=True)]
    with refused_when_taken():
        Organisation.objects.bulk_create(rows, batch_size=500)
    grants = OrganisationGrant.objects.bulk_create(
        (
            OrganisationGrant(user=actor, role=Role.ORGANISATION_ADMIN, organisation=row, granted_by=actor)
            for row in rows
        ),
        batch_size=1000,
    )
    OrganisationTerm.objects.bulk_create(
        (
            OrganisationTerm(organisation=row, term=term)
            for row, (_facts, terms) in zip(rows, entries, strict=True)
            for term in dict.fromkeys(terms)
        ),
        batch_size=1000,
    )
    audit.record_many(actor, "organisation.created", rows)
    audit.record_many(actor, "role.granted", grants, role=Role.ORGANISATION_ADMIN, user=actor.pk)
    return rows


@contextmanager
def refused_when_taken():
    """Say in words what the database says when two people enter the same at the same moment."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused(
            _("Somebody has entered an organisation with this VAT number or short address just now."),
            remedy=_("Look for it in the directory, then try again."),
        ) from None


@transaction.atomic
def edit(organisation, *, facts, terms=None, lines=None, actor):
    """Change what an organisation says of itself; its address stays."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    refuse_double_vat(facts, but=organisation)
    if "size" in facts and facts["size"] != organisation.size:
        facts = {**facts, "size_year": None}  # said now, no longer computed
    changed = apply_facts(organisation, facts)
    if terms is not None and set_terms(organisation, terms):
        changed.append("terms")
    if lines is not None and contacts.replace(organisation, lines):
        changed.append("contacts")
    if changed:
        with refused_when_taken():
            touch(organisation)
        audit.record(actor, "organisation.edited", organisation, fields=sorted(changed))
    return organisation


def publish(organisation, *, actor):
    """Show an organisation to everybody."""
    return show(organisation, is_public=True, action="organisation.published", actor=actor)


def unpublish(organisation, *, actor):
    """Show an organisation only to its own people and to its clusters' managers."""
    return show(organisation, is_public=False, action="organisation.unpublished", actor=actor)


@transaction.atomic
def moderate(organisation, *, reason, actor):
    """Take a member's page off the public directory; its administrators read why and may mend it."""
    if not organisation.is_public:
        raise Refused(_("%(name)s is private already.") % {"name": organisation.name})
    row = show(organisation, is_public=False, action="organisation.moderated", actor=actor)
    for message in mails.taken_off(row, reason=reason):
        outbox.send(message)
    return row


def set_terms(organisation, terms):
    """Make `terms` the whole list of its fields of activity; whether anything changed."""
    wanted = {term.pk for term in terms}
    present = set(organisation.described_by.values_list("term", flat=True))
    organisation.described_by.filter(term__in=present - wanted).delete()
    OrganisationTerm.objects.bulk_create(
        OrganisationTerm(organisation=organisation, term_id=pk) for pk in sorted(wanted - present)
    )
    return wanted != present


def refuse_double_vat(facts, but=None):
    """Refuse a VAT number that another organisation has; do not say which."""
    number = facts.get("vat_number")
    others = Organisation.objects.exclude(pk=but.pk) if but else Organisation.objects
    if number and others.filter(vat_number=number).exists():
        raise Refused(
            _("Another organisation in the directory has this VAT number already."),
            remedy=_(
                "Look for it in the directory and ask its administrator for access, or check the number."
            ),
        )
