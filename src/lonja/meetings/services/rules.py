"""What the organiser lays down: limits, who may ask whom, who must or must not meet."""

from django.db import transaction
from django.db.models import Exists
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.base.prepared import Prepared
from lonja.directory.models import Organisation
from lonja.events.lifecycle import EXPECTED, refuse_called_off
from lonja.events.models import Edition, ParticipantType, ZoneHost, ZoneKind
from lonja.meetings import mails
from lonja.meetings.lifecycle import USED, RequestState
from lonja.meetings.models import AskingBar, MeetingRequest, PairKind, PairRule, Priority, RequestRules
from lonja.meetings.services import apart

_rules = Prepared(lambda edition: RequestRules.objects.filter(edition=edition))


def _asked_between(edition, sender, recipient, asking_slug, asked_slug):
    """An edition with its rules and with what keeps two people apart: one question for all of it."""
    both = [sender, recipient]
    bars = AskingBar.objects.filter(edition=edition, asking=asking_slug, asked=asked_slug)
    pairs = PairRule.objects.filter(kind=PairKind.NEVER, one__in=both, other__in=both)
    return (
        Edition.objects.filter(pk=edition)
        .select_related("request_rules")
        .only("pk", "request_rules")
        .annotate(
            types_barred=Exists(bars),
            pair_barred=Exists(pairs),
            is_blocked=Exists(apart.blocks(sender, recipient)),
        )
    )


_between = Prepared(_asked_between)


def rules_of(edition):
    """The rules of an edition (or of its id), or the defaults."""
    edition_id = getattr(edition, "pk", edition)
    return _rules.first(edition_id) or RequestRules(edition_id=edition_id)


def use_of(participation, rules=None):
    """(label of the limit, used, most) of a person and of her organisation; only where there is a limit."""
    rules = rules or rules_of(participation.edition)

    def used(**by):
        rows = MeetingRequest.objects.filter(edition=participation.edition_id, state__in=USED, **by)
        return rows.count()

    found = {}
    if rules.most_per_person is not None:
        found["person"] = (used(sender=participation), rules.most_per_person)
    if rules.most_per_organisation is not None and participation.organisation_id:
        theirs = used(sender__organisation=participation.organisation_id)
        found["organisation"] = (theirs, rules.most_per_organisation)
    return found


def refuse_request(sender, recipient):
    """Refuse a new request that is ruled out between the two, or is one too many; both are locked."""
    edition = refuse_barred(sender, recipient)
    _refuse_over_limit(sender, getattr(edition, "request_rules", None) or RequestRules(edition=edition))


def refuse_barred(sender, recipient):
    """Refuse what the organiser has ruled out between two types or two people, or the recipient herself.

    Returns:
        The edition, with its rules where it has some.
    """
    asking, asked = sender.participant_type, recipient.participant_type
    found = _between.first(sender.edition_id, sender.pk, recipient.pk, asking, asked)
    if found.types_barred:
        raise Refused(
            _("At this edition, participants of your type (%(asking)s) do not ask those of the type "
              "%(asked)s.")
            % {"asking": sender.get_participant_type_display(),
               "asked": recipient.get_participant_type_display()},
            remedy=_("They can still ask you."),
        )  # fmt: skip
    if asked == ParticipantType.GROUP and not _is_selected(recipient):
        raise Refused(
            _("At this edition you can ask only the research groups that the organiser has selected.")
        )
    # One sentence for both: nobody learns that she was blocked, and everybody that it was not her mistake.
    if found.pair_barred or found.is_blocked:
        raise Refused(_("No meeting between the two of you is possible at this edition."))
    return found


def _refuse_over_limit(sender, laid_down):
    if laid_down.most_per_organisation is not None and sender.organisation_id:
        # People of one house take turns where it has a limit; nobody who has this row wants another's.
        Organisation.objects.select_for_update(no_key=True).values("pk").get(pk=sender.organisation_id)
    for whose, (used, most) in use_of(sender, laid_down).items():
        if used >= most:
            sentence = (
                _("You have used all your %(most)s requests.")
                if whose == "person"
                else _("Your organisation has used all its %(most)s requests.")
            )
            raise Refused(
                sentence % {"most": most},
                remedy=_("A request that is declined, expires or is withdrawn gives its place back."),
            )


