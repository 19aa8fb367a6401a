"""Reasons are what the score rests on: without the thing that a reason cites, the fit is worse or gone."""

from datetime import date
from random import Random

import pytest
from django.contrib.auth.models import AnonymousUser

from lonja.partnering import recommend_lines
from lonja.partnering.engine import index, recommend
from lonja.partnering.models import Opportunity
from tests.factories import make_opportunity, make_organisation

pytestmark = pytest.mark.django_db
STRANGER = AnonymousUser()
THINGS = ["lorries", "ice", "boxes", "sensors", "solar panels", "batteries", "robots", "packaging"]
HOW = ["refrigerated", "compostable", "second-hand", "cheap", "certified", "small"]
SILENT = {"summary": {}, "description": {}, "advantages": {}, "technical": {}, "partner_role": {}}


def fits(me):
    found = recommend.for_organisation(me, actor=STRANGER, today=date.today(), count=8)
    return {fit.row.pk: fit for fit in found}


def cited(fit):
    """The address of the offer or need that the first reason names."""
    line = recommend_lines.lines([fit], actor=STRANGER, language="en")[0]
    return next(reason.href for reason in line.reasons if reason.href)


def test_nine_of_ten_fits_fall_when_the_thing_that_is_cited_is_withdrawn():
    index.forget()
    chance = Random(5)
    houses = [make_organisation() for _house in range(14)]
    for number, house in enumerate(houses):
        for kind in ("BO", "BR"):
            words = f"{chance.choice(HOW)} {chance.choice(THINGS)} and {chance.choice(THINGS)} {number}"
            make_opportunity(house, kind=kind, title={"en": words}, **SILENT)
    fell = []
    for me in houses[:4]:
        for pk, fit in fits(me).items():
            reference = cited(fit).rstrip("/").rpartition("/")[2]
            Opportunity.objects.filter(reference=reference).update(state="ARCHIVED")
            after = fits(me).get(pk)
            fell.append(after is None or after.partner.score < fit.partner.score)
            Opportunity.objects.filter(reference=reference).update(state="PUBLISHED")

    share = sum(fell) / len(fell)
    print(f"deletion test: {sum(fell)} of {len(fell)}")
    assert len(fell) >= 12
    assert share >= 0.9
