"""A cluster manager brings two organisations together; both have to say yes."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lonja.base import audit, outbox
from lonja.base.errors import Refused
from lonja.directory.models import Block, Organisation
from lonja.partnering import mails, policies
from lonja.partnering.lifecycle import AnswerState
from lonja.partnering.models import Introduction
from lonja.partnering.services.opening import open_to_each_other

DAYS_TO_ANSWER = 30
MOST_PER_MONTH = 40


@transaction.atomic
def introduce(one, other, *, cluster, text, actor, today, now):
    """Ask two organisations whether they would like to meet."""
    if one == other:
        raise Refused(_("An introduction needs two organisations."))
    first, second = sorted((one, other), key=lambda organisation: organisation.pk)
    Organisation.objects.select_for_update().get(pk=first.pk)
    made = Introduction.objects.filter(introducer=actor)
    if made.filter(made_at__gte=now - timedelta(days=30)).count() >= MOST_PER_MONTH:
        raise Refused(
            _("You have made %(most)s introductions in a month; that is the limit.")
            % {"most": MOST_PER_MONTH}
        )
    if Introduction.objects.filter(first=first, second=second, is_over=False).exists():
        raise Refused(_("Somebody has introduced these two to each other already."))
    introduction = Introduction.objects.create(
        introducer=actor,
        cluster=cluster,
        first=first,
        second=second,
        text=text,
        made_at=now,
        expires_on=today + timedelta(days=DAYS_TO_ANSWER),
        is_held=Block.objects.between(first, second).exists(),
    )
    if not introduction.is_held:
        for organisation, partner in ((first, second), (second, first)):
            for message in mails.introduced(introduction, organisation=organisation, other=partner):
                outbox.send(message, key=f"introduction-{introduction.pk}-{organisation.pk}")
    audit.record(actor, "introduction.made", introduction, cluster=cluster.pk)
    return introduction


@transaction.atomic
def answer(introduction, *, says_yes, actor, now):
    """One side says yes or no; the second yes opens the two to each other."""
    rows = Introduction.objects.select_for_update(of=["self"]).select_related("first", "second")
    introduction = rows.get(pk=introduction.pk)
    side = side_of(introduction, actor)
    if introduction.is_over or getattr(introduction, f"{side}_answer") != AnswerState.ASKED:
        raise Refused(_("This introduction has been answered already."))
    setattr(introduction, f"{side}_answer", AnswerState.YES if says_yes else AnswerState.NO)
    setattr(introduction, f"{side}_answered_at", now)
    both = introduction.first_answer == introduction.second_answer == AnswerState.YES
    introduction.is_over = both or not says_yes
    introduction.save()
    if both:
        _open(introduction, now=now)
    audit.record(actor, "introduction.answered", introduction, side=side, says_yes=says_yes)
    return introduction


def side_of(introduction, actor):
    """Which side somebody answers for: the one still asked, when they stand on both."""
    ids = set(policies.acting(actor).values_list("pk", flat=True))
    sides = [side for side in ("first", "second") if getattr(introduction, f"{side}_id") in ids]
    asked = [side for side in sides if getattr(introduction, f"{side}_answer") == AnswerState.ASKED]
    return (asked or sides)[0]


def _open(introduction, *, now):
    first, second = introduction.first, introduction.second
    open_to_each_other(first, second, now=now, introduction=introduction)
    for organisation, partner in ((first, second), (second, first)):
        for message in mails.introduction_opened(introduction, organisation=organisation, other=partner):
            outbox.send(message, key=f"introduction-{introduction.pk}-opened-{organisation.pk}")