def _is_selected(group):
    """Whether a research group can be asked: all can, unless a curated zone names some."""
    selected = set(
        ZoneHost.objects.filter(zone__edition=group.edition_id, zone__kind=ZoneKind.CURATED).values_list(
            "participation", flat=True
        )
    )
    return not selected or group.pk in selected


def pairs_between(one, other):
    """The organiser's rule for two people, if there is one."""
    both = [one.pk, other.pk]
    return PairRule.objects.filter(edition=one.edition_id, one__in=both, other__in=both)


@transaction.atomic
def lay_down(edition, *, facts, barred, actor):
    """Set the limits of an edition, and who may not ask whom (pairs of types)."""
    refuse_called_off(Edition.objects.select_for_update().get(pk=edition.pk).state)
    rules, _is_new = RequestRules.objects.update_or_create(edition=edition, defaults=facts)
    AskingBar.objects.filter(edition=edition).delete()
    AskingBar.objects.bulk_create(
        AskingBar(edition=edition, asking=asking, asked=asked) for asking, asked in sorted(barred)
    )
    audit.record(actor, "request_rules.changed", rules, **facts, barred=sorted(barred))
    return rules


@transaction.atomic
def pair(edition, *, one, other, kind, reason, actor, now):
    """Lay down that two people must meet, or must not.

    Those who must meet have an accepted request from then on, and are told; who must not meet is
    the organiser's knowledge alone.

    Raises:
        Refused: when there is a rule for the two already, or one of them has declined.
    """
    refuse_called_off(Edition.objects.select_for_update().get(pk=edition.pk).state)
    if one.pk == other.pk:
        raise Refused(_("Name two different people."))
    if {one.state, other.state} - set(EXPECTED) or {one.edition_id, other.edition_id} != {edition.pk}:
        raise Refused(_("One of the two is not expected at this edition."))
    if pairs_between(one, other).exists():
        raise Refused(_("There is a rule for these two already."), remedy=_("Remove it first."))
    rule = PairRule.objects.create(edition=edition, one=one, other=other, kind=kind, reason=reason)
    told = _arrange(rule, now) if kind == PairKind.MUST else []
    audit.record(actor, f"pair_rule.{kind}", rule)
    for mail in told:
        outbox.send(mail, key=f"pair-rule-{rule.pk}-{mail.to[0]}")
    return rule


def _arrange(rule, now):
    """Give two people an accepted request between them; the mails that say so."""
    standing = MeetingRequest.objects.standing().between(rule.one, rule.other).first()
    if standing and standing.state == RequestState.DECLINED:
        raise Refused(
            _("One of the two has declined this meeting."),
            remedy=_("Talk to them; whoever declined can still ask the other."),
        )
    if standing and standing.state == RequestState.ACCEPTED:
        return []
    request = standing or MeetingRequest(edition=rule.edition, sender=rule.one, recipient=rule.other)
    request.state, request.priority = RequestState.ACCEPTED, Priority.HIGH
    request.sent_at, request.answered_at = request.sent_at or now, now
    request.save()
    return mails.pair_arranged(request)


@transaction.atomic
def explain(rule, *, reason, actor):
    """Give a rule for two people another reason."""
    rule.reason = reason
    rule.save(update_fields=["reason"])
    audit.record(actor, "pair_rule.explained", rule)


@transaction.atomic
def unpair(rule, *, actor):
    """Take a rule for two people away; a request between them stays as it is."""
    refuse_called_off(Edition.objects.select_for_update().get(pk=rule.edition_id).state)
    rule = PairRule.objects.select_for_update().filter(pk=rule.pk).first()
    if rule is None:  # somebody else was faster
        return
    audit.record(actor, "pair_rule.removed", rule, one=rule.one_id, other=rule.other_id, kind=rule.kind)
    rule.delete()
