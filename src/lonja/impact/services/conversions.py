"""A meeting turns into something else in this house, and what it turns into knows where it began."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.directory.services import links
from lonja.impact.lifecycle import next_collaboration_state
from lonja.impact.models import Collaboration, Conversion, ConversionKind, ProjectIdea
from lonja.meetings.models import MeetingRequest
from lonja.partnering.services import opportunities


@transaction.atomic
def to_opportunity(request, *, participation, kind, organisation, title, summary, language, actor, now):
    """Begin the draft of an offer or a need in the name of an organisation."""
    made = opportunities.create(
        kind,
        organisation=organisation,
        facts={"title": {language: title}, "summary": {language: summary}, "language": language},
        actor=actor,
        now=now,
    )
    return _keep(request, participation, ConversionKind.OPPORTUNITY, actor, now, opportunity=made)


@transaction.atomic
def to_idea(request, *, participation, title, text, actor, now):
    """Write down a project that the two might do together."""
    made = ProjectIdea.objects.create(author=participation, title=title, text=text, written_at=now)
    return _keep(request, participation, ConversionKind.IDEA, actor, now, idea=made)


@transaction.atomic
def change_idea(idea, *, title, text, actor, now):
    """Keep other words of an idea."""
    row = ProjectIdea.objects.select_for_update().get(pk=idea.pk)
    row.title, row.text, row.changed_at = title, text, now
    row.save(update_fields=["title", "text", "changed_at"])
    audit.record(actor, "idea.changed", row)
    return row


@transaction.atomic
def show_idea(idea, *, is_public, actor):
    """Show an idea to everybody, or only to those of its meeting again."""
    row = ProjectIdea.objects.select_for_update().get(pk=idea.pk)
    row.is_public = is_public
    row.save(update_fields=["is_public"])
    audit.record(actor, "idea.published" if is_public else "idea.hidden", row)
    return row


@transaction.atomic
def to_collaboration(request, *, participation, text, cluster=None, other=None, actor, now):
    """Claim that the two work together; it counts when the other side confirms it.

    Between two clusters the claim is a link of the directory, where their managers answer.

    Raises:
        Refused: when this meeting has led to a collaboration already.
    """
    MeetingRequest.objects.select_for_update().get(pk=request.pk)
    if Conversion.objects.filter(request=request, kind=ConversionKind.COLLABORATION).exists():
        raise Refused(_("A collaboration that began with this meeting is on the list already."))
    link = None
    if cluster and other:
        link = links.claim(actor, cluster, other, note={"en": text})
    made = Collaboration.objects.create(claimed_by=participation, text=text, link=link, claimed_at=now)
    return _keep(request, participation, ConversionKind.COLLABORATION, actor, now, collaboration=made)


def _keep(request, participation, kind, actor, now, **target):
    made = Conversion.objects.create(request=request, made_by=participation, kind=kind, made_at=now, **target)
    audit.record(actor, f"meeting.became_{kind.value}", made, request=str(request.uid))
    return made


@transaction.atomic
def answer_collaboration(collaboration, verb, *, actor, now):
    """Confirm a claim of the other side, or say that it is not so.

    Raises:
        Refused: when it has been answered meanwhile.
    """
    row = Collaboration.objects.select_for_update().get(pk=collaboration.pk)
    row.state = next_collaboration_state(verb, row.state)
    row.answered_at = now
    row.save(update_fields=["state", "answered_at"])
    audit.record(actor, f"collaboration.{verb}", row)
    return row
