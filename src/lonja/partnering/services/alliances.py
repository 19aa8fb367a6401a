"""Lead an alliance: its chain, its parties, what they do together, and who said yes to what."""

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit
from lonja.base.errors import Refused
from lonja.directory.services.slugs import free_slug
from lonja.partnering.alliances_lifecycle import ActionState, PartyState, next_alliance_state
from lonja.partnering.models import (
    Alliance,
    AllianceConfirmation,
    AllianceCover,
    AllianceDocument,
    AllianceParty,
    AllianceStage,
    JointAction,
)


@transaction.atomic
def found(*, facts, coordinator, stages, actor, now):
    """Found an alliance with its chain; the coordinating cluster is its first party."""
    name = facts["name"].get("en") or next(iter(facts["name"].values()))
    alliance = Alliance.objects.create(slug=free_slug(Alliance, name), coordinator=coordinator, **facts)
    write_stages(alliance, stages)
    AllianceParty.objects.create(
        alliance=alliance,
        cluster=coordinator,
        state=PartyState.CONFIRMED,
        answered_at=now,
        answered_by=actor,
    )
    audit.record(actor, "alliance.founded", alliance)
    return alliance


@transaction.atomic
def edit(alliance, *, facts, actor, now):
    """Change what an alliance says of itself."""
    for name, value in facts.items():
        setattr(alliance, name, value)
    alliance.changed_at = now
    alliance.save()
    audit.record(actor, "alliance.edited", alliance, fields=sorted(facts))
    return alliance


def write_stages(alliance, stages):
    """Add stages in their order, each a mapping with name, terms, need and weight."""
    for position, stage in enumerate(stages):
        made = AllianceStage.objects.create(
            alliance=alliance,
            position=position,
            name=stage["name"],
            need=stage.get("need", 1),
            weight=stage.get("weight", 1),
        )
        made.terms.set(stage["terms"])


@transaction.atomic
def edit_stage(stage, *, facts, terms, actor):
    """Change one stage of the chain."""
    for name, value in facts.items():
        setattr(stage, name, value)
    stage.save()
    stage.terms.set(terms)
    audit.record(actor, "alliance.stage_edited", stage.alliance, stage=stage.pk)
    return stage


@transaction.atomic
def invite(alliance, *, cluster=None, organisation=None, actor):
    """Ask a cluster or organisation to join; whoever declined or left may be asked again."""
    party, made = AllianceParty.objects.get_or_create(
        alliance=alliance, cluster=cluster, organisation=organisation
    )
    if not made:
        party.state = next_alliance_state("invite", party.state)
        party.answered_at = party.answered_by = None
        party.save()
    audit.record(actor, "alliance.invited", party)
    return party


@transaction.atomic
def answer(party, *, verb, actor, now):
    """Confirm, decline or leave, in the name of a party."""
    party = AllianceParty.objects.select_for_update(of=("self",)).get(pk=party.pk)
    if verb == "leave" and party.cluster_id == party.alliance.coordinator_id:
        raise Refused(
            _("The coordinating cluster cannot leave its own alliance."),
            remedy=_("Let another cluster lead it first."),
        )
    party.state = next_alliance_state(verb, party.state)
    party.answered_at, party.answered_by = now, actor
    party.save(update_fields=["state", "answered_at", "answered_by"])
    audit.record(actor, f"alliance.{party.state}", party)
    return party


@transaction.atomic
def say_cover(party, stage, *, level, note, actor):
    """Say in the name of a party how well it covers a stage; this counts before what was computed."""
    if stage.alliance_id != party.alliance_id:
        raise Refused(_("This stage belongs to another alliance."))
    row, _made = AllianceCover.objects.update_or_create(
        party=party, stage=stage, defaults={"level": level, "note": note}
    )
    audit.record(actor, "alliance.cover_said", row, level=int(level))
    return row


@transaction.atomic
def propose(alliance, *, facts, actor):
    """Propose something to do together."""
    action = JointAction.objects.create(alliance=alliance, **facts)
    audit.record(actor, "alliance.action_proposed", action)
    return action


@transaction.atomic
def add_document(alliance, *, title, file, actor, now):
    """Add a document for the parties to confirm."""
    document = AllianceDocument.objects.create(
        alliance=alliance, title=title, file=file, added_at=now, added_by=actor
    )
    audit.record(actor, "alliance.document_added", document)
    return document


@transaction.atomic
def confirm(party, *, action=None, document=None, actor, now):
    """Say yes to a joint action or a document in the name of a party; an action all agree to is agreed."""
    thing = action or document
    if party.state != PartyState.CONFIRMED or thing.alliance_id != party.alliance_id:
        raise Refused(_("Only a party that has joined this alliance can confirm it."))
    Alliance.objects.select_for_update().get(pk=party.alliance_id)
    row, made = AllianceConfirmation.objects.get_or_create(
        party=party,
        action=action,
        document=document,
        defaults={"confirmed_at": now, "confirmed_by": actor},
    )
    if action is not None:
        agree_when_all_have(action)
    if made:
        audit.record(actor, "alliance.confirmed_by_party", row)
    return row


def agree_when_all_have(action):
    """Move an action on as soon as every confirmed party has said yes."""
    action.refresh_from_db()
    parties = AllianceParty.objects.filter(alliance=action.alliance_id, state=PartyState.CONFIRMED)
    if action.state == ActionState.PROPOSED and not parties.exclude(confirmations__action=action).exists():
        action.state = next_alliance_state("agree", action.state)
        action.save(update_fields=["state"])


@transaction.atomic
def move_action(action, *, verb, actor):
    """Finish a joint action, or drop it."""
    action = JointAction.objects.select_for_update().get(pk=action.pk)
    action.state = next_alliance_state(verb, action.state)
    action.save(update_fields=["state"])
    audit.record(actor, f"alliance.action_{action.state}", action)
    return action
