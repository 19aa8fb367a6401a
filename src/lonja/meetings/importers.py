"""The workbook of an encounter, brought to an edition through the one way in for tables."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lonja.base.errors import Refused
from lonja.base.imports import flow
from lonja.events.models import Edition
from lonja.events.policies import editions
from lonja.meetings import workbook
from lonja.meetings.services import encounters


@flow.register
class EncounterImporter(flow.Importer):
    """People, requests, tables, slots and talks of an edition; `target` is the edition's id."""

    kind = "encounter"
    title = _("The workbook of an encounter")
    intro = _(
        "Slots, tables, people, requests and talks in one workbook. The template explains each column; "
        "its headings may be in English or Spanish."
    )

    def allows(self, actor, target):
        return self._edition(actor, target) is not None

    def check(self, book, *, actor, target):
        return self._done(book, actor, target, encounters.rehearse)

    def apply(self, book, *, actor, target):
        return self._done(book, actor, target, encounters.bring)

    def template_url(self, target):
        return reverse("meetings:template")

    def done_url(self, target):
        edition = (
            Edition.objects.filter(pk=target).select_related("event").first() if _is_id(target) else None
        )
        return reverse("meetings:desk", args=[edition.event.slug, edition.slug]) if edition else ""

    def _edition(self, actor, target):
        if not _is_id(target):
            return None
        return editions.scope(actor, "organise").filter(pk=target).first()

    def _done(self, book, actor, target, act):
        """Read, and act only when there is nothing to mend."""
        edition = self._edition(actor, target)
        if edition is None:
            raise Refused(_("You do not organise this edition any more."))
        encounter, problems = workbook.read_encounter(
            book, time_zone=edition.time_zone, minutes=edition.slot_minutes
        )
        if problems:
            return flow.Report(problems=problems, notes=encounter.notes)
        brought = act(edition, encounter, actor=actor, now=timezone.now())
        return flow.Report(
            problems=brought.problems,
            created=brought.created,
            changed=brought.changed,
            unchanged=brought.unchanged,
            preview=brought.preview,
            notes=brought.notes,
        )


def _is_id(target):
    return target.isascii() and target.isdigit() and len(target) <= 18
