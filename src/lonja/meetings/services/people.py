"""Who comes, as a workbook says it: known people are found by e-mail, the others are entered, privately."""

from django.db.models import Exists, F, OuterRef, Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lonja.base.imports.flow import Change
from lonja.directory import policies
from lonja.directory.models import Contact, ContactKind, Organisation, Person
from lonja.directory.services.slugs import RESERVED
from lonja.events.lifecycle import ParticipationState
from lonja.events.models import Participation
from lonja.events.services.registrations import Places
from lonja.meetings.workbook.checks import folded

FACTS = ("organisation_id", "participant_type", "arrives_at", "leaves_at", "language", "remote")


class Arrivals:
    """Brings organisations, people and participations of one workbook into an edition.

    Nothing that a person or an organisation says of itself is changed, nobody is made to
    work for anybody, and what is new stays private: a workbook is the organiser's word only.
    """

    def __init__(self, edition, brought, actor):
        self.edition, self.brought, self.actor = edition, brought, actor

    def bring(self, encounter):
        """Participations by e-mail address."""
        organisations = self._organisations(encounter.organisations)
        persons = self._persons(encounter.people)
        if self.brought.problems:
            return {}
        return self._participations(encounter.people, persons, organisations)

    def _organisations(self, facts):
        """Organisations by folded name: those that the organiser sees, and those that came before.

        What is private stays unknown to her: its name alone would tell that it is here, and whoever
        is billed for it would read its address. She makes another one of that name.
        """
        came = Participation.objects.filter(edition__event=self.edition.event).order_by()
        seen = policies.organisations.scope(self.actor) | Organisation.objects.filter(
            pk__in=came.values("organisation")
        )
        known = {}
        for organisation in seen.order_by("-pk").only("pk", "name", "slug", "sort_name"):
            known[folded(organisation.name)] = organisation
        missing = [fact for fact in facts if folded(fact.name) not in known]
        slugs = _Slugs(Organisation.objects.values_list("slug", flat=True))
        new = Organisation.objects.bulk_create(
            Organisation(
                slug=slugs.free(fact.name),
                name=fact.name,
                country=fact.country,
                city=fact.city,
                website=fact.website,
            )
            for fact in missing
        )
        self.brought.note_deed("organisation.created", new, source="edition", edition=self.edition.pk)
        self.brought.created += len(new)
        self.brought.unchanged += len(facts) - len(new)
        sheet = _("Organisations")
        self.brought.preview += [Change(0, "new", organisation.name, sheet=sheet) for organisation in new]
        return known | {folded(organisation.name): organisation for organisation in new}

    def _persons(self, facts):
        """Persons by e-mail address; who is not known to this organiser comes in as a new one.

        A contact that somebody with an account wrote proves nothing: it could be another's address.
        Nor may an address tell who stands behind it: a private person is met only where she took
        part before. Anybody else finds her registration under her address and says "this is me".
        For the same reason two organisers who bring one address make two persons of it.
        """
        numbered = self._numbered(facts)
        facts = [fact for fact in facts if fact.email not in numbered]
        emails = [fact.email for fact in facts]
        brought_before = Participation.objects.filter(
            edition__event=self.edition.event, person=OuterRef("person")
        )
        known = {
            contact.value.lower(): contact.person
            for contact in Contact.objects.filter(
                Exists(brought_before),
                kind=ContactKind.EMAIL,
                value__in=emails,
                person__isnull=False,
                person__user=None,
            ).select_related("person")
        }
        met = Participation.objects.filter(edition__event=self.edition.event, person=OuterRef("pk"))
        persons = Person.objects.filter(
            Q(is_public=True) | Exists(met),
            user__email__in=emails,
            user__emailaddress__verified=True,
            user__emailaddress__email=F("user__email"),
        )
        known |= {person.user.email: person for person in persons.select_related("user")}
        missing = [fact for fact in facts if fact.email not in known]
        new = Person.objects.bulk_create(Person(name=fact.name) for fact in missing)
        Contact.objects.bulk_create(
            Contact(person=person, kind=ContactKind.EMAIL, value=fact.email)
            for person, fact in zip(new, missing)
        )
        self.brought.note_deed("person.created", new, source="edition", edition=self.edition.pk)
        return numbered | known | {fact.email: person for fact, person in zip(missing, new)}

    def _numbered(self, facts):
        """Persons whom this edition knows by the number that stands in their row."""
        numbers = [fact.known for fact in facts if fact.known]
        rows = Participation.objects.filter(edition=self.edition, pk__in=numbers).select_related("person")
        persons = {row.pk: row.person for row in rows}
        for fact in facts:
            if fact.known and fact.known not in persons and "@" not in fact.email:
                self.brought.problems.add(
                    _("This edition has no registration with the number %(number)s. Write an e-mail.")
                    % {"number": f"#{fact.known}"},
                    sheet=_("People"),
                    row=fact.row,
                    column=_("Registration number"),
                )
        return {fact.email: persons[fact.known] for fact in facts if fact.known in persons}

    def _participations(self, facts, persons, organisations):
        rows = Participation.objects.filter(edition=self.edition).select_related("organisation")
        present = {row.person_id: row for row in rows}
        new, changed, found = [], [], {}
        for fact in facts:
            row = present.get(persons[fact.email].pk)
            wanted = self._wanted(fact, organisations)
            if row and row.organisation and folded(row.organisation.name) == folded(fact.organisation):
                wanted["organisation_id"] = (
                    row.organisation_id
                )  # of two with one name, that for which she comes
            if row is None:
                row = Participation(edition=self.edition, person=persons[fact.email], **wanted)
                row.state = ParticipationState.CONFIRMED
                new.append(row)
                self._preview(fact, "new")
            elif any(getattr(row, name) != value for name, value in wanted.items()):
                for name, value in wanted.items():
                    setattr(row, name, value)
                changed.append(row)
                self._preview(fact, "changed")
            else:
                self.brought.unchanged += 1
            found[fact.email] = row
        self._refuse_twins(facts, persons)
        self._refuse_crowd(new)
        if self.brought.problems:
            return found
        Participation.objects.bulk_create(new)
        Participation.objects.bulk_update(changed, FACTS)
        self.brought.note_deed("participation.imported", new, state="new")
        self.brought.note_deed("participation.imported", changed, state="changed")
        return found

    def _refuse_twins(self, facts, persons):
        """Two addresses of one person would make her come twice."""
        first = {}
        for fact in facts:
            other = first.setdefault(persons[fact.email].pk, fact)
            if other is not fact:
                self.brought.problems.add(
                    _("%(email)s and %(other)s belong to the same person. Keep one of the rows.")
                    % {"email": fact.email, "other": other.email},
                    sheet=_("People"),
                    row=fact.row,
                    column=_("E-mail"),
                )

    def _refuse_crowd(self, new):
        """More people than there are places."""
        places, without = Places(self.edition), 0
        for row in new:
            without += not places.has_room(row.participant_type)
            places.take(row.participant_type)
        if without:
            self.brought.problems.add(
                ngettext(
                    "There is no free place for %(n)s person of this workbook. Raise the number of places "
                    "of the edition, or bring fewer people.",
                    "There is no free place for %(n)s people of this workbook. Raise the number of places "
                    "of the edition, or bring fewer people.",
                    without,
                )
                % {"n": without},
                sheet=_("People"),
            )

    def _wanted(self, fact, organisations):
        organisation = organisations.get(folded(fact.organisation)) if fact.organisation else None
        return {
            "organisation_id": organisation.pk if organisation else None,
            "participant_type": fact.participant_type,
            "arrives_at": fact.arrives_at,
            "leaves_at": fact.leaves_at,
            "language": fact.language,
            "remote": fact.remote,
        }

    def _preview(self, fact, what):
        self.brought.count(what)
        label = f"{fact.name}, {fact.organisation}" if fact.organisation else fact.name
        self.brought.preview.append(Change(fact.row, what, label, sheet=_("People")))


class _Slugs:
    """Hands out short addresses that nobody has."""

    def __init__(self, taken):
        self.taken = set(taken) | RESERVED

    def free(self, name):
        """An address made of a name."""
        stem = slugify(name)[:100].strip("-") or "organisation"
        slug, number = stem, 2
        while slug in self.taken:
            slug, number = f"{stem}-{number}", number + 1
        self.taken.add(slug)
        return slug
