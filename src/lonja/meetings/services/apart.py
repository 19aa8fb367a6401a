"""Who is kept apart: by a block of the directory, or because neither of two types may ask the other."""

from itertools import combinations

from django.db.models import Q

from lonja.directory.models import Block
from lonja.events.models import Participation
from lonja.meetings.models import AskingBar


def blocks(sender, recipient):
    """Blocks by which somebody, or her house, keeps away another or hers; all four are rows of one table."""
    one, other = Participation.objects.filter(pk=sender), Participation.objects.filter(pk=recipient)
    return Block.objects.filter(
        Q(by_organisation__in=other.values("organisation")) | Q(by_user__in=other.values("person__user")),
        Q(organisation__in=one.values("organisation")) | Q(user__in=one.values("person__user")),
    )


def pairs_apart(edition, people):
    """Pairs of some people who are not to be brought together unasked: four queries.

    A block counts whoever of the two made it; types count when neither may ask the other.
    """
    rows = Participation.objects.filter(pk__in=people).order_by()
    facts = {pk: rest for pk, *rest in rows.values_list(
        "pk", "participant_type", "organisation", "person__user")}  # fmt: skip
    bars = set(AskingBar.objects.filter(edition=edition).values_list("asking", "asked"))
    blocks = _blocks_of(facts)
    apart = set()
    for one, other in combinations(sorted(facts), 2):
        kind, *sides = facts[one]
        other_kind, *other_sides = facts[other]
        barred = {(kind, other_kind), (other_kind, kind)} <= bars
        if barred or _is_between(blocks, sides, other_sides) or _is_between(blocks, other_sides, sides):
            apart.add(frozenset((one, other)))
    return apart


def _blocks_of(facts):
    """((by house, by account), (house, account)) of the blocks that concern some people."""
    houses = {house for _kind, house, _user in facts.values() if house}
    users = {user for _kind, _house, user in facts.values() if user}
    found = Block.objects.filter(Q(by_organisation__in=houses) | Q(by_user__in=users)).order_by()
    return [
        ((by_house, by_user), (house, user))
        for by_house, by_user, house, user in found.values_list(
            "by_organisation", "by_user", "organisation", "user"
        )
    ]


def _is_between(blocks, by, against):
    return any(_is_one_of(maker, by) and _is_one_of(target, against) for maker, target in blocks)


def _is_one_of(told, sides):
    """Whether a house or an account of a block is that of somebody."""
    return any(one is not None and one == side for one, side in zip(told, sides))
